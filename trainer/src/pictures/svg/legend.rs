//! What the signs mean: a line below everything.

use super::{Canvas, MARGIN};
use crate::pictures::Storyboard;
use crate::pictures::words::{SHADES, legend};

/// Height of the line.
pub(super) const LEGEND: usize = 22;
/// Width of a shade.
const SHADE: usize = 6;
/// About the width of a character.
const CHARACTER: usize = 7;

pub(super) fn draw(board: &Storyboard, canvas: &mut Canvas, top: usize) {
    let (mut x, y) = (MARGIN + 2, top + 2);
    if !board.is_of_views() {
        canvas.rect("r0 o", [x, y, 13, 13], 3);
        x = words(canvas, x + 20, y, legend::POINTER);
    }
    if board.units() > 0 {
        for shade in 0..SHADES {
            let (at, middle) = (x + shade * SHADE, 2 * y + 13);
            canvas.add(&format!(
                "<path class=\"c{shade}\" stroke-width=\"11\" d=\"M{at} {}.5h{SHADE}\"/>",
                middle / 2
            ));
        }
        x = words(canvas, x + SHADES * SHADE + 7, y, legend::UNITS);
    }
    if board.weighs() {
        canvas.rect("q", [x, y + 1, 24, 11], 2);
        words(canvas, x + 31, y, legend::MARGIN);
    }
}

/// Writes words; gives where the next sign begins.
fn words(canvas: &mut Canvas, x: usize, y: usize, words: &str) -> usize {
    canvas.text("s", x, y + 11, words);
    x + words.chars().count() * CHARACTER + 24
}
