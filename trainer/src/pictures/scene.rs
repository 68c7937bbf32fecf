//! A picture of the world that goes forwards and backwards, and the part of it that has room.

use std::ops::Range;

use super::Storyboard;

/// What a step does to the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A cell's content.
    Cell {
        /// Its row.
        row: u16,
        /// Its column.
        column: u32,
        /// What stood there.
        before: char,
        /// What stands there.
        after: char,
    },
    /// A pointer's column.
    Pointer {
        /// Its row.
        row: u16,
        /// Where it was.
        before: u32,
        /// Where it is.
        after: u32,
    },
}

/// A picture of the world: cells and pointers, before step [`Scene::at`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    cells: Vec<Vec<char>>,
    pointers: Vec<usize>,
    at: usize,
}

impl Scene {
    pub(super) fn new(cells: Vec<Vec<char>>, pointers: Vec<usize>) -> Self {
        Self { cells, pointers, at: 0 }
    }

    /// The frame that it shows.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// What stands in a cell; blank beyond the world.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> char {
        self.cells[row].get(column).copied().unwrap_or(' ')
    }

    /// The column that a row's pointer is on.
    #[must_use]
    pub fn pointer(&self, row: usize) -> usize {
        self.pointers[row]
    }

    /// The columns that pointers are on, row by row.
    #[must_use]
    pub fn pointers(&self) -> &[usize] {
        &self.pointers
    }

    /// The lowest and the highest column that a pointer is on.
    #[must_use]
    pub fn span(&self) -> [usize; 2] {
        let [low, high] = [self.pointers.iter().min(), self.pointers.iter().max()];
        [low, high].map(|column| column.copied().unwrap_or_default())
    }

    /// The last frame of a storyboard.
    #[must_use]
    pub fn last(board: &Storyboard) -> Self {
        let mut scene = board.scene();
        scene.seek(board, board.steps());
        scene
    }

    /// Goes to a frame, by way of all between.
    pub fn seek(&mut self, board: &Storyboard, frame: usize) {
        let frame = frame.min(board.steps());
        while self.at < frame {
            board.changes(self.at).iter().for_each(|change| self.apply(change, true));
            self.at += 1;
        }
        while self.at > frame {
            self.at -= 1;
            board.changes(self.at).iter().rev().for_each(|change| self.apply(change, false));
        }
    }

    pub(super) fn apply(&mut self, change: &Change, forwards: bool) {
        match *change {
            Change::Cell { row, column, before, after } => {
                if let Some(cell) = self.cells[usize::from(row)].get_mut(column as usize) {
                    *cell = if forwards { after } else { before };
                }
            }
            Change::Pointer { row, before, after } => {
                self.pointers[usize::from(row)] = if forwards { after } else { before } as usize;
            }
        }
    }
}

/// The columns that are shown where not all have room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The columns, counted from 0.
    pub columns: Range<usize>,
    /// How many are not shown to the left, and to the right.
    pub beyond: [usize; 2],
}

impl Storyboard {
    /// The columns to show where only `fit` have room: turned like pages, not scrolled, so that the eye can follow. They follow
    /// the pointers; where those are too far from each other, the one that moved last.
    #[must_use]
    pub fn window(&self, scene: &Scene, fit: usize) -> Window {
        let (columns, fit) = (self.columns, fit.max(1));
        let (page, [low, high]) = ((fit / 2).max(1), scene.span());
        let followed = if high - low < fit - fit / 2 { low } else { self.moved(scene) };
        let start = (followed / page * page).saturating_sub(usize::from(fit > 2));
        let start = start.min(columns.saturating_sub(fit));
        let shown = start..(start + fit).min(columns);
        let (lower, higher) = (shown.start, columns - shown.end);
        Window { columns: shown, beyond: if self.mirrored { [higher, lower] } else { [lower, higher] } }
    }

    /// On which side of a window a column is out of sight, as an arrow; a space where it is in sight.
    #[must_use]
    pub fn arrow(&self, window: &Window, column: usize) -> char {
        let higher = column >= window.columns.end;
        match (window.columns.contains(&column), higher == self.mirrored) {
            (true, _) => ' ',
            (false, true) => '‹',
            (false, false) => '›',
        }
    }

    /// The column of the pointer that moved last.
    fn moved(&self, scene: &Scene) -> usize {
        let mut changes = (0..scene.at()).rev().flat_map(|step| self.changes(step).iter().rev());
        let moved = changes.find_map(|change| match *change {
            Change::Pointer { after, .. } => Some(after as usize),
            Change::Cell { .. } => None,
        });
        moved.unwrap_or(scene.span()[0])
    }

    /// Where the pointers are, in words: columns are counted from 1.
    #[must_use]
    pub fn place(&self, scene: &Scene) -> String {
        if self.is_of_views() {
            return "no world".to_owned();
        }
        let ([low, high], of) = (scene.span().map(|column| column + 1), self.columns);
        if low == high { format!("column {low} of {of}") } else { format!("columns {low} to {high} of {of}") }
    }
}
