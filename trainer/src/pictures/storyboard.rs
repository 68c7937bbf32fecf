//! A trace, replayed and checked, ready to be shown at any step.
//!
//! A trace of a million steps takes some seventy megabytes: steps are kept as the task's symbols, and pictures
//! as what each step changes, so that a [`Scene`] can go forwards and backwards without storing frames.

use npi_runtime::{Evidence, Program, task::Signature};

use super::tape::Tape;

/// All steps of a trace. Frame `n` is the world before step `n`; the last one, [`Storyboard::steps`], is the end.
#[derive(Debug)]
pub struct Storyboard {
    /// The task's names.
    pub signature: Signature,
    /// The problem, as it may be shown.
    pub problem: String,
    /// The model's checksum, or `teacher`, as it may be shown.
    pub model: String,
    /// What stood in the world at the end, as it may be shown; none if the run failed.
    pub answer: Option<String>,
    /// The picture's rows.
    pub rows: &'static [&'static str],
    /// Whether column 0 stands on the right.
    pub mirrored: bool,
    /// Columns of the world, and those beyond that a pointer visits.
    pub columns: usize,
    pub(super) first: Scene,
    pub(super) tape: Tape,
    pub(super) changes: Vec<Change>,
}

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

impl Storyboard {
    /// How many steps there are; there is one frame more.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.tape.shots.len()
    }

    /// Units of the hidden state; 0 if the trace has none.
    #[must_use]
    pub fn units(&self) -> usize {
        self.tape.units
    }

    /// Frames below the one that steps at `step`.
    #[must_use]
    pub fn depth(&self, step: usize) -> usize {
        self.tape.shots[step].depth as usize
    }

    /// How many steps the call had taken before; 0 begins a call.
    #[must_use]
    pub fn taken(&self, step: usize) -> u32 {
        self.tape.shots[step].taken
    }

    /// Whether the call ends with this step.
    #[must_use]
    pub fn ends(&self, step: usize) -> bool {
        self.tape.shots[step].end
    }

    /// The step that this call took before; none if it begins.
    #[must_use]
    pub fn prior(&self, step: usize) -> Option<usize> {
        self.tape.shots[step].prior.map(|prior| prior.get() as usize - 1)
    }

    /// The call stack, outermost first: the last step that each frame has taken, `step` itself for the one on top.
    #[must_use]
    pub fn stack(&self, step: usize) -> Vec<usize> {
        let below = |&step: &usize| self.tape.shots[step].below.map(|below| below.get() as usize - 1);
        let mut stack: Vec<_> = std::iter::successors((step < self.steps()).then_some(step), below).collect();
        stack.reverse();
        stack
    }

    /// The program that steps.
    #[must_use]
    pub fn program(&self, step: usize) -> Program {
        self.tape.shots[step].program
    }

    /// The program that it calls.
    #[must_use]
    pub fn called(&self, step: usize) -> Program {
        self.tape.shots[step].called
    }

    /// Its view: a symbol's id for each slot, 0 where it sees nothing.
    #[must_use]
    pub fn seen(&self, step: usize) -> &[u8] {
        self.tape.symbols(step)[0]
    }

    /// The arguments of the program that steps.
    #[must_use]
    pub fn arguments(&self, step: usize) -> &[u8] {
        self.tape.symbols(step)[1]
    }

    /// The arguments of the program that it calls.
    #[must_use]
    pub fn with(&self, step: usize) -> &[u8] {
        self.tape.symbols(step)[2]
    }

    /// How clearly it was decided; none for a teacher.
    #[must_use]
    pub fn evidence(&self, step: usize) -> Option<Evidence> {
        self.tape.shots[step].evidence
    }

    /// The hidden state after the step, in 128ths; empty if the trace has none.
    #[must_use]
    pub fn hidden(&self, step: usize) -> &[i8] {
        &self.tape.hidden[step * self.tape.units..][..self.tape.units]
    }

    /// What the step does to the picture.
    #[must_use]
    pub fn changes(&self, step: usize) -> &[Change] {
        let start = step.checked_sub(1).map_or(0, |before| self.tape.shots[before].changes as usize);
        &self.changes[start..self.tape.shots[step].changes as usize]
    }

    /// The picture before the first step.
    #[must_use]
    pub fn scene(&self) -> Scene {
        self.first.clone()
    }
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

    /// The lowest column that a pointer is on.
    #[must_use]
    pub fn lowest(&self) -> usize {
        self.pointers.iter().copied().min().unwrap_or_default()
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

    /// The columns to show where only `fit` have room: turned like pages, not scrolled, so that the eye can follow.
    #[must_use]
    pub fn window(&self, columns: usize, fit: usize) -> std::ops::Range<usize> {
        if columns <= fit {
            return 0..columns;
        }
        let page = (fit / 2).max(1);
        let start = (self.lowest() / page * page).saturating_sub(1).min(columns.saturating_sub(fit));
        start..(start + fit.max(1)).min(columns)
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
