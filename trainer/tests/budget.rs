//! What `npi inspect --board` says, held against what boards take: the figures that emulators measure in every run of the boards' tests.

#![allow(clippy::unwrap_used, clippy::panic)] // clippy knows only functions marked as tests for such

mod npi;

use std::fs;
use std::path::{Path, PathBuf};

use npi::{data, npi, shipped, talk};

/// Predictions may differ by so many hundredths.
const TOLERANCE: f64 = 2.0;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The rows of a golden table, cell by cell, without its head.
fn golden(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("tests/golden").join(name)).unwrap();
    let cells =
        |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect();
    text.lines().skip(2).map(cells).collect()
}

/// What is said of a model on a board.
struct Said(String);

impl Said {
    #[track_caller]
    fn of(model: &Path, board: &str) -> Self {
        let output = npi(&root(), &["inspect", model.to_str().unwrap(), "--board", board], b"");
        assert_eq!(talk(&output), (String::new(), Some(0)), "{board}");
        Self(data(&output))
    }

    /// The number at a place of the line that begins with a word.
    #[track_caller]
    fn number(&self, line: &str, place: usize) -> f64 {
        let found = self.0.lines().find(|found| found.trim_start().starts_with(line));
        let words = found.unwrap_or_else(|| panic!("no {line} in\n{}", self.0)).split_whitespace();
        words.map(|word| word.trim_end_matches(';')).nth(place).unwrap().parse().unwrap()
    }

    fn flash(&self) -> f64 {
        self.number("flash", 1)
    }

    fn statics(&self) -> f64 {
        self.number("static RAM", 2)
    }

    /// The largest problem of a task.
    fn largest(&self, task: &str) -> f64 {
        self.number(&format!("{task} of up to"), 4)
    }

    /// Instructions of a step in a problem of size 100.
    fn step(&self) -> f64 {
        self.number("100 ", 3)
    }
}

/// A prediction is near enough.
#[track_caller]
fn near(what: &str, said: f64, measured: &str) {
    let measured: f64 = measured.parse().unwrap();
    assert!(
        (said - measured).abs() <= measured * TOLERANCE / 100.0,
        "{what}: {said}, and {measured} is measured"
    );
}

/// It is exact: no price is in it.
#[track_caller]
fn same(what: &str, said: f64, measured: &str) {
    assert_eq!(said, measured.parse::<f64>().unwrap(), "{what}");
}

/// The shipped addition and its wider sibling on every board that is run: flash, static RAM, digits, instructions; and the stack is reserved.
#[test]
fn boards_take_what_is_said() {
    let (model, wide) = (shipped("addition.npi"), root().join("tests/models/addition-h32.npi"));
    for row in golden("firmware.md") {
        let [board, digits, flash, _, statics, stack, step, wide_step] = &row[..] else { panic!("{row:?}") };
        let said = Said::of(&model, board);
        near(board, said.flash(), flash);
        same(board, said.largest("addition"), digits);
        same(board, said.statics(), statics);
        assert!(said.number("stack", 1) >= stack.parse().unwrap(), "{board}");
        near(board, said.step(), step);
        near(board, Said::of(&wide, board).step(), wide_step);
    }
}

/// All tasks that ship, on those boards and on those that no emulator has.
#[test]
fn boards_take_what_is_said_of_several_tasks() {
    let [model, all] = ["addition.npi", "all.npi"].map(shipped);
    for row in golden("all.md") {
        let [board, digits, flash, _, statics, stack] = &row[..] else { panic!("{row:?}") };
        let said = Said::of(&all, board);
        near(board, said.flash(), flash);
        same(board, said.largest("calculator"), digits);
        same(board, said.statics(), statics);
        assert!(said.number("stack", 1) >= stack.parse().unwrap(), "{board}");
    }
    for row in golden("built.md") {
        let [board, flash, statics, all_flash, all_statics] = &row[..] else { panic!("{row:?}") };
        for (model, flash, statics) in [(&model, flash, statics), (&all, all_flash, all_statics)] {
            let said = Said::of(model, board);
            near(board, said.flash(), flash);
            same(board, said.statics(), statics);
        }
    }
}

/// Models of which no price was made.
#[test]
fn boards_take_what_is_said_of_other_models() {
    let rows = golden("budget.md");
    for row in &rows {
        let [model, board, largest, flash, statics, step] = &row[..] else { panic!("{row:?}") };
        let task = model.split('-').next().unwrap();
        let said = Said::of(&root().join("tests/models").join(model), board);
        let what = format!("{model} on {board}");
        same(&what, said.largest(task), largest);
        near(&what, said.flash(), flash);
        same(&what, said.statics(), statics);
        near(&what, said.step(), step);
    }
    assert_eq!(rows.len(), 12);
}

/// Flash and RAM of each board are those of its `memory.x`; and each folder of a console is a board.
#[test]
fn boards_have_what_their_linker_scripts_say() {
    let boards = root().join("runtime/firmware/boards");
    let mut count = 0;
    for entry in fs::read_dir(&boards).unwrap() {
        let (path, name) =
            entry.map(|entry| (entry.path(), entry.file_name().into_string().unwrap())).unwrap();
        if !path.is_dir() || name == "microbit-lock" {
            continue;
        }
        let script = fs::read_to_string(path.join("memory.x")).unwrap();
        let said = Said::of(&shipped("addition.npi"), &name);
        let ram = kilobytes(&script, "RAM").unwrap();
        assert_eq!(said.number("static RAM", 4), 1024.0 * ram, "{name}");
        if let Some(flash) = kilobytes(&script, "FLASH") {
            assert_eq!(said.number("flash", 3), 1024.0 * flash, "{name}");
        }
        count += 1;
    }
    assert_eq!(count, 13);
}

/// The length of a part of memory, what other parts take of it included: `4M - 64K`.
fn kilobytes(script: &str, part: &str) -> Option<f64> {
    let line = script.lines().find(|line| line.trim_start().starts_with(&format!("{part} ")))?;
    let (length, less) =
        line.split_once("LENGTH = ")?.1.split_once(" - ").unwrap_or((line.split_once("LENGTH = ")?.1, ""));
    let size = |text: &str| {
        let number = text.trim().trim_end_matches(['K', 'M']).parse::<f64>().ok()?;
        Some(if text.trim().ends_with('M') { 1024.0 * number } else { number })
    };
    Some(size(length)? - less.ends_with('K').then(|| size(less)).flatten().unwrap_or(0.0))
}

/// What there is no price for is refused in one line.
#[test]
fn says_what_was_not_measured() {
    for (model, board, says) in [
        ("addition.npi", "picoo", "expected a board (microbit, stm32vldiscovery, "),
        ("addition-f32.npi", "pico", "expected a model in int8, of which boards were measured, found f32"),
        (
            "loops.npi",
            "pico",
            "expected a model without boxes, of which boards were measured, found `addition-loop` with 2",
        ),
    ] {
        let output = npi(&root(), &["inspect", shipped(model).to_str().unwrap(), "--board", board], b"");
        let (said, code) = talk(&output);
        assert!(said.starts_with(&format!("npi: {says}")) && said.lines().count() == 1, "{said}");
        assert_eq!((code, data(&output)), (Some(2), String::new()));
    }
}
