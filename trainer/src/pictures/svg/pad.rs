//! The scratchpad: digits that appear, pointers that glide, and the columns that have room.

mod cells;
mod grid;
mod window;

use std::fmt::Write as _;

use grid::Grid;

use super::{Canvas, LINE, MARGIN, TOP, UPPER};
use crate::pictures::words::shorten;
use crate::pictures::{Scene, Storyboard};

/// How long a pointer takes from cell to cell, in milliseconds.
const GLIDE: usize = 260;

/// The scratchpad's panel: where it begins, and how wide it is.
const PLACE: [usize; 2] = [MARGIN, 436];

pub(super) fn draw(board: &Storyboard, canvas: &mut Canvas) {
    let ([left, wide], grid) = (PLACE, Grid::of(board, PLACE));
    if board.is_of_views() {
        canvas.panel([left, TOP, wide, UPPER], "views, step by step");
        return views(board, canvas);
    }
    canvas.panel([left, TOP, wide, UPPER], "scratchpad");
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
    names(board, canvas, &grid);
    wrong(board, canvas, &grid);
}

/// Frames the cells that the last step leaves otherwise than the teacher would, those that have room.
fn wrong(board: &Storyboard, canvas: &mut Canvas, grid: &Grid) {
    let (steps, window) = (board.steps(), board.window(&Scene::last(board), grid.fit));
    let first = grid.offset(if board.mirrored { window.columns.end - 1 } else { window.columns.start });
    if board.wrong_cells(steps).is_empty() {
        return;
    }
    canvas.only(steps, false);
    for &(row, column) in board.wrong_cells(steps).iter().filter(|cell| window.columns.contains(&cell.1)) {
        let x = grid.left + (grid.offset(column) - first) / 100;
        canvas.rect("bo", [x, grid.y(row), grid.wide(), grid.high], 5);
    }
    canvas.done();
}

fn names(board: &Storyboard, canvas: &mut Canvas, grid: &Grid) {
    for (row, name) in board.rows.iter().enumerate() {
        canvas.text(&format!("r{} k w", row % 4), grid.names, grid.y(row) + grid.high / 2 + 5, name);
    }
}

/// The views, where there is no world: each stays from its step on.
fn views(board: &Storyboard, canvas: &mut Canvas) {
    for frame in 0..=board.steps() {
        canvas.only(frame, false);
        for step in 0..=frame.min(board.steps() - 1) {
            let words = format!("{step}  {}", board.view_text(step));
            canvas.text("", MARGIN + 14, TOP + 44 + step * LINE, &shorten(&words, 52));
        }
        canvas.done();
    }
}

/// The scratchpad of a last frame, in a panel that is there from then on: what a teacher would have made of it.
pub(super) fn last(board: &Storyboard, canvas: &mut Canvas, place: [usize; 2], title: &str) {
    let (grid, scene) = (Grid::of(board, place), Scene::last(board));
    canvas.panel([place[0], TOP, place[1], UPPER], title);
    let window = board.window(&scene, grid.fit);
    for row in 0..board.rows.len() {
        let (left, y) = (grid.left, grid.y(row));
        let _ = write!(canvas.body, "<g class=\"r{} j\" transform=\"translate({left} {y})\">", row % 4);
        let shown = grid.offset(if board.mirrored { window.columns.end - 1 } else { window.columns.start });
        for column in window.columns.clone() {
            let here = scene.pointer(row) == column;
            cells::still(canvas, &grid, grid.offset(column) - shown, scene.cell(row, column), here);
        }
        canvas.done();
    }
    names(board, canvas, &grid);
}
