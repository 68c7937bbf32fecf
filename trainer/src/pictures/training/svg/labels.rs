//! Labels that do not run into each other: their font has glyphs of one width.

use std::fmt::Write as _;

use super::super::curve::Curve;
use crate::pictures::xml::escape;

/// The width of a glyph, in pixels.
pub(super) const GLYPH: f64 = 7.3;
/// The height of a line.
pub(super) const LINE: f64 = 17.0;

/// What is left free between a label and its line.
const NEAR: f64 = 3.0;

/// On which side of its line a label stands, if there is room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    Behind,
}

/// An entry of a legend.
pub(super) struct Entry<'a> {
    /// The number of its curve, and its name.
    pub index: usize,
    pub name: &'a str,
    /// Where it begins, and in which line.
    pub x: f64,
    pub row: usize,
}

/// The legend of curves, in as many lines of a width as it takes.
pub(super) fn legend(curves: &[Curve], width: f64) -> Vec<Entry<'_>> {
    let (mut x, mut row) = (0.0, 0);
    let place = |(index, curve): (usize, &'_ Curve)| {
        let wide = 24.0 + GLYPH * curve.name.chars().count() as f64;
        if x > 0.0 && x + wide > width {
            (x, row) = (0.0, row + 1);
        }
        let entry = Entry { index, name: curve.name, x, row };
        x += wide + 18.0;
        entry
    };
    curves.iter().enumerate().map(place).collect()
}

/// Labels in one line above a plot.
pub(super) struct Labels {
    left: f64,
    right: f64,
    y: f64,
    /// From where to where labels stand already.
    taken: Vec<[f64; 2]>,
}

impl Labels {
    /// No labels yet, between two edges.
    pub fn new(left: f64, right: f64, y: f64) -> Self {
        Self { left, right, y, taken: Vec::new() }
    }

    /// Puts the first of some texts for which there is room before or behind the line at `x`; none, if there is for none.
    pub fn put(&mut self, (x, side): (f64, Side), texts: &[&str], class: &str, svg: &mut String) {
        for text in texts {
            let wide = GLYPH * text.chars().count() as f64;
            let start = if side == Side::Before { x - wide - NEAR } else { x + NEAR };
            let start = start.clamp(self.left, (self.right - wide).max(self.left));
            let free = |[from, to]: &[f64; 2]| start > to + NEAR || start + wide + NEAR < *from;
            if self.taken.iter().all(free) {
                self.taken.push([start, start + wide]);
                let (y, text) = (self.y, escape(text));
                let _ = writeln!(svg, "<text class=\"{class}\" x=\"{start:.1}\" y=\"{y:.1}\">{text}</text>");
                return;
            }
        }
    }
}
