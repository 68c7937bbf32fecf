//! What each board needs, measured, and the committed figures that it is held against.

use npi_image::Image;

use crate::boards::{Board, INT8, WIDE, firmware};
use crate::emulator::Console;
use crate::readme;
use crate::table::Table;

/// How many figures a board has.
const FIGURES: usize = 7;

const TABLE: Table = Table {
    file: "firmware.md",
    columns: &[
        "board",
        "digits",
        "flash",
        "model in it",
        "static RAM",
        "stack",
        "instructions a step, hidden 16",
        "hidden 32",
    ],
    keys: 1,
};

/// A board's figures, in the order of the columns.
pub(crate) type Figures = [u64; FIGURES];

/// Runs a board, proof and all if there is time, and measures it; everything in bytes but digits and instructions.
#[track_caller]
pub(crate) fn measure(board: &Board, proof: &str) -> Figures {
    let image = Image::read(&firmware(board.folder, INT8)).expect("an image");
    let console = Console::of(board, INT8);
    let digits = number(&console.banner, "up to ");
    let first = bench(&console, board);
    if board.has_time_for(number(proof, " sequences, ")) {
        let said = console.ask("verify");
        let proven = said.contains("proven: for any two numbers") && said.ends_with(proof);
        assert!(proven, "{said}, expected {proof}");
    }
    for command in ["trace 579+1221", "hash", "579+1221", "info"] {
        console.ask(command);
    }
    let stack = number(&console.ask("stack"), "");
    drop(console); // which would look for keys, on a core of this machine, until the end
    let (flash, model) = (image.flash() as u64, INT8.blob().len() as u64);
    assert_eq!(bench(&Console::of(board, INT8), board), first, "not the same in every run");
    let (_, wide) = bench(&Console::of(board, WIDE), board);
    [digits, flash, model, image.static_ram, stack, first.1, wide]
}

/// The steps of a problem of size 100, and the instructions of one of them, all in: their mean.
#[track_caller]
pub(crate) fn bench(console: &Console, board: &Board) -> (u64, u64) {
    let answer = console.ask("bench");
    let (steps, ticks) = (number(&answer, ""), number(&answer, " steps in "));
    let instructions = u128::from(ticks) * 1_000_000_000 / u128::from(board.ticks_per_second);
    (steps, instructions as u64 / steps)
}

/// The integer that follows a word in an answer, or that begins it.
#[track_caller]
pub(crate) fn number(answer: &str, after: &str) -> u64 {
    let start = answer.find(after).unwrap_or_else(|| panic!("no {after:?} in {answer:?}")) + after.len();
    let digits: String = answer[start..].chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number after {after:?} in {answer:?}"))
}

/// Holds measured figures against the committed ones, or, with `NPI_BLESS=1`, commits them.
#[track_caller]
pub(crate) fn hold(measured: &[(&Board, Figures)]) {
    let row = |(board, figures): &(&Board, Figures)| TABLE.row(&[&name(board)], figures);
    let committed = TABLE.hold(&measured.iter().map(row).collect::<Vec<_>>());
    readme::hold("figures", |_| committed);
}

/// A board's name in a table.
pub(crate) fn name(board: &Board) -> String {
    format!("`{}`", board.folder)
}
