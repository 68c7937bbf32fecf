//! A trace, replayed and checked, ready to be shown at any step.
//!
//! A trace of a million steps takes some seventy megabytes: steps are kept as the task's symbols, and pictures
//! as what each step changes, so that a [`Scene`] can go forwards and backwards without storing frames.

use npi_runtime::{Evidence, Program, task::Signature};

use super::astray::Astray;
use super::scene::{Change, Scene};
use super::tape::Tape;
use super::title::Title;

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
    /// How the network leaves its teacher in the last step; none if it does not.
    pub astray: Option<Astray>,
    pub(super) title: Title,
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

    /// Problem and answer as a person writes them, `579 + 1221 = 1800`, in at most so many characters.
    #[must_use]
    pub fn title(&self, most: usize) -> String {
        self.title.within(most)
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
