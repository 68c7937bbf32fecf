//! Blobs with a bit flipped and the checksum made right again: refused, or run, in a build with overflow checks without
//! any overflow or panic.

use npi_fill::Fill;
use npi_format::{Bounds, Method, Model, Precision};
use npi_runtime::verify::{check_boxes, programs, sample};
use npi_runtime::{Error, Network, Task, boxes, solve};
use npi_tasks::{Addition, models};
use npi_tests::tiny::{boxed_blob, sealed, tiny_blob};

/// What became of all blobs with one bit flipped.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    /// Blobs that `parse` refused.
    refused: usize,
    /// Models without a section of a task that is known here.
    foreign: usize,
    /// Tasks whose networks ran.
    ran: usize,
}

/// Runs a task's network in a problem, and along its teacher; false if the model is not of the task. It may go astray.
fn run<T: Task>(model: &Model<'_>, problem: &[u8]) -> bool {
    let Ok(network) = Network::<T, 16>::new(model) else { return false };
    let mut memory = vec![0; T::memory(problem)];
    let mut world = T::world(problem, &mut memory).unwrap();
    let ended = solve(network, &mut world, |_, _| {}); // wherever it goes, it goes by the task's programs and symbols
    let ours = matches!(ended, Err(Error::Symbol { .. } | Error::Program(_) | Error::State | Error::Weights));
    assert!(!ours, "{ended:?}");
    sample(&T::default(), &network, programs(&T::SIGNATURE), 4, 1).unwrap();
    check_all_boxes(model, &network);
    true
}

/// Checks the boxes of a task's programs, if there are as many as it demands; whatever they are, the check ends.
fn check_all_boxes<T: Task>(model: &Model<'_>, network: &Network<'_, T, 16>) {
    let Ok(boxes) = boxes::<T>(model) else { return };
    let mut image = [Bounds::REST; 16];
    let programs = programs(&T::SIGNATURE).enumerate();
    for (_, program) in programs.filter(|&(index, _)| boxes.method(index) != Method::Sequences) {
        check_boxes::<T, _, _>(&T::default(), network, &boxes, program, &mut image, &mut |_| {}).unwrap();
    }
}

fn flip_every_bit(blob: &[u8]) -> Tally {
    let mut tally = Tally::default();
    for bit in 0..8 * (blob.len() - 4) {
        let mut damaged = blob.to_vec();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(Model::parse(&damaged).is_err(), "bit {bit}: the checksum is another");
        let damaged = sealed(damaged);
        let Ok(model) = Model::parse(&damaged) else {
            tally.refused += 1;
            continue;
        };
        let ran = usize::from(run::<Addition>(&model, b"95+17")) + usize::from(run::<Fill>(&model, b"1___"));
        tally.foreign += usize::from(ran == 0);
        tally.ran += ran;
    }
    tally
}

/// The shipped model: most bits are weights, and any weight is a network.
#[test]
fn every_flipped_bit_of_the_shipped_model_is_refused_or_runs() {
    let Tally { refused, foreign, ran } = flip_every_bit(models::ADDITION);
    assert_eq!(refused + foreign + ran, 8 * 3296);
    assert!(ran >= 8 * 3224, "{ran} of its weights' bits, and a few of its scales'"); // 3,224 bytes are weights
    assert!(refused >= 8 * 24, "{refused} bits, those of the padding among them");
}

/// Every precision, and two tasks in one blob, where a flipped bit in one section leaves the other as it was.
#[test]
fn every_flipped_bit_of_other_blobs_is_refused_or_runs() {
    for precision in [Precision::F32, Precision::Int8, Precision::Int4] {
        let blob = tiny_blob(precision);
        let Tally { refused, foreign, ran } = flip_every_bit(&blob);
        assert_eq!(refused + foreign + ran, 8 * (blob.len() - 4));
        assert!(refused > 0 && foreign > 0 && ran > 0);
    }
    // Columns left over, nibbles of an odd panel.
    for blob in [
        &include_bytes!("../../models/addition-h6.npi")[..],
        include_bytes!("../../models/addition-int4-h9.npi"),
    ] {
        let Tally { refused, ran, .. } = flip_every_bit(blob);
        assert!(ran > 8 * (blob.len() - 200) && refused > 0, "{ran} ran, {refused} refused");
    }
    let both = include_bytes!("../../models/addition-and-fill.npi");
    let Tally { refused, ran, .. } = flip_every_bit(both);
    assert!(ran > 2 * 8 * (both.len() - 200), "{ran} runs of two tasks, {refused} refused");
}

/// Boxes: any bounds are boxes, other methods are refused or demand another number of boxes, and any network runs.
#[test]
fn every_flipped_bit_of_blobs_with_boxes_is_refused_or_runs() {
    for precision in [Precision::Int8, Precision::Int4] {
        let blob = boxed_blob(precision);
        let Tally { refused, foreign, ran } = flip_every_bit(&blob);
        assert_eq!(refused + foreign + ran, 8 * (blob.len() - 4));
        let plain = flip_every_bit(&tiny_blob(precision));
        assert!(ran >= plain.ran + 8 * 18, "{ran} ran, {plain:?} without boxes");
        // Fourteen bytes of padding behind the boxes, for five before the tensors that say of the boxes.
        assert!(refused >= plain.refused + 8 * (14 - 5), "{refused} refused, {plain:?} without boxes");
    }
}
