//! What the fuzz targets share: each is a check here that any bytes must pass.

pub mod blob;
pub mod kernels;
pub mod oracles;
pub mod pictures;
pub mod problems;
pub mod saved;
pub mod soundness;
pub mod weights;

use npi_fill::Fill;
use npi_format::convert::alone;
use npi_format::{Bounds, Method, Model};
use npi_runtime::verify::{check_boxes, programs, sample};
use npi_runtime::{Error, Network, Task, boxes, solve};
use npi_tasks::Addition;

/// Hidden units that runs have room for.
pub const HIDDEN: usize = 128;
/// Hidden units up to which boxes are checked: of more it takes long, and differs in nothing.
const BOXED: usize = 8;

/// Parses bytes; what is accepted is looked at in full, is again a model when it is split, and runs.
pub fn check(bytes: &[u8]) {
    let Ok(model) = Model::parse(bytes) else { return };
    let single = model.sections().count() == 1;
    for section in model.sections() {
        let views = section.tensors().map(|view| view.bytes.len());
        assert!(views.iter().sum::<usize>() < bytes.len());
        let alone = alone(&section);
        assert!(!single || alone == bytes, "a model has one blob");
        let split = Model::parse(&alone).expect("a section alone is a model");
        let other = split.section(section.fingerprint());
        let found = other.map(|other| (other.tensors(), other.boxes()));
        assert_eq!(found, Some((section.tensors(), section.boxes())));
    }
    run::<Addition>(&model, b"905+1195");
    run::<Fill>(&model, b"1____");
}

/// Runs a task's network, if there is one: it may go astray, but neither panics nor overflows.
fn run<T: Task>(model: &Model<'_>, problem: &[u8]) {
    let Ok(network) = Network::<T, HIDDEN>::new(model) else { return };
    let mut memory = vec![0; T::memory(problem)];
    let mut world = T::world(problem, &mut memory).expect("a problem");
    let ended = solve(network, &mut world, |event, state| {
        let hidden = state.hidden().fold(0_i32, |sum, value| sum + i32::from(value));
        assert!(hidden.abs() <= 128 * 128 && event.evidence.is_some());
    });
    assert!(!matches!(ended, Err(Error::Symbol { .. } | Error::Program(_) | Error::State | Error::Weights)));
    sample(&T::default(), &network, programs(&T::SIGNATURE), 8, 1).expect("a walk along the teacher");
    check_all_boxes(model, &network);
}

/// Checks the boxes of a task, if there are as many as it demands: the check ends, whatever they are.
fn check_all_boxes<T: Task>(model: &Model<'_>, network: &Network<'_, T, HIDDEN>) {
    let Ok(boxes) = boxes::<T>(model) else { return };
    let mut image = [Bounds::REST; BOXED];
    let programs = programs(&T::SIGNATURE).enumerate();
    for (_, program) in programs.filter(|&(index, _)| boxes.method(index) != Method::Sequences) {
        let found = check_boxes::<T, _, _>(&T::default(), network, &boxes, program, &mut image, &mut |_| {});
        assert_eq!(found.is_ok(), model.hidden() <= BOXED);
    }
}
