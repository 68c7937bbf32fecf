//! What each board needs, measured, and the committed figures that it is held against.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use npi_image::Image;

use crate::boards::{BOARDS, Board, INT8, WIDE, firmware};
use crate::emulator::Console;
use crate::readme::{self, HINT, blessing};

/// Figures may differ by so many hundredths: another compiler, another line of text.
const TOLERANCE: u64 = 2;

/// The names of a board's figures, in the order of the table.
const COLUMNS: [&str; 7] =
    ["digits", "flash", "model in it", "static RAM", "stack", "instructions a step, hidden 16", "hidden 32"];

/// A board's figures, in the order of the columns.
pub(crate) type Figures = [u64; COLUMNS.len()];

/// Runs a board, proof and all, and measures it; everything in bytes but digits and instructions.
#[track_caller]
pub(crate) fn measure(board: &Board, proof: &str) -> Figures {
    let image = Image::read(&firmware(board.folder, INT8)).expect("an image");
    let console = Console::of(board, INT8);
    let digits = number(&console.banner, "up to ");
    let instructions = bench(&console, board);
    let said = console.ask("verify");
    assert!(
        said.contains("proven: for any two numbers") && said.ends_with(proof),
        "{said}, expected {proof}"
    );
    for command in ["trace 579+1221", "hash", "579+1221", "info"] {
        console.ask(command);
    }
    let stack = number(&console.ask("stack"), "");
    let (flash, model) = (image.flash() as u64, INT8.blob().len() as u64);
    assert_eq!(bench(&Console::of(board, INT8), board), instructions, "not the same in every run");
    let wide = bench(&Console::of(board, WIDE), board);
    [digits, flash, model, image.static_ram, stack, instructions, wide]
}

/// Instructions of a step, all in: the mean over an addition of 100 digits.
fn bench(console: &Console, board: &Board) -> u64 {
    let answer = console.ask("bench");
    let (steps, ticks) = (number(&answer, ""), number(&answer, " steps in "));
    let instructions = u128::from(ticks) * 1_000_000_000 / u128::from(board.ticks_per_second);
    instructions as u64 / steps
}

/// The integer that follows a word in an answer, or that begins it.
#[track_caller]
pub(crate) fn number(answer: &str, after: &str) -> u64 {
    let start = answer.find(after).unwrap_or_else(|| panic!("no {after:?} in {answer:?}")) + after.len();
    let digits: String = answer[start..].chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number after {after:?} in {answer:?}"))
}

/// The table, in Markdown.
pub(crate) fn table(figures: &[Figures]) -> String {
    let mut table = format!("| board | {} |\n|---|{}\n", COLUMNS.join(" | "), "---:|".repeat(COLUMNS.len()));
    for (board, figures) in BOARDS.iter().zip(figures) {
        let cells = figures.map(|figure| figure.to_string()).join(" | ");
        writeln!(table, "| `{}` | {cells} |", board.folder).expect("a string takes anything");
    }
    table
}

/// Holds measured figures against the committed ones, or, with `NPI_BLESS=1`, commits them.
#[track_caller]
pub(crate) fn hold(measured: &[Figures]) {
    if blessing() {
        fs::write(golden(), table(measured)).expect("the golden file");
    }
    let committed = fs::read_to_string(golden()).unwrap_or_default();
    for (board, figures) in BOARDS.iter().zip(measured) {
        let known = row(&committed, board.folder);
        assert_eq!(known.len(), COLUMNS.len(), "{}: no figures\n{HINT}", board.folder);
        for ((name, &now), &then) in COLUMNS.iter().zip(figures).zip(&known) {
            let near = now.abs_diff(then) * 100 <= then * TOLERANCE;
            assert!(near, "{}: {name} is {now}, expected {then} ± {TOLERANCE} %\n{HINT}", board.folder);
        }
    }
    readme::hold("figures", |_| committed.clone());
    readme::hold_in(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")), "figures", |_| {
        committed
    });
}

/// A board's figures in the committed table; empty if it is not there.
fn row(table: &str, folder: &str) -> Vec<u64> {
    let row = table.lines().find(|line| line.starts_with(&format!("| `{folder}` |"))).unwrap_or_default();
    row.split('|').filter_map(|cell| cell.trim().parse().ok()).collect()
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/firmware.md")
}
