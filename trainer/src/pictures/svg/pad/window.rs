//! Where not all columns have room: a window that turns pages, and what is beyond it.

use std::fmt::Write as _;

use super::super::clock::{STEP, pixels};
use super::super::{Canvas, TOP, UPPER};
use super::GLIDE;
use super::grid::Grid;
use crate::pictures::{Scene, Storyboard, Window};

/// Begins what is seen through the window.
pub(super) fn begin(board: &Storyboard, canvas: &mut Canvas, grid: &Grid) {
    if grid.fit == grid.columns {
        return;
    }
    let place = |left: usize| format!("{{transform:translateX(-{}px)}}", pixels(left));
    let (mut scene, mut rule) = (board.scene(), "@keyframes q{0%".to_owned());
    let mut at = left(&board.window(&scene, grid.fit), grid);
    rule.push_str(&place(at));
    for frame in 1..=board.steps() {
        scene.seek(board, frame);
        let next = left(&board.window(&scene, grid.fit), grid);
        if next != at {
            let [start, end] = [0, GLIDE].map(|later| canvas.clock.percent(frame * STEP + later));
            let _ = write!(rule, "{start}{}{end}{}", place(at), place(next));
            at = next;
        }
    }
    canvas.rule(&(rule + "to" + &place(at) + "}"));
    let (x, y, wide, high) = (grid.left - 2, TOP + 26, grid.fit * grid.pitch / 100 + 4, UPPER - 30);
    let _ = write!(
        canvas.body,
        "<clipPath id=\"w\"><rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"/></clipPath>\
         <g clip-path=\"url(#w)\"><g class=\"m\" style=\"animation-name:q;transform:translateX(-{}px)\">",
        pixels(at)
    );
}

/// Hundredths of a pixel from the first column at the left to the first that is shown.
fn left(window: &Window, grid: &Grid) -> usize {
    window.beyond[0] * grid.pitch
}

/// Ends it, and tells for each frame what is beyond.
pub(super) fn end(board: &Storyboard, canvas: &mut Canvas, grid: &Grid) {
    if grid.fit == grid.columns {
        return;
    }
    canvas.add("</g></g>");
    let mut scene = board.scene();
    for frame in 0..=board.steps() {
        scene.seek(board, frame);
        canvas.only(frame, false);
        beyond(board, canvas, grid, &scene);
        canvas.done();
    }
}

fn beyond(board: &Storyboard, canvas: &mut Canvas, grid: &Grid, scene: &Scene) {
    let (window, y) = (board.window(scene, grid.fit), TOP + UPPER - 8);
    let [left, right] = window.beyond;
    canvas.text("s", grid.left, y, &format!("‹ {left} more"));
    canvas.text("s r", grid.right, y, &format!("{right} more ›"));
    for (row, &pointer) in scene.pointers().iter().enumerate() {
        let arrow = board.arrow(&window, pointer);
        if arrow != ' ' {
            let y = grid.y(row) + grid.high / 2 + 5;
            canvas.text(&format!("r{} k w r", row % 4), grid.left - 4, y, arrow.encode_utf8(&mut [0; 4]));
        }
    }
}
