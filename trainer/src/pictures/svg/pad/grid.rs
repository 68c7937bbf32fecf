//! Where cells stand.

use super::super::{TOP, UPPER};
use crate::pictures::Storyboard;

/// Space for the rows' names.
const NAMES: usize = 78;
/// The highest cell.
const HIGHEST: usize = 40;
/// The widest cell, and the narrowest in which a digit can be read.
const WIDE: [usize; 2] = [46, 17];

/// Where cells stand.
pub(super) struct Grid {
    /// Where the rows' names begin.
    pub(super) names: usize,
    pub(super) left: usize,
    pub(super) right: usize,
    top: usize,
    /// Hundredths of a pixel from cell to cell.
    pub(super) pitch: usize,
    pub(super) high: usize,
    pub(super) columns: usize,
    /// How many columns have room at once.
    pub(super) fit: usize,
    mirrored: bool,
}

impl Grid {
    /// The grid of a panel that begins at `x` and is so wide.
    pub(super) fn of(board: &Storyboard, [x, panel]: [usize; 2]) -> Self {
        let (rows, columns, [widest, narrowest]) = (board.rows.len().max(1), board.columns.max(1), WIDE);
        let room = panel - NAMES - 14;
        let fit = columns.min(room / narrowest);
        let pitch = (100 * room / fit).min(100 * widest);
        let below = if fit < columns { 22 } else { 4 };
        let high = ((UPPER - 34 - below) / rows - 2).min(HIGHEST);
        // Numbers stand at the right, as on paper.
        let right = x + panel - 14;
        let left = right - pitch * fit / 100;
        Self {
            names: x + 14,
            left,
            right,
            top: TOP + 30,
            pitch,
            high,
            columns,
            fit,
            mirrored: board.mirrored,
        }
    }

    /// Hundredths of a pixel from the grid's left to a column.
    pub(super) fn offset(&self, column: usize) -> usize {
        let place = if self.mirrored { self.columns - 1 - column.min(self.columns - 1) } else { column };
        place * self.pitch
    }

    pub(super) fn y(&self, row: usize) -> usize {
        self.top + row * (self.high + 2)
    }

    pub(super) fn wide(&self) -> usize {
        (self.pitch / 100).saturating_sub(2).max(1)
    }

    pub(super) fn font(&self) -> usize {
        (self.wide() * 3 / 4).clamp(10, (self.high * 3 / 5).max(10))
    }
}
