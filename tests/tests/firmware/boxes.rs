//! Models whose programs are proven by boxes: every board proves them in full on power-on, and refutes boxes that are wrong.

use std::path::{Path, PathBuf};

use npi_format::{Bounds, Boxes, Method, Model, Stored};
use npi_image::{Image, Options, build};
use npi_runtime::verify::{Findings, check_boxes, programs};
use npi_runtime::{Network, Program, Task, boxes};
use npi_tasks::Addition;
use npi_tests::tiny::sealed;
use npi_trainer::invariant::Invariant;
use npi_trainer::spec::Spec;

use crate::boards::{BOARDS, Board, INT8, SMALL, target};
use crate::emulator::Console;
use crate::figures::number;
use crate::surgery::with_boxes;

/// Hidden units that this machine has room for.
const MOST: usize = 32;

/// The blob of a task with the least boxes of each program that has some which hold; the other programs are proven by sequences.
#[track_caller]
fn boxed<T: Task>(blob: &[u8]) -> Vec<u8> {
    let model = Model::parse(blob).expect("a model");
    let network = Network::<T, MOST>::new(&model).expect("a model of the task");
    let spec = Spec::of_task::<T>().expect("a task that is well defined");
    let least = |program| {
        [Method::Boxes, Method::Split].into_iter().find_map(|method| {
            let found = Invariant::least::<T>(&spec, &network, program, method).expect("integers");
            found.map(|found| (method, found.bounds().to_vec()))
        })
    };
    let of = |program| least(program).unwrap_or((Method::Sequences, Vec::new()));
    let (methods, bounds): (Vec<_>, Vec<_>) = programs(&T::SIGNATURE).map(of).unzip();
    let methods: Vec<_> = methods.into_iter().map(|method| method as u8).collect();
    let bounds: Vec<_> = bounds.concat().into_iter().map(|bounds| bounds.stored()).collect();
    with_boxes(blob, &methods, &bounds)
}

/// What this machine finds by the methods of a blob's programs.
#[track_caller]
fn find<T: Task>(blob: &[u8]) -> Findings {
    let model = Model::parse(blob).expect("a model");
    let (network, boxes) = (
        Network::<T, MOST>::new(&model).expect("a network"),
        boxes::<T>(&model).expect("as many as it demands"),
    );
    let mut all = Findings::NONE;
    for program in programs(&T::SIGNATURE) {
        all.merge(&find_in(&network, &boxes, program));
    }
    all
}

fn find_in<T: Task>(network: &Network<'_, T, MOST>, boxes: &Boxes<'_>, program: Program) -> Findings {
    let (machine, mut image) = (T::default(), [Bounds::REST; MOST]);
    let found = match program.index().map(|index| boxes.method(index)) {
        Some(Method::Sequences) => {
            npi_runtime::verify::verify::<T, T, _>(&machine, network, program, &mut |_, _| {})
        }
        _ => check_boxes::<T, T, _>(&machine, network, boxes, program, &mut image, &mut |_| {}),
    };
    found.expect("a task that is well defined")
}

/// A board's firmware with a blob in flash; each has its file and a folder of cargo's.
#[track_caller]
fn firmware(board: &Board, name: &str, blob: &[u8]) -> PathBuf {
    let folder = target(name);
    let model = folder.join("model.npi");
    std::fs::create_dir_all(&folder).expect("a folder");
    if std::fs::read(&model).ok().as_deref() != Some(blob) {
        std::fs::write(&model, blob).expect("a file");
    }
    let options = Options { model: Some(&model), target: Some(&folder), ..Options::default() };
    build(board.folder, options).unwrap_or_else(|error| panic!("{error:?}"))
}

/// How the console ends what it says of findings, but for the ticks that it took.
fn said(found: &Findings) -> String {
    let walked = match found.sequences {
        0 => String::new(),
        sequences => format!("{sequences} sequences, {} steps, ", found.steps),
    };
    let margin = found.margin.expect("something was checked");
    format!(
        "{} obligations, {walked}{} wrong, smallest margin {margin}/65536 logits, ",
        found.obligations, found.wrong
    )
}

