//! What the program on top sees and decides: in words, and how clearly as bars.

use super::{Canvas, DECISION, LINE, MARGIN, TOP, UPPER, WIDTH};
use crate::pictures::Storyboard;
use crate::pictures::words::{logits, yes_no};

/// The panel's top.
const Y: usize = TOP + UPPER + MARGIN;
/// Characters of a line.
const MOST: usize = 100;
/// Width of a full bar.
const BAR: i64 = 150;
/// Where the second bar begins.
const RIGHT: usize = MARGIN + 400;

/// Lines of the longest caption.
fn lines(board: &Storyboard) -> usize {
    let lines = (0..=board.steps()).map(|frame| board.caption(frame).lines(MOST).len());
    lines.max().unwrap_or(1).max(1)
}

/// The panel's height.
pub(super) fn height(board: &Storyboard) -> usize {
    DECISION + (lines(board) - 1) * LINE + if board.weighs() { LINE + 4 } else { 0 }
}

pub(super) fn draw(board: &Storyboard, canvas: &mut Canvas) {
    canvas.panel([MARGIN, Y, WIDTH - 2 * MARGIN, height(board)], "this step");
    let (below, loudest) = (Y + DECISION + (lines(board) - 1) * LINE + 6, board.loudest());
    for frame in 0..=board.steps() {
        canvas.only(frame, false);
        canvas.caption(&board.caption(frame), [MARGIN + 12, Y + 40, LINE], MOST);
        canvas.done();
        if frame < board.steps()
            && let Some(evidence) = board.evidence(frame)
        {
            canvas.only(frame, true);
            let (end, name) = (board.ends(frame), format!("end: {}", yes_no(board.ends(frame))));
            bar(canvas, [MARGIN + 12, below], "margin", evidence.decision(), loudest, "q");
            bar(canvas, [RIGHT, below], &name, evidence.end, loudest, if end { "q" } else { "n" });
            canvas.done();
        }
    }
}

fn bar(canvas: &mut Canvas, [x, y]: [usize; 2], name: &str, value: i32, loudest: i32, class: &str) {
    canvas.text("s", x, y, name);
    let length = (i64::from(value.saturating_abs()) * BAR / i64::from(loudest)).min(BAR);
    canvas.rect(class, [x + 72, y - 10, length as usize, 11], 2);
    canvas.text("s", x + 82 + BAR as usize, y, &logits(value));
}
