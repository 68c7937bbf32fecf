//! The call stack as nested boxes, and what the top one decides.

use std::fmt::Write as _;

use npi_format::Slot;

use super::{DECISION, MARGIN, Picture, TOP, UPPER, WIDTH, shorten};
use crate::pictures::Storyboard;
use crate::pictures::words::{UNSEEN, logits, yes_no};

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
/// Width of a full bar.
const BAR: i64 = 150;

pub(super) fn draw(board: &Storyboard, svg: &mut Picture) {
    svg.panel(LEFT, TOP, PANEL, UPPER, "call stack");
    svg.panel(MARGIN, TOP + UPPER + MARGIN, WIDTH - 2 * MARGIN, DECISION, "decision");
    let (boxes, loudest) = (Boxes::of(board), board.loudest());
    let slots: Vec<_> = slots(board).collect();
    let slots = fit(&slots).then_some(slots);
    names(slots.as_deref(), svg);
    for step in 0..board.steps() {
        svg.only(step, false);
        self::boxes(board, svg, &boxes, step);
        sees(board, svg, slots.as_deref(), step);
        svg.done();
        svg.only(step, true);
        decides(board, svg, &boxes, step, loudest);
        svg.done();
    }
    svg.only(board.steps(), false);
    let middle = LEFT + PANEL / 2;
    let (above, done, answer) = match &board.answer {
        Some(answer) => ("the stack is empty", "done in", &answer[..]),
        None => ("no answer", "failed after", "the run failed"),
    };
    svg.text("s i", middle, TOP + UPPER / 2 - 22, above);
    svg.text("a i", middle, TOP + UPPER / 2 + 20, &shorten(answer, 19));
    svg.text("s", MARGIN + 12, TOP + UPPER + MARGIN + 46, &format!("{done} {} steps", board.steps()));
    svg.done();
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

fn boxes(board: &Storyboard, svg: &mut Picture, boxes: &Boxes, step: usize) {
    let stack = board.stack(step);
    let skipped = stack.len().saturating_sub(boxes.levels);
    for (level, &at) in stack[skipped..].iter().enumerate() {
        let [x, y, width, height] = boxes.frame(level, stack.len() - skipped);
        let top = at == step;
        let class = if top { "y" } else { "x" };
        let _ = write!(
            svg.body,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>"
        );
        let more = if skipped > 0 && level == 0 { format!("{skipped} more › ") } else { String::new() };
        svg.text("w", x + 10, y + 19, &shorten(&format!("{more}{}", board.own_text(at)), 30));
        svg.text("s r", x + width - 10, y + 19, &format!("step {}", board.taken(at)));
        if board.units() > 0 {
            let [x, y, unit, high] = boxes.strip(board, level);
            let wide = unit * board.units();
            let _ = write!(
                svg.body,
                "<rect class=\"z\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"/>"
            );
            // The step on top has yet to think; the others keep what they knew.
            if let Some(known) = if top { board.prior(at) } else { Some(at) } {
                heat(board, svg, boxes, level, known);
            }
        }
    }
}

fn heat(board: &Storyboard, svg: &mut Picture, boxes: &Boxes, level: usize, step: usize) {
    let [x, y, unit, high] = boxes.strip(board, level);
    let _ =
        write!(svg.body, "<use href=\"#h{step}\" transform=\"translate({x} {y}) scale({unit} {high})\"/>");
}

/// Where a slot of the observation stands: its name, and where the name and its symbol begin.
type Slots = (&'static str, usize, usize);

/// The slots of the observation, side by side.
fn slots(board: &Storyboard) -> impl Iterator<Item = Slots> {
    let mut x = MARGIN + 60;
    board.signature.observation.iter().map(move |slot| {
        let longest = seen_names(board, slot).map(str::len).max().unwrap_or_default();
        let (name, symbol) = (x, x + CHARACTER * slot.name.len() + 6);
        x = symbol + CHARACTER * longest + 14;
        (slot.name, name, symbol)
    })
}

/// Whatever some program calls what it sees of a slot.
fn seen_names(board: &Storyboard, slot: &'static Slot) -> impl Iterator<Item = &'static str> {
    let index = board.signature.observation.iter().position(|known| known == slot);
    let sees = board.signature.programs.iter().filter_map(move |program| Some(program.sees(index?)));
    sees.flat_map(move |sees| (0..slot.symbols.len()).filter_map(move |symbol| sees.name(slot, symbol as u8)))
}

/// Whether all slots have room side by side, left of the margin's bar.
fn fit(slots: &[Slots]) -> bool {
    slots.last().is_none_or(|(_, _, symbol)| symbol + 3 * CHARACTER <= LEFT + 40)
}

/// What does not change: the names of the slots, if they have room.
fn names(slots: Option<&[Slots]>, svg: &mut Picture) {
    let y = TOP + UPPER + MARGIN + 40;
    svg.add("<g class=\"u\">"); // until the end
    svg.text("s", MARGIN + 12, y, "sees");
    for (row, (name, x, _)) in slots.unwrap_or_default().iter().enumerate() {
        svg.text(&format!("r{} k", row % 4), *x, y, name);
    }
    svg.done();
}

fn sees(board: &Storyboard, svg: &mut Picture, slots: Option<&[Slots]>, step: usize) {
    let Some(slots) = slots else { return sees_in_words(board, svg, step) };
    for ((_, symbol), (_, _, x)) in board.seen_names(step).zip(slots) {
        svg.text("w", *x, TOP + UPPER + MARGIN + 40, symbol.unwrap_or(UNSEEN));
    }
}

/// The slots that are seen, one after the other: of many, most are not.
fn sees_in_words(board: &Storyboard, svg: &mut Picture, step: usize) {
    let seen = |(name, symbol): (_, Option<&str>)| symbol.map(|symbol| format!("{name} {symbol}"));
    let words: Vec<_> = board.seen_names(step).filter_map(seen).collect();
    let words = if words.is_empty() { UNSEEN.to_owned() } else { words.join(", ") };
    svg.text("w", MARGIN + 60, TOP + UPPER + MARGIN + 40, &shorten(&words, 52));
}

fn decides(board: &Storyboard, svg: &mut Picture, boxes: &Boxes, step: usize, loudest: i32) {
    if board.units() > 0 {
        heat(board, svg, boxes, board.stack(step).len().min(boxes.levels) - 1, step);
    }
    let (x, y) = (MARGIN + 12, TOP + UPPER + MARGIN + 62);
    let end = if board.ends(step) { ", end" } else { "" };
    let (called, own) = (super::escape(&board.called_text(step)), super::escape(&board.own_text(step)));
    let _ = write!(
        svg.body,
        "<text x=\"{x}\" y=\"{y}\"><tspan class=\"s\">{own} →</tspan> <tspan class=\"w l\">{called}</tspan><tspan class=\"w\">{end}</tspan></text>"
    );
    if let Some(evidence) = board.evidence(step) {
        bar(svg, 40, "margin", evidence.decision(), loudest, "q");
        let name = format!("end: {}", yes_no(board.ends(step)));
        bar(svg, 62, &name, evidence.end, loudest, if board.ends(step) { "q" } else { "n" });
    }
}

fn bar(svg: &mut Picture, down: usize, name: &str, value: i32, loudest: i32, class: &str) {
    let (x, y) = (LEFT + 100, TOP + UPPER + MARGIN + down);
    svg.text("s r", x - 10, y, name);
    let length = (i64::from(value.saturating_abs()) * BAR / i64::from(loudest)).min(BAR);
    let _ = write!(
        svg.body,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{}\" width=\"{length}\" height=\"11\" rx=\"2\"/>",
        y - 10
    );
    svg.text("s", x + BAR as usize + 10, y, &logits(value));
}
