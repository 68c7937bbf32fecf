//! The whole run at once: calls as a flame chart, hidden states below, and where the play is.

use std::fmt::Write as _;

use super::clock::{STEP, pixels};
use super::{Canvas, MARGIN, WIDTH};
use crate::pictures::Storyboard;

/// Height of a level of calls.
const LEVEL: usize = 20;
/// Levels that are drawn; deeper calls are not.
const DEEPEST: usize = 6;
/// Height of the panel's title.
const HEAD: usize = 28;
/// The left edge of the first step.
const LEFT: usize = MARGIN + 12;
/// Hundredths of a pixel for all steps.
const SPAN: usize = 100 * (WIDTH - 2 * MARGIN - 24);

fn levels(board: &Storyboard) -> usize {
    let deepest = (0..board.steps()).map(|step| board.depth(step) + 1).max();
    deepest.unwrap_or(1).min(DEEPEST)
}

/// Height of a unit's line, in pixels.
fn unit(board: &Storyboard) -> usize {
    (96 / board.units().max(1)).clamp(1, 6)
}

pub(super) fn height(board: &Storyboard) -> usize {
    let raster = if board.units() > 0 { 8 + board.units() * unit(board) } else { 0 };
    HEAD + levels(board) * LEVEL + raster + 12
}

/// Hundredths of a pixel from the left to a step.
fn offset(board: &Storyboard, step: usize) -> usize {
    step * SPAN / board.steps().max(1)
}

pub(super) fn draw(board: &Storyboard, canvas: &mut Canvas, top: usize) {
    let high = height(board);
    let title = if board.units() > 0 { ", and the hidden state after each step" } else { "" };
    let title = format!("the whole run: calls within calls{title}");
    canvas.panel([MARGIN, top, WIDTH - 2 * MARGIN, high], &title);
    calls(board, canvas, top + HEAD);
    if board.units() > 0 {
        raster(board, canvas, top + HEAD + levels(board) * LEVEL + 8);
    }
    play(canvas, top + HEAD, high - HEAD - 8);
}

/// A box for each call, from its first step to its last.
fn calls(board: &Storyboard, canvas: &mut Canvas, top: usize) {
    for start in (0..board.steps()).filter(|&step| board.taken(step) == 0 && board.depth(step) < DEEPEST) {
        let depth = board.depth(start);
        let after = (start + 1..board.steps())
            .find(|&step| board.depth(step) < depth || board.depth(step) == depth && board.taken(step) == 0)
            .unwrap_or(board.steps());
        let (x, end) = (offset(board, start), offset(board, after));
        let wide = (end - x).saturating_sub(200).max(50);
        let _ = write!(
            canvas.body,
            "<rect class=\"x\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/>",
            pixels(100 * LEFT + x),
            top + depth * LEVEL,
            pixels(wide),
            LEVEL - 2
        );
        let name = board.own_text(start);
        let room = wide / 100;
        if name.chars().count() * 8 + 6 <= room {
            canvas.text("s", LEFT + x / 100 + 5, top + depth * LEVEL + 13, &name);
        }
    }
}

/// A column for each step: the strips of the steps, turned.
fn raster(board: &Storyboard, canvas: &mut Canvas, top: usize) {
    let unit = unit(board);
    for step in 0..board.steps() {
        let (x, end) = (offset(board, step), offset(board, step + 1));
        // A gap where a call begins: the hidden state begins at zero there.
        let gap = if board.taken(step) == 0 { 200.min((end - x) / 4) } else { 0 };
        let _ = write!(
            canvas.body,
            "<use href=\"#h{step}\" transform=\"matrix(0 {unit} {} 0 {} {top})\"/>",
            pixels(end - x - gap),
            pixels(100 * LEFT + x + gap),
        );
    }
}

/// A line that sweeps over the run, and a veil over what is yet to come.
fn play(canvas: &mut Canvas, top: usize, high: usize) {
    let (wide, end) = (SPAN / 100, canvas.clock.percent(canvas.clock.steps * STEP));
    canvas.rule(&format!("@keyframes s{{0%{{transform:none}}{end},to{{transform:translateX({wide}px)}}}}"));
    let _ = write!(
        canvas.body,
        "<clipPath id=\"c\"><rect x=\"{LEFT}\" y=\"{}\" width=\"{wide}\" height=\"{}\"/></clipPath>\
         <g clip-path=\"url(#c)\"><g class=\"m\" style=\"animation-name:s;animation-timing-function:linear;transform:translateX({wide}px)\">\
         <rect class=\"v\" x=\"{LEFT}\" y=\"{top}\" width=\"{wide}\" height=\"{high}\"/>\
         <rect class=\"l\" x=\"{LEFT}\" y=\"{}\" width=\"2\" height=\"{}\"/></g></g>",
        top - 4,
        high + 6,
        top - 4,
        high + 6
    );
}
