//! The player's frames as an [asciicast v2](https://docs.asciinema.org/manual/asciicast/v2/): a header, then an
//! event a line with only what changed.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::widgets::Widget;
use serde_json::json;

use super::Storyboard;
use super::view::{Status, View};
use crate::error::{Result, ensure};

/// The terminal that it is recorded on.
const SIZE: Rect = Rect { x: 0, y: 0, width: 80, height: 24 };
/// The most steps of a recording: it takes some ten times the bytes of the trace, and this one would last 17 hours.
const MOST_STEPS: usize = 100_000;
/// Characters of the title.
const TITLE: usize = 60;
/// How long a step lasts, in milliseconds.
const STEP: usize = 600;
/// How long the last frame stays.
const REST: usize = 4000;

/// Writes the recording.
///
/// # Errors
/// If the run has more steps than a recording can show, and those of `out`.
pub fn write(board: &Storyboard, out: &mut impl Write) -> Result<()> {
    let steps = board.steps();
    ensure!(
        steps <= MOST_STEPS,
        "expected at most {MOST_STEPS} steps in one recording, found {steps}; hint: use --html, or the terminal"
    );
    let title = format!("{}, {}", board.title(TITLE), board.by());
    writeln!(out, "{}", json!({"version": 2, "width": SIZE.width, "height": SIZE.height, "title": title}))?;
    let (mut scene, mut before, loudest) = (board.scene(), Buffer::empty(SIZE), board.loudest());
    event(out, 0, "\x1b[?25l\x1b[2J")?;
    for step in 0..=board.steps() {
        scene.seek(board, step);
        let mut now = Buffer::empty(SIZE);
        View { board, scene: &scene, status: Status { loudest, ..Status::default() } }.render(SIZE, &mut now);
        event(out, step * STEP, &difference(&before, &now))?;
        before = now;
    }
    event(out, board.steps() * STEP + REST, "\x1b[24;1H\x1b[?25h\n")?;
    Ok(out.flush()?)
}

fn event(out: &mut impl Write, time: usize, text: &str) -> io::Result<()> {
    writeln!(out, "[{}.{:03},\"o\",{}]", time / 1000, time % 1000, json!(text))
}

/// What a terminal must be sent to show another frame.
fn difference(before: &Buffer, now: &Buffer) -> String {
    let (mut text, mut next, mut style) = (String::new(), None, None);
    for (x, y, cell) in before.diff(now) {
        if next != Some((x, y)) {
            let _ = write!(text, "\x1b[{};{}H", y + 1, x + 1);
        }
        if style != Some((cell.fg, cell.modifier)) {
            text.push_str(&rendition(cell));
            style = Some((cell.fg, cell.modifier));
        }
        text.push_str(cell.symbol());
        next = Some((x + 1, y));
    }
    text
}

/// The escape sequence of a cell's colour and modifiers: those that the view uses.
pub(crate) fn rendition(cell: &Cell) -> String {
    let mut text = "\x1b[0".to_owned();
    for (modifier, code) in [(Modifier::BOLD, 1), (Modifier::DIM, 2), (Modifier::REVERSED, 7)] {
        if cell.modifier.contains(modifier) {
            let _ = write!(text, ";{code}");
        }
    }
    if let Color::Indexed(index) = cell.fg {
        let _ = write!(text, ";38;5;{index}");
    }
    text.push('m');
    text
}
