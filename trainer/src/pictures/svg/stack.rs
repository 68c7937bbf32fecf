//! The call stack as nested boxes, each with the hidden state that it keeps.

use std::fmt::Write as _;

use super::{Canvas, MARGIN, TOP, UPPER, WIDTH, pad};
use crate::pictures::Storyboard;
use crate::pictures::words::{legend, shorten};

/// The panel's left edge.
const LEFT: usize = 468;
/// The panel's width.
const PANEL: usize = WIDTH - MARGIN - LEFT;
/// How far a box stands inside of its caller's.
const INSET: usize = 10;
/// Space between a box's end and its caller's.
const BELOW: usize = 8;
/// About the width of a character.
const CHARACTER: usize = 8;

pub(super) fn draw(board: &Storyboard, canvas: &mut Canvas) {
    canvas.rect("p", [LEFT, TOP, PANEL, UPPER], 8);
    canvas.add(if board.astray.is_some() { "<g class=\"u\">" } else { "<g>" }); // until the end, or for ever
    canvas.text("s", LEFT + 12, TOP + 19, "call stack");
    canvas.done();
    let boxes = Boxes::of(board);
    for step in 0..board.steps() {
        canvas.only(step, false);
        self::boxes(board, canvas, &boxes, step);
        canvas.done();
        if board.units() > 0 {
            canvas.only(step, true);
            heat(board, canvas, &boxes, board.stack(step).len().min(boxes.levels) - 1, step);
            canvas.done();
        }
    }
    canvas.only(board.steps(), false);
    end(board, canvas);
    canvas.done();
}

/// The answer; or what the teacher would have made of the scratchpad; or that there is neither.
fn end(board: &Storyboard, canvas: &mut Canvas) {
    if let Some(astray) = board.astray.as_ref().filter(|_| !board.is_of_views()) {
        return pad::last(&astray.expected, canvas, [LEFT, PANEL], legend::TEACHER);
    }
    let middle = LEFT + PANEL / 2;
    let (above, answer) = match (&board.answer, &board.astray) {
        (Some(answer), _) => ("the stack is empty", &answer[..]),
        (None, Some(_)) => ("these views lead it", "astray"),
        (None, None) => ("no answer", "the run failed"),
    };
    canvas.text("s i", middle, TOP + UPPER / 2 - 22, above);
    canvas.text("a i", middle, TOP + UPPER / 2 + 20, &shorten(answer, 19));
}

/// How the boxes of a run are laid out: as high as there is room for.
struct Boxes {
    /// Levels that are shown; of a deeper stack, the innermost.
    levels: usize,
    /// Height of a box's title and strip.
    head: usize,
}

impl Boxes {
    fn of(board: &Storyboard) -> Self {
        let deepest = (0..board.steps()).map(|step| board.depth(step) + 1).max();
        let levels = deepest.unwrap_or(1).min(if board.units() > 0 { 3 } else { 4 });
        let highest = if board.units() > 0 { 80 } else { 44 };
        Self { levels, head: ((UPPER - 40 - BELOW * (levels - 1)) / levels).min(highest) }
    }

    /// Where the box of a level stands: x, y, width, height.
    fn frame(&self, level: usize, levels: usize) -> [usize; 4] {
        let (x, y) = (LEFT + 12 + level * INSET, TOP + 28 + level * self.head);
        let inside = levels - 1 - level;
        [x, y, PANEL - 24 - 2 * level * INSET, self.head * (inside + 1) + BELOW * inside]
    }

    /// Where its heat strip stands: x, y, width of a unit, height.
    fn strip(&self, board: &Storyboard, level: usize) -> [usize; 4] {
        let [x, y, width, _] = self.frame(level, level + 1);
        [x + 10, y + 28, (width - 20) / board.units().max(1), self.head - 36]
    }
}

fn boxes(board: &Storyboard, canvas: &mut Canvas, boxes: &Boxes, step: usize) {
    let stack = board.stack(step);
    let skipped = stack.len().saturating_sub(boxes.levels);
    for (level, &at) in stack[skipped..].iter().enumerate() {
        let [x, y, width, height] = boxes.frame(level, stack.len() - skipped);
        let top = at == step;
        canvas.rect(if top { "y" } else { "x" }, [x, y, width, height], 6);
        let more = if skipped > 0 && level == 0 { format!("{skipped} more › ") } else { String::new() };
        let taken = format!("step {}", board.taken(at));
        let room = (width - 20) / CHARACTER - taken.len() - 1;
        canvas.text("w", x + 10, y + 19, &shorten(&format!("{more}{}", board.own_text(at)), room));
        canvas.text("s r", x + width - 10, y + 19, &taken);
        if board.units() > 0 {
            let [x, y, unit, high] = boxes.strip(board, level);
            let wide = unit * board.units();
            canvas.rect("z", [x, y, wide, high], 0);
            // The step on top has yet to think; the others keep what they knew.
            if let Some(known) = if top { board.prior(at) } else { Some(at) } {
                heat(board, canvas, boxes, level, known);
            }
        }
    }
}

fn heat(board: &Storyboard, canvas: &mut Canvas, boxes: &Boxes, level: usize, step: usize) {
    let [x, y, unit, high] = boxes.strip(board, level);
    let _ =
        write!(canvas.body, "<use href=\"#h{step}\" transform=\"translate({x} {y}) scale({unit} {high})\"/>");
}
