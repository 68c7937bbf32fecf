//! One animated SVG, in CSS alone: it plays inside of a README, follows its readers' light or dark, and shows the
//! finished run to those who asked for less motion, or whose program cannot play.
//!
//! What a step shows is a group of its own, visible for its step: one rule with one delay each. Pointers
//! and digits have their own keyframes, for they move.

mod canvas;
mod clock;
mod decision;
mod legend;
mod pad;
mod stack;
mod style;
mod timeline;

use canvas::Canvas;
use clock::Clock;
use legend::LEGEND;

use super::Storyboard;
use crate::error::{Result, ensure};

/// The most steps that a picture has room for.
const MOST_STEPS: usize = 1000;
/// The most columns: [`MOST_STEPS`] get nowhere near, and each has its own cells in the file.
const MOST_COLUMNS: usize = 500;
/// The picture's width; its height follows from what is in it.
const WIDTH: usize = 860;
/// The space around and between panels.
const MARGIN: usize = 16;
/// Where the panels begin.
const TOP: usize = 72;
/// Height of the upper panels.
const UPPER: usize = 216;
/// Height of a panel with a line of words.
const DECISION: usize = 54;
/// From one line of words to the next.
const LINE: usize = 19;
/// Width of the title's characters.
const CAPITAL: usize = 14;

/// The animated picture of a run.
///
/// # Errors
/// If the run has more steps or columns than a picture can show.
pub fn picture(board: &Storyboard) -> Result<String> {
    let (steps, columns) = (board.steps(), board.columns);
    ensure!(
        steps <= MOST_STEPS,
        "expected at most {MOST_STEPS} steps in one picture, found {steps}; hint: use --html, or the terminal"
    );
    ensure!(
        columns <= MOST_COLUMNS,
        "expected at most {MOST_COLUMNS} columns in one picture, found {columns}; hint: use --html, or the terminal"
    );
    let mut canvas = Canvas { body: String::new(), style: String::new(), clock: Clock { steps } };
    style::strips(board, &mut canvas);
    header(board, &mut canvas);
    pad::draw(board, &mut canvas);
    stack::draw(board, &mut canvas);
    decision::draw(board, &mut canvas);
    let below = TOP + UPPER + MARGIN + decision::height(board) + MARGIN;
    timeline::draw(board, &mut canvas, below);
    let below = below + timeline::height(board) + 12;
    legend::draw(board, &mut canvas, below);
    Ok(style::file(canvas, board, below + LEGEND + 4))
}

/// The title, who runs it, and for each frame which one it is and where the pointers are.
fn header(board: &Storyboard, canvas: &mut Canvas) {
    let (mut scene, steps) = (board.scene(), board.steps());
    let count = |frame: usize| format!("step {frame} of {steps}");
    let room = (WIDTH - 2 * MARGIN - 8 * count(steps).len()) / CAPITAL;
    canvas.text("t", MARGIN, 34, &board.title(room));
    canvas.text("s", MARGIN, 56, &board.by());
    for frame in 0..=steps {
        scene.seek(board, frame);
        canvas.only(frame, false);
        canvas.text("s r", WIDTH - MARGIN, 34, &count(frame));
        canvas.text("s r", WIDTH - MARGIN, 56, &board.place(&scene));
        canvas.done();
    }
}
