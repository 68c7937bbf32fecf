//! What a network costs beside the teacher that it has learned from: flash, and instructions a step, of two images that are the same
//! but for who decides.

use std::fs;
use std::path::Path;

use npi_format::{Model, convert};
use npi_image::{Image, Options, build};
use npi_runtime::Task;
use npi_tasks::{Addition, Calculator, Framing, Lock, Sorting, Traffic};

use crate::boards::{ALL, Board, FRAMES, INT8, LOCK, TRAFFIC, boards, building, scratch};
use crate::emulator::Console;
use crate::figures::{bench, name};
use crate::readme::{self, blessing};
use crate::table::Table;

/// The board and the tasks that are measured in every test run: the smallest core, a small task and a large one. The others are measured when new
/// figures are accepted, as two images are built for each task and board.
const MEASURED: (&str, [&str; 2]) = ("microbit", ["addition", "calculator"]);

const TABLE: Table = Table {
    file: "teacher.md",
    columns: &[
        "task",
        "hidden",
        "board",
        "flash, teacher",
        "network",
        "more",
        "model in it",
        "instructions a step, teacher",
        "network",
        "times",
    ],
    keys: 3,
};

/// A blob, the name of what it has, and a problem of its first task.
struct Case {
    name: &'static str,
    example: &'static str,
    model: Vec<u8>,
}

impl Case {
    /// A task alone, taken out of a blob as `npi split` does.
    fn alone<T: Task>(blob: &[u8]) -> Self {
        let model = Model::parse(blob).expect("a model");
        let section = model.sections().find(|section| section.task() == T::SIGNATURE.task);
        let model = convert::alone(&section.expect("the task's section"));
        Self { name: T::SIGNATURE.task, example: T::EXAMPLE, model }
    }
}

/// Every task that ships, each from the smallest model that ships of it; and all of them together, of which the first is measured.
fn cases() -> [Case; 7] {
    [
        Case::alone::<Addition>(&INT8.blob()),
        Case::alone::<Calculator>(&ALL.blob()),
        Case::alone::<Sorting>(&ALL.blob()),
        Case::alone::<Lock>(&LOCK.blob()),
        Case::alone::<Traffic>(&TRAFFIC.blob()),
        Case::alone::<Framing>(&FRAMES.blob()),
        Case { name: "all six", example: Calculator::EXAMPLE, model: ALL.blob() },
    ]
}

/// An image's flash, the instructions of its steps, and what it did.
struct Built {
    flash: u64,
    instructions: u64,
    did: (String, u64),
}

/// Builds a board's firmware for a blob, runs and measures it.
#[track_caller]
fn measure(board: &Board, case: &Case, feature: Option<&str>) -> Built {
    let folder = scratch("teacher");
    fs::create_dir_all(&folder).expect("a folder");
    let model = folder.join(case.name).with_extension("npi");
    fs::write(&model, &case.model).expect("a file");
    let elf = folder.join("elf");
    building(board.folder, |target| {
        let options = Options { model: Some(&model), target: Some(target), feature, ..Options::default() };
        let built = build(board.folder, options).unwrap_or_else(|error| panic!("{error:?}"));
        fs::copy(built, &elf).expect("a copy");
    });
    let in_flash =
        fs::read(&elf).expect("an image").windows(case.model.len()).any(|bytes| bytes == case.model);
    assert_eq!(in_flash, feature.is_none(), "{}, {}: the model in flash", board.folder, case.name);
    let console = Console::power_on(board, &elf);
    let (steps, instructions) = bench(&console, board);
    let answer = console.ask(case.example);
    Built { flash: Image::read(&elf).expect("an image").flash() as u64, instructions, did: (answer, steps) }
}

/// A row of the table.
#[track_caller]
fn row(board: &Board, case: &Case) -> String {
    let (network, teacher) = (measure(board, case, None), measure(board, case, Some("teacher")));
    assert_eq!(network.did, teacher.did, "{}, {}: the network obeys its teacher", board.folder, case.name);
    let hidden = Model::parse(&case.model).expect("a model").hidden().to_string();
    let figures = [
        teacher.flash,
        network.flash,
        network.flash - teacher.flash,
        case.model.len() as u64,
        teacher.instructions,
        network.instructions,
        (network.instructions + teacher.instructions / 2) / teacher.instructions,
    ];
    TABLE.row(&[case.name, &hidden, &name(board)], &figures)
}

/// On every board that is measured, and for every task, the figures are what is committed.
#[test]
fn a_network_costs_what_is_committed_beside_its_teacher() {
    let (folder, tasks) = MEASURED;
    let measured = |board: &Board, case: &Case| {
        blessing() && !board.is_slow() || board.folder == folder && tasks.contains(&case.name)
    };
    let mut rows = vec![];
    for case in &cases() {
        rows.extend(boards().filter(|board| measured(board, case)).map(|board| row(board, case)));
    }
    let committed = TABLE.hold(&rows);
    let document = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/teacher.md"));
    readme::hold_in(document, "figures", |_| committed);
}