/// The instructions that a board took, of the ticks that it says.
#[track_caller]
fn instructions(board: &Board, said: &str) -> u64 {
    number(said, "logits, ") * 1_000_000_000 / board.ticks_per_second
}

/// A task whose programs are all proven by boxes is proven on power-on, on every board as on this machine, and again by `verify`.
#[test]
fn every_board_proves_boxes_in_full_on_power_on() {
    let blob = boxed::<Addition>(&SMALL.blob());
    let found = find::<Addition>(&blob);
    assert!(found.is_proven() && found.sequences == 0, "{found:?}");
    let proof = format!("proven: {}\r\n{}", Addition::THEOREM, said(&found));
    for board in &BOARDS {
        let elf = firmware(board, "boxes-h6", &blob);
        let console = Console::power_on(board, &elf);
        assert!(console.banner.contains(&proof), "{}: {}, expected {proof}", board.folder, console.banner);
        assert!(console.ask("verify").contains(&proof), "{}", board.folder);
        assert_eq!(console.ask("579+1221"), "1800", "{}", board.folder);
        show(board, &console, &elf, &found);
    }
}

/// What a proof costs a board.
#[track_caller]
fn show(board: &Board, console: &Console, elf: &Path, found: &Findings) {
    let (stack, image) = (console.ask("stack"), Image::read(elf).expect("an image"));
    let (flash, ram, instructions) = (image.flash(), image.static_ram, instructions(board, &console.banner));
    let (deepest, reserved) = (number(&stack, ""), number(&stack, " of "));
    assert!(deepest + deepest / 16 <= reserved, "{}: {stack}", board.folder);
    println!(
        "{}: {} obligations in {instructions} instructions, flash {flash}, static {ram}, {stack}",
        board.folder, found.obligations
    );
}

/// Where only some programs have boxes, those are proven on power-on beside a sample of the others; `verify` proves all.
#[test]
fn every_board_proves_some_programs_by_boxes_and_some_by_sequences() {
    let blob = boxed::<Addition>(&INT8.blob());
    let found = find::<Addition>(&blob);
    assert!(found.is_proven() && found.sequences > 0 && found.obligations > 0, "{found:?}");
    for board in &BOARDS {
        let elf = firmware(board, "boxes-h16", &blob);
        let console = Console::power_on(board, &elf);
        let sample = format!(
            "the boxes and a sample of `verify` hold\r\n{} obligations, 512 sequences, ",
            found.obligations
        );
        assert!(console.banner.contains(&sample), "{}: {}", board.folder, console.banner);
        let proof = format!("proven: {}\r\n{}", Addition::THEOREM, said(&found));
        assert!(console.ask("verify").contains(&proof), "{}, expected {proof}", board.folder);
        show(board, &console, &elf, &found);
    }
}

/// A box that is not what was proven is refuted, or, if the checksum tells, refused; so are boxes of other methods.
#[test]
fn every_board_refutes_boxes_that_are_wrong() {
    let blob = boxed::<Addition>(&SMALL.blob());
    let methods =
        blob.windows(5).position(|bytes| bytes == [4, 2, 2, 1, 1]).expect("methods of four programs");
    let wrong = tampered(&blob);
    assert!(!find::<Addition>(&sealed(wrong.clone())).is_proven());
    for board in &BOARDS {
        let elf = std::fs::read(firmware(board, "boxes-h6", &blob)).expect("a firmware");
        let with = |name: &str, blob: &[u8]| flashed(board, &elf, name, blob);
        let damaged = with("damaged", &wrong);
        assert!(damaged.banner.contains("broken (its checksum)"), "{}", damaged.banner);
        let wrong = with("wrong", &sealed(wrong.clone()));
        assert!(wrong.banner.contains("REFUTED\r\n") && !wrong.banner.contains("proven"), "{}", wrong.banner);
        assert!(wrong.ask("verify").contains("REFUTED\r\n"), "{}", board.folder);
        let mut other = blob.clone();
        other[methods + 2] = Method::Boxes as u8;
        let other = with("other", &sealed(other));
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
    let path = target("boxes-broken").join(format!("{}-{name}", board.folder));
    std::fs::create_dir_all(target("boxes-broken")).expect("a folder");
    std::fs::write(&path, elf).expect("a file");
    Console::power_on(board, &path)
}
