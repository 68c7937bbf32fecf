//! Boxes that prove nothing: boards refute them, or refuse the model; and how many there are costs no memory.

use std::path::PathBuf;

use npi_format::convert::{Checked, Checkpoint, convert};
use npi_format::{Bounds, Method, Model, Precision, Stored};
use npi_image::{Options, build};
use npi_runtime::verify::{count_boxes, programs};
use npi_runtime::{Task, boxes};
use npi_tasks::Addition;
use npi_tests::random;
use npi_tests::tiny::sealed;

use crate::boards::{BOARDS, BOXES, Board, boards, building, firmware, scratch};
use crate::boxes::find;
use crate::emulator::Console;

/// A box that was changed is refuted, or, if the checksum tells, refused; so are boxes of another number than the methods demand.
#[test]
fn every_board_refutes_boxes_that_are_wrong() {
    let blob = BOXES.blob();
    let methods =
        blob.windows(5).position(|bytes| bytes == [4, 1, 1, 1, 1]).expect("methods of four programs");
    let wrong = tampered(&blob);
    assert!(!find::<Addition>(&sealed(wrong.clone())).is_proven());
    let mut other = blob.clone();
    other[methods + 1] = Method::Split as u8;
    for board in boards().filter(|board| !board.is_slow()) {
        let elf = std::fs::read(firmware(board.folder, BOXES)).expect("a firmware");
        let with = |name: &str, blob: &[u8]| flashed(board, &elf, name, blob);
        let damaged = with("damaged", &wrong);
        assert!(damaged.banner.contains("broken (its checksum)"), "{}", damaged.banner);
        let wrong = with("wrong", &sealed(wrong.clone()));
        assert!(
            wrong.banner.contains("not proven\r\n") && !wrong.banner.contains("proven:"),
            "{}",
            wrong.banner
        );
        assert!(wrong.ask("verify").contains("not proven\r\n"), "{}", board.folder);
        let other = with("other", &sealed(other.clone()));
        assert!(other.banner.contains("broken (its boxes)"), "{}", other.banner);
    }
}

/// A blob whose first box that is not empty has the state of rest alone in its first unit; its checksum is not made right.
#[track_caller]
fn tampered(blob: &[u8]) -> Vec<u8> {
    let model = Model::parse(blob).expect("a model");
    let boxes = boxes::<Addition>(&model).expect("boxes");
    let mut all = (0..boxes.count()).filter_map(|number| boxes.get(number));
    let full = |bounds: &&[Stored]| bounds.iter().all(|stored| !Bounds::read(stored).are_empty());
    let at = all.find(full).expect("a box").as_ptr().addr() - blob.as_ptr().addr();
    let mut wrong = blob.to_vec();
    wrong[at..at + size_of::<Stored>()].copy_from_slice(&Bounds::REST.stored());
    wrong
}

/// A board with another blob, of the same length, in the flash of a firmware.
#[track_caller]
fn flashed(board: &Board, elf: &[u8], name: &str, blob: &[u8]) -> Console {
    let mut elf = elf.to_vec();
    let start = elf.windows(16).position(|window| window == &blob[..16]).expect("the model is in flash");
    elf[start..start + blob.len()].copy_from_slice(blob);
    let path = scratch("boxes-broken").join(format!("{}-{name}", board.folder));
    std::fs::create_dir_all(scratch("boxes-broken")).expect("a folder");
    std::fs::write(&path, elf).expect("a file");
    Console::power_on(board, &path)
}

/// The bounds of every state.
const WIDEST: Bounds = Bounds { hidden: [-128, 127], cell: [i16::MIN, i16::MAX] };

/// A network of addition with a method for each program and boxes that nobody has shown to hold: the first of a program has all
/// states in it, the others none.
#[track_caller]
fn unproven(mut checkpoint: Checkpoint, precision: Precision, methods: [Method; 4]) -> Vec<u8> {
    let hidden = checkpoint.metadata.hidden;
    let of = |(program, method)| {
        let count = count_boxes::<<Addition as npi_runtime::Machine>::Observation>(
            &Addition::SIGNATURE,
            program,
            method,
        );
        let mut bounds = vec![Bounds::EMPTY; count * hidden];
        bounds.iter_mut().take(hidden).for_each(|bounds| *bounds = WIDEST);
        bounds
    };
    checkpoint.metadata.tasks[0].methods = methods.to_vec();
    checkpoint.metadata.checked = Some(Checked { precision, proven: true });
    checkpoint.boxes = vec![programs(&Addition::SIGNATURE).zip(methods).flat_map(of).collect()];
    convert(&checkpoint, precision).expect("a blob").0
}

/// The smallest board's firmware with a blob in flash, which takes the place of the one before.
#[track_caller]
fn smallest(blob: &[u8]) -> PathBuf {
    let (folder, board) = (scratch("boxes-unproven"), &BOARDS[0]);
    let model = folder.join("model.npi");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(&model, blob).expect("a file");
    let elf = folder.join(board.folder);
    building(board.folder, |target| {
        let options = Options { model: Some(&model), target: Some(target), ..Options::default() };
        let built = build(board.folder, options).unwrap_or_else(|error| panic!("{error:?}"));
        std::fs::copy(built, &elf).expect("a copy");
    });
    elf
}

/// The stack that a proof takes does not depend on how many boxes there are; networks of other sizes and precisions are refuted as
/// often as on this machine.
#[test]
fn the_smallest_board_checks_any_boxes_in_the_same_memory() {
    let trained = include_bytes!("../../../runtime/tasks/models/addition-boxes.safetensors");
    let stack = |method| {
        let checkpoint = Checkpoint::from_safetensors(trained).expect("a checkpoint");
        let methods = [Method::Sequences, method, Method::Sequences, Method::Sequences];
        let blob = unproven(checkpoint, Precision::Int8, methods);
        let console = Console::power_on(&BOARDS[0], &smallest(&blob));
        refuted(&console, &blob);
        (find_boxes(&blob), console.ask("stack"))
    };
    let (few, many) = (stack(Method::Boxes), stack(Method::Split));
    assert_eq!((few.0, many.0), (2, 484));
    assert_eq!(few.1, many.1, "bytes of stack");
    let mut state = 12;
    let mut random = random(&mut state);
    for (hidden, precision) in [(6, Precision::Int8), (9, Precision::Int4)] {
        let drawn = Checkpoint::drawn(&Addition::SIGNATURE, hidden, || 0.02 * (random(255) as f32 - 127.0));
        let blob = unproven(drawn, precision, [Method::Boxes, Method::Split, Method::Boxes, Method::Boxes]);
        refuted(&Console::power_on(&BOARDS[0], &smallest(&blob)), &blob);
    }
}

/// How many boxes a blob of addition has.
#[track_caller]
fn find_boxes(blob: &[u8]) -> usize {
    boxes::<Addition>(&Model::parse(blob).expect("a model")).expect("boxes").count()
}

/// The console finds wrong what this machine does.
#[track_caller]
fn refuted(console: &Console, blob: &[u8]) {
    let (found, said) = (find::<Addition>(blob), console.ask("verify"));
    let obligations = format!("\r\n{} obligations, ", found.obligations);
    let wrong = format!(" {} wrong, ", found.wrong + found.open);
    assert!(said.contains(&obligations) && said.contains(&wrong), "{said}, expected {found:?}");
}
