//! The scratchpad: digits that appear, pointers that glide.

use std::fmt::Write as _;

use super::{MARGIN, Picture, STEP, TOP, UPPER};
use crate::pictures::{Change, Storyboard};

/// The panel's width.
const PANEL: usize = 436;
/// Space for the rows' names.
const NAMES: usize = 66;
/// How long a pointer takes from cell to cell, in milliseconds.
const GLIDE: usize = 260;
/// The highest cell.
const HIGHEST: usize = 40;
/// The widest cell.
const WIDEST: usize = 46;

/// Where cells stand.
struct Grid {
    left: usize,
    top: usize,
    /// Hundredths of a pixel from cell to cell.
    pitch: usize,
    high: usize,
    columns: usize,
    mirrored: bool,
}

impl Grid {
    fn of(board: &Storyboard) -> Self {
        let (rows, columns) = (board.rows.len().max(1), board.columns.max(1));
        let pitch = (100 * (PANEL - NAMES - 24) / columns).min(100 * WIDEST);
        let high = ((UPPER - 40) / rows).min(HIGHEST);
        // Numbers stand at the right, as on paper.
        let left = MARGIN + PANEL - 14 - pitch * columns / 100;
        Self { left, top: TOP + 30, pitch, high, columns, mirrored: board.mirrored }
    }

    /// Hundredths of a pixel from the grid's left to a column.
    fn offset(&self, column: usize) -> usize {
        let place = if self.mirrored { self.columns - 1 - column.min(self.columns - 1) } else { column };
        place * self.pitch
    }

    fn y(&self, row: usize) -> usize {
        self.top + row * (self.high + 2)
    }

    fn wide(&self) -> usize {
        (self.pitch / 100).saturating_sub(2).max(1)
    }

    fn font(&self) -> usize {
        (self.wide() * 3 / 4).clamp(4, self.high * 3 / 5)
    }
}

pub(super) fn draw(board: &Storyboard, svg: &mut Picture) {
    let grid = Grid::of(board);
    svg.panel(MARGIN, TOP, PANEL, UPPER, "scratchpad");
    let font = grid.font();
    svg.rule(&format!(".j text{{font-size:{font}px;text-anchor:middle}}"));
    for (row, name) in board.rows.iter().enumerate() {
        let y = grid.y(row);
        let _ = write!(svg.body, "<g class=\"r{} j\" transform=\"translate({} {y})\">", row % 4, grid.left);
        cells(board, svg, &grid, row);
        pointer(board, svg, &grid, row);
        svg.done();
        let _ = write!(
            svg.body,
            "<text class=\"r{} k w\" style=\"text-anchor:start\" x=\"{}\" y=\"{}\">{}</text>",
            row % 4,
            MARGIN + 14,
            y + grid.high / 2 + 5,
            super::escape(name)
        );
    }
}

/// A column's offset in pixels.
fn pixels(hundredths: usize) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn cells(board: &Storyboard, svg: &mut Picture, grid: &Grid, row: usize) {
    let (wide, high, middle) = (grid.wide(), grid.high, grid.high / 2 + grid.font() * 7 / 20);
    let first = board.scene();
    for column in 0..grid.columns {
        let x = grid.offset(column);
        let _ = write!(
            svg.body,
            "<rect class=\"x\" x=\"{}\" width=\"{wide}\" height=\"{high}\" rx=\"4\"/>",
            pixels(x)
        );
        for (value, from, until) in values(board, row, column, first.cell(row, column)) {
            if value == ' ' {
                continue;
            }
            let attributes = appearance(svg, from, until);
            let _ = write!(
                svg.body,
                "<text{attributes} x=\"{}\" y=\"{middle}\">{}</text>",
                pixels(x + 50 * wide),
                super::escape(value.encode_utf8(&mut [0; 4]))
            );
        }
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
fn appearance(svg: &mut Picture, from: Option<usize>, until: Option<usize>) -> String {
    if from.is_none() && until.is_none() {
        return " class=\"w\"".to_owned();
    }
    let name = format!("w{}", svg.style.matches("@keyframes w").count());
    let at = |frame: usize, later: usize| svg.clock.percent(frame * STEP + later);
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
    svg.rule(&rule);
    let hidden = if until.is_some() { ";opacity:0" } else { "" };
    format!(" class=\"m g w\" style=\"animation-name:{name}{hidden}\"")
}

fn pointer(board: &Storyboard, svg: &mut Picture, grid: &Grid, row: usize) {
    let mut at = board.scene().pointer(row);
    let place = |column: usize| format!("{{transform:translateX({}px)}}", pixels(grid.offset(column)));
    let mut rule = format!("@keyframes p{row}{{0%{}", place(at));
    for step in 0..board.steps() {
        for change in board.changes(step) {
            if let Change::Pointer { row: moved, after, .. } = *change
                && usize::from(moved) == row
            {
                let time = (step + 1) * STEP;
                let (start, end) = (svg.clock.percent(time), svg.clock.percent(time + GLIDE));
                let _ = write!(rule, "{start}{}{end}{}", place(at), place(after as usize));
                at = after as usize;
            }
        }
    }
    let _ = write!(rule, "to{}}}", place(at));
    svg.rule(&rule);
    let (wide, high) = (grid.wide(), grid.high);
    let _ = write!(
        svg.body,
        "<rect class=\"o m\" style=\"animation-name:p{row};transform:translateX({}px)\" width=\"{wide}\" height=\"{high}\" rx=\"5\"/>",
        pixels(grid.offset(at))
    );
}
