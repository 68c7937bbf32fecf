//! Trained models with boxes: every board proves them on power-on, and does with them what this machine does.

use npi_format::{Bounds, Boxes, Method, Model};
use npi_image::Image;
use npi_runtime::verify::{Findings, check_boxes, programs, verify};
use npi_runtime::{Network, Program, Task, boxes};
use npi_tasks::{Addition, AdditionLoop, SortingLoop, TrafficLoop};

use crate::all::TRACED;
use crate::boards::{BOXES, Board, Kind, LOOPS, TRAFFIC_LOOP, boards, firmware};
use crate::emulator::Console;
use crate::figures::{name, number};
use crate::host::Host;
use crate::readme;
use crate::table::Table;
use crate::{Expected, SHORT, check, expected_of, nines};

/// Hidden units that this machine has room for.
const MOST: usize = 32;

const TABLE: Table = Table {
    file: "boxes.md",
    columns: &[
        "model",
        "board",
        "flash",
        "model in it",
        "static RAM",
        "stack",
        "obligations",
        "instructions on power-on",
        "milliseconds",
    ],
    keys: 2,
};

/// What this machine finds by the methods of a task's programs.
#[track_caller]
pub(crate) fn find<T: Task>(blob: &[u8]) -> Findings {
    let model = Model::parse(blob).expect("a model");
    let network = Network::<T, MOST>::new(&model).expect("a network");
    let boxes = boxes::<T>(&model).expect("as many as it demands");
    let mut all = Findings::NONE;
    for program in programs(&T::SIGNATURE) {
        all.merge(&find_in(&network, &boxes, program));
    }
    all
}

fn find_in<T: Task>(network: &Network<'_, T, MOST>, boxes: &Boxes<'_>, program: Program) -> Findings {
    let (machine, mut image) = (T::default(), [Bounds::REST; MOST]);
    let found = match program.index().map(|index| boxes.method(index)) {
        Some(Method::Sequences) => verify::<T, T, _>(&machine, network, program, &mut |_, _| {}),
        _ => check_boxes::<T, T, _>(&machine, network, boxes, program, &mut image, &mut |_| {}),
    };
    found.expect("a task that is well defined")
}

/// A task as a board should have it.
struct Boxed {
    name: &'static str,
    problems: Vec<Expected>,
    /// What it says on power-on, as far as it does not depend on the board.
    power_on: String,
    /// What it says to `verify`, but for the ticks.
    proof: String,
    obligations: usize,
    /// Steps of the sequences that `verify` walks.
    steps: usize,
}

/// What this machine does in some problems of a task, and what it finds.
#[track_caller]
fn boxed<T: Task>(blob: &[u8], problems: &[&str]) -> Boxed {
    let (host, found) = (Host::<T>::new(blob), find::<T>(blob));
    assert!(found.is_proven() && found.obligations > 0, "{found:?}");
    let (obligations, margin) = (found.obligations, found.margin.expect("something was checked"));
    let walked = match found.sequences {
        0 => String::new(),
        sequences => format!("{sequences} sequences, {} steps, ", found.steps),
    };
    let counts = format!("{obligations} obligations, {walked}0 wrong, smallest margin {margin}/65536 logits");
    let proof = format!("proven: {}\r\n{counts}, ", T::THEOREM);
    let sample =
        format!("the boxes and a sample of `verify` hold\r\n{obligations} obligations, 512 sequences, ");
    Boxed {
        name: T::SIGNATURE.task,
        problems: problems.iter().map(|problem| expected_of(&host, problem, TRACED)).collect(),
        power_on: if walked.is_empty() { proof.clone() } else { sample },
        proof,
        obligations,
        steps: found.steps,
    }
}

/// Models with boxes are proven on power-on: all programs that have some in full, and of the others a sample; then by `verify` in
/// full. Runs are this machine's, to the bit. What it costs is what is committed. The Pico, which proves boxes for minutes, is left out.
#[test]
fn every_board_proves_and_runs_models_with_boxes() {
    let (addition, loops) = (BOXES.blob(), LOOPS.blob());
    let long = format!("{}+1", nines(300));
    let sums = [&SHORT[..], &[&long]].concat();
    let values = [SortingLoop::EXAMPLE, "3 1 2", "-5 7 7 -9223372036854775808 0 12"];
    let looping = [boxed::<AdditionLoop>(&loops, &sums), boxed::<SortingLoop>(&loops, &values)];
    let lights = boxed::<TrafficLoop>(&TRAFFIC_LOOP.blob(), &[TrafficLoop::EXAMPLE, ".", "..b.bbb....b"]);
    let models: [(Kind, &[Boxed]); 3] =
        [(BOXES, &[boxed::<Addition>(&addition, &sums)]), (LOOPS, &looping), (TRAFFIC_LOOP, &[lights])];
    let quick = || boards().filter(|board| !board.is_slow());
    let rows = models.iter().flat_map(|(kind, tasks)| quick().map(|board| row(board, *kind, tasks)));
    let committed = TABLE.hold(&rows.collect::<Vec<_>>());
    readme::hold("boxes", |_| committed);
}

/// Asks everything of a board that has a model's tasks; gives what that costs.
#[track_caller]
fn row(board: &Board, kind: Kind, tasks: &[Boxed]) -> String {
    let console = Console::of(board, kind);
    check_task(board, &console, &console.banner, &tasks[0]);
    for task in &tasks[1..] {
        check_task(board, &console, &console.ask(task.name), task);
        check_lines(&console);
    }
    let (stack, image) =
        (console.ask("stack"), Image::read(&firmware(board.folder, kind)).expect("an image"));
    let (deepest, reserved) = (number(&stack, ""), number(&stack, " of "));
    assert!(deepest + deepest / 16 <= reserved, "{}: {stack}", board.folder);
    let instructions = number(&console.banner, "logits, ") * 1_000_000_000 / board.ticks_per_second;
    let (flash, model) = (image.flash() as u64, kind.blob().len() as u64);
    let (obligations, time) = (tasks[0].obligations as u64, instructions / 1000 / board.megahertz);
    let figures = [flash, model, image.static_ram, deepest, obligations, instructions, time];
    TABLE.row(&[&kind.model(), &name(board)], &figures)
}

#[track_caller]
fn check_task(board: &Board, console: &Console, banner: &str, task: &Boxed) {
    let named = format!("{} of up to ", task.name);
    assert!(banner.contains(&named) && banner.contains(&task.power_on), "{banner}, not {}", task.power_on);
    task.problems.iter().for_each(|expected| check(board, console, expected));
    if board.has_time_for(task.steps as u64) {
        let said = console.ask("verify");
        assert!(said.contains(&task.proof), "{said}, expected {}", task.proof);
    }
}

/// Lines name the tasks that loop by their first letters, too, where the console has sorted.
#[track_caller]
fn check_lines(console: &Console) {
    for (typed, answer) in [
        ("sort 3 1 2", "1 2 3"),
        ("addition-loop 579+1221", "1800"),
        ("add 999+1", "1000"),
        ("sorting-loop 3 1 2", "1 2 3"),
        ("sort max 3 1 2", "3"),
    ] {
        assert_eq!(console.ask(typed), answer, "{typed:?}");
    }
}
