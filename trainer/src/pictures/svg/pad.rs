//! The scratchpad: digits that appear, pointers that glide, and the columns that have room.

mod cells;
mod grid;
mod window;

use std::fmt::Write as _;

use grid::{Grid, PANEL};

use super::{Canvas, MARGIN, TOP, UPPER};
use crate::pictures::Storyboard;
use crate::pictures::xml::escape;

/// How long a pointer takes from cell to cell, in milliseconds.
const GLIDE: usize = 260;

pub(super) fn draw(board: &Storyboard, canvas: &mut Canvas) {
    let grid = Grid::of(board);
    canvas.panel([MARGIN, TOP, PANEL, UPPER], "scratchpad");
    canvas.rule(&format!(".j text{{font-size:{}px;text-anchor:middle}}", grid.font()));
    window::begin(board, canvas, &grid);
    for row in 0..board.rows.len() {
        let (left, y) = (grid.left, grid.y(row));
        let _ = write!(canvas.body, "<g class=\"r{} j\" transform=\"translate({left} {y})\">", row % 4);
        cells::draw(board, canvas, &grid, row);
        cells::pointer(board, canvas, &grid, row);
        canvas.done();
    }
    window::end(board, canvas, &grid);
    for (row, name) in board.rows.iter().enumerate() {
        let (x, y) = (MARGIN + 14, grid.y(row) + grid.high / 2 + 5);
        let class = format!("r{} k w", row % 4);
        let _ = write!(canvas.body, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escape(name));
    }
}
