//! Digits that appear, and pointers that glide.

use std::fmt::Write as _;

use super::super::Canvas;
use super::super::clock::{STEP, pixels};
use super::GLIDE;
use super::grid::Grid;
use crate::pictures::xml::escape;
use crate::pictures::{Change, Storyboard};

pub(super) fn draw(board: &Storyboard, canvas: &mut Canvas, grid: &Grid, row: usize) {
    let (wide, high, middle) = (grid.wide(), grid.high, grid.high / 2 + grid.font() * 7 / 20);
    let first = board.scene();
    for column in 0..grid.columns {
        let x = grid.offset(column);
        let _ = write!(
            canvas.body,
            "<rect class=\"x\" x=\"{}\" width=\"{wide}\" height=\"{high}\" rx=\"4\"/>",
            pixels(x)
        );
        for (value, from, until) in values(board, row, column, first.cell(row, column)) {
            if value == ' ' {
                continue;
            }
            let attributes = appearance(canvas, from, until);
            let _ = write!(
                canvas.body,
                "<text{attributes} x=\"{}\" y=\"{middle}\">{}</text>",
                pixels(x + 50 * wide),
                escape(value.encode_utf8(&mut [0; 4]))
            );
        }
    }
}

/// A cell that does not change, hundredths of a pixel from the grid's left.
pub(super) fn still(canvas: &mut Canvas, grid: &Grid, x: usize, cell: char, here: bool) {
    let (wide, high, middle) = (grid.wide(), grid.high, grid.high / 2 + grid.font() * 7 / 20);
    let (class, left) = (if here { "o" } else { "x" }, pixels(x));
    let _ = write!(
        canvas.body,
        "<rect class=\"{class}\" x=\"{left}\" width=\"{wide}\" height=\"{high}\" rx=\"4\"/>"
    );
    if cell != ' ' {
        let (x, cell) = (pixels(x + 50 * wide), escape(cell.encode_utf8(&mut [0; 4])));
        let _ = write!(canvas.body, "<text class=\"w\" x=\"{x}\" y=\"{middle}\">{cell}</text>");
    }
}

/// What stands in a cell, from which frame and until which; none is the beginning or the end.
fn values(
    board: &Storyboard,
    row: usize,
    column: usize,
    first: char,
) -> Vec<(char, Option<usize>, Option<usize>)> {
    let mut values = vec![(first, None, None)];
    for step in 0..board.steps() {
        for change in board.changes(step) {
            if let Change::Cell { row: r, column: c, after, .. } = *change
                && (usize::from(r), c as usize) == (row, column)
            {
                if let Some(last) = values.last_mut() {
                    last.2 = Some(step + 1);
                }
                values.push((after, Some(step + 1), None));
            }
        }
    }
    values
}

/// The attributes of a digit that comes, or goes, or both; nothing for one that always stands there.
fn appearance(canvas: &mut Canvas, from: Option<usize>, until: Option<usize>) -> String {
    if from.is_none() && until.is_none() {
        return " class=\"w\"".to_owned();
    }
    let name = format!("w{}", canvas.style.matches("@keyframes w").count());
    let at = |frame: usize, later: usize| canvas.clock.percent(frame * STEP + later);
    let mut rule = format!("@keyframes {name}{{");
    match from {
        Some(from) => {
            let (start, grown, calm) = (at(from, 0), at(from, GLIDE), at(from, 3 * GLIDE));
            let _ = write!(
                rule,
                "0%,{start}{{opacity:0;transform:scale(2.4);fill:var(--k)}}{grown}{{opacity:1;transform:none;fill:var(--k)}}{calm}{{fill:var(--ink)}}"
            );
        }
        None => rule.push_str("0%{opacity:1}"),
    }
    if let Some(until) = until {
        let (before, after) = (at(until, 0), at(until, 1));
        let _ = write!(rule, "{before}{{opacity:1}}{after},to{{opacity:0}}");
    }
    rule.push('}');
    canvas.rule(&rule);
    let hidden = if until.is_some() { ";opacity:0" } else { "" };
    format!(" class=\"m g w\" style=\"animation-name:{name}{hidden}\"")
}

pub(super) fn pointer(board: &Storyboard, canvas: &mut Canvas, grid: &Grid, row: usize) {
    let mut at = board.scene().pointer(row);
    let place = |column: usize| format!("{{transform:translateX({}px)}}", pixels(grid.offset(column)));
    let mut rule = format!("@keyframes p{row}{{0%{}", place(at));
    for step in 0..board.steps() {
        for change in board.changes(step) {
            if let Change::Pointer { row: moved, after, .. } = *change
                && usize::from(moved) == row
            {
                let time = (step + 1) * STEP;
                let (start, end) = (canvas.clock.percent(time), canvas.clock.percent(time + GLIDE));
                let _ = write!(rule, "{start}{}{end}{}", place(at), place(after as usize));
                at = after as usize;
            }
        }
    }
    let _ = write!(rule, "to{}}}", place(at));
    canvas.rule(&rule);
    let (wide, high) = (grid.wide(), grid.high);
    let _ = write!(
        canvas.body,
        "<rect class=\"o m\" style=\"animation-name:p{row};transform:translateX({}px)\" width=\"{wide}\" height=\"{high}\" rx=\"5\"/>",
        pixels(grid.offset(at))
    );
}
