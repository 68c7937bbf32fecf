//! The blob of all tasks that ship, on every board: each task does and is proven as on this machine, and lines name tasks.

use npi_image::Image;
use npi_runtime::Task;
use npi_tasks::{Addition, Calculator, Framing, Lock, Sorting, Traffic};

use crate::boards::{ALL, Board, boards, firmware};
use crate::emulator::Console;
use crate::figures::{name, number};
use crate::host::Host;
use crate::readme;
use crate::table::Table;
use crate::{Expected, check, expected_of};

/// Sums, differences, products and quotients of thirty digits, and those that people try first.
const CALCULATED: [&str; 9] = [
    "579+1221",
    "12-5",
    "5-123",
    "12*34",
    "12345/17",
    "999999999999999999999999999999+1",
    "100000000000000000000000000000-314159265358979323846264338327",
    "314159265358979323846264338327*271828182845904523536028747135",
    "314159265358979323846264338327/271828182845904523",
];

/// Characters up to which a problem's trace is compared, too: a long one's is megabytes.
pub(crate) const TRACED: usize = 24;

const TABLE: Table = Table {
    file: "all.md",
    columns: &["board", "calculator's digits", "flash", "model in it", "static RAM", "stack"],
    keys: 1,
};

/// A task as a board should have it.
struct Served {
    /// What a person types for it.
    word: &'static str,
    name: &'static str,
    problems: Vec<Expected>,
    proof: String,
}

/// What this machine does in some problems of a task, and its proof.
#[track_caller]
fn served<T: Task>(blob: &[u8], word: &'static str, problems: &[&str]) -> Served {
    let host = Host::<T>::new(blob);
    let problems = problems.iter().map(|problem| expected_of(&host, problem, TRACED)).collect();
    Served { word, name: T::SIGNATURE.task, problems, proof: host.proof() }
}

/// All tasks that ship, in the order in which they are asked for.
fn tasks(blob: &[u8]) -> [Served; 6] {
    [
        served::<Calculator>(blob, "calculator", &CALCULATED),
        served::<Sorting>(blob, "sort", &[Sorting::EXAMPLE, "-5 7 7 -9223372036854775808 0 12"]),
        served::<Lock>(blob, "lock", &[Lock::EXAMPLE]),
        served::<Traffic>(blob, "traffic", &[Traffic::EXAMPLE]),
        served::<Framing>(blob, "frames", &[Framing::EXAMPLE]),
        served::<Addition>(blob, "addition", &["579+1221", "999999+1"]),
    ]
}

/// Every board has the flash and the RAM for all tasks: it takes on each by name, does in it what this machine does, and proves it, as far
/// as its emulator has time for it. The stack stays within its reserve.
#[test]
fn every_board_runs_and_proves_all_tasks() {
    let blob = ALL.blob();
    let tasks = tasks(&blob);
    let check = |board| {
        let console = Console::of(board, ALL);
        assert!(console.banner.contains("calculator of up to "), "{}", console.banner);
        tasks.iter().for_each(|task| check_task(board, &console, task));
        if !board.is_slow() {
            check_lines(&console);
        }
        row(board, &console)
    };
    let committed = TABLE.hold(&boards().map(check).collect::<Vec<_>>());
    readme::hold("all", |_| committed);
}

#[track_caller]
fn check_task(board: &Board, console: &Console, task: &Served) {
    let banner = console.ask(task.word);
    let named = format!("{} of up to ", task.name);
    assert!(banner.contains(&named) && banner.contains("a sample of `verify` holds"), "{banner}");
    task.problems.iter().for_each(|expected| check(board, console, expected));
    if board.has_time_for(number(&task.proof, " sequences, ")) {
        let said = console.ask("verify");
        assert!(said.contains("proven: ") && said.ends_with(&task.proof), "{said}, expected {}", task.proof);
    }
    if !board.is_slow() {
        assert!(console.ask("bench").contains(" steps in "), "{}", task.name);
    }
}

/// A line may name another task for its one problem; the next is the calculator's again, whatever became of it.
#[track_caller]
fn check_lines(console: &Console) {
    console.ask("calculator");
    for (typed, answer) in [
        ("sort 3 1 2", "1 2 3"),
        ("trace", "refused: no problem yet"),
        ("12*34", "408"),
        ("12/0", "refused: expected a divisor other than 0, or `help`"),
        ("12/00", "refused: expected a divisor other than 0, or `help`"),
        ("sort 3 x", "refused: expected an integer of 64 bits, or `help`"),
        ("12*34", "408"),
        ("sort 3 19\x08 2", "1 2 3"),
        ("sort 3\x08\x7f\x7f9 8", "8 9"),
        ("sort max 3 1 2", "3"),
        ("add 579+1221", "1800"),
        ("calc 5-123", "-118"),
        ("12345/17", "726 r 3"),
    ] {
        assert_eq!(console.ask(typed), answer, "{typed:?}");
    }
    for given_up in ["sort 5\x08\r", "sort 3 1\x15", "sort 3\x03"] {
        assert_eq!(console.press(given_up), "", "{given_up:?}");
        assert_eq!(console.ask("hash"), "refused: no problem yet", "{given_up:?}");
        assert_eq!(console.ask("12-5"), "7", "{given_up:?}");
    }
    console.ask("echo");
    assert_eq!(console.ask("sort 2 19\x08"), "sort 2 19\x08 \x08\r\n1 2");
    console.ask("echo");
}

/// What a board needs, when everything has been asked of it; of the stack, a sixteenth is left, which another compiler may need.
#[track_caller]
fn row(board: &Board, console: &Console) -> String {
    let said = console.ask("stack");
    let (deepest, reserved) = (number(&said, ""), number(&said, " of "));
    assert!(deepest + deepest / 16 <= reserved, "{}: {said}", board.folder);
    let image = Image::read(&firmware(board.folder, ALL)).expect("an image");
    let digits = number(&console.banner, "up to ");
    let (flash, model) = (image.flash() as u64, ALL.blob().len() as u64);
    TABLE.row(&[&name(board)], &[digits, flash, model, image.static_ram, deepest])
}
