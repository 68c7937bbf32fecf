//! What a task's network looks like from outside: which rows its input table has, and which scores its heads give.
//! The one definition of the order of both.

use crate::{Program, Signature};

/// The most slots that an observation or a call's arguments may have.
pub const MAX_SLOTS: usize = 64;

/// The symbol counts of a task's slots, and how many programs it has. Slices hold one count a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape<'a> {
    /// Learned programs; the program head also scores `NOP` and `ACT`.
    pub programs: u8,
    /// Symbols of each observation slot; 0 of a slot that no program sees.
    pub observation: &'a [u8],
    /// Symbols of each argument slot.
    pub arguments: &'a [u8],
    /// Whether the frame's arguments are inputs too.
    pub arguments_are_inputs: bool,
}

/// A block of rows of the input table: one row for each symbol of a slot, or for each learned program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The rows of a slot of the observation.
    Observation(usize),
    /// The rows of a slot of the arguments.
    Argument(usize),
    /// The rows of the learned programs.
    Program,
}

/// A head: a score for each of its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// One score; the program ends if it is above zero.
    End,
    /// The scores of `NOP`, `ACT` and the learned programs.
    Program,
    /// The scores of the symbols of a slot of the called program's arguments.
    Argument(usize),
}

impl Shape<'_> {
    /// The first row of a block of the input table. The blocks follow each other in this order: the slots of the
    /// observation, the slots of the arguments (without rows if they are no inputs), the programs. For a slot that there is
    /// not, the end of its kind's blocks.
    #[must_use]
    pub const fn first_row(&self, block: Input) -> usize {
        match block {
            Input::Observation(slot) => sum(self.observation, slot),
            Input::Argument(_) if !self.arguments_are_inputs => sum(self.observation, MAX_SLOTS),
            Input::Argument(slot) => sum(self.observation, MAX_SLOTS) + sum(self.arguments, slot),
            Input::Program => self.first_row(Input::Argument(MAX_SLOTS)),
        }
    }

    /// Rows of the input table.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.first_row(Input::Program) + self.programs as usize
    }

    /// Rows that one step adds up at most: one for each slot that is seen, and the program's.
    #[must_use]
    pub fn rows_per_step(&self) -> usize {
        let arguments = if self.arguments_are_inputs { self.arguments.len() } else { 0 };
        self.observation.iter().filter(|&&symbols| symbols > 0).count() + arguments + 1
    }

    /// The first score of a head. The heads follow each other in this order: `end`, the programs, the slots of the arguments.
    /// For a slot that there is not, the number of all scores.
    #[must_use]
    pub const fn first_output(&self, head: Head) -> usize {
        match head {
            Head::End => 0,
            Head::Program => 1,
            Head::Argument(slot) => 1 + Signature::FIRST + self.programs as usize + sum(self.arguments, slot),
        }
    }

    /// The heads in their order, and how many scores each has.
    pub fn heads(&self) -> impl Iterator<Item = (Head, usize)> {
        let programs = Signature::FIRST + usize::from(self.programs);
        let arguments = self.arguments.iter().enumerate();
        [(Head::End, 1), (Head::Program, programs)]
            .into_iter()
            .chain(arguments.map(|(slot, &symbols)| (Head::Argument(slot), usize::from(symbols))))
    }

    /// Scores of all heads.
    #[must_use]
    pub const fn outputs(&self) -> usize {
        self.first_output(Head::Argument(MAX_SLOTS))
    }

    /// [`Shape::outputs`] rounded up to whole groups of four, as stored.
    #[must_use]
    pub const fn padded_outputs(&self) -> usize {
        self.outputs().next_multiple_of(4)
    }

    /// Whether the counts make sense: some program, some argument slot, none of them without symbols, nothing absurd.
    pub(crate) fn is_sensible(&self) -> bool {
        (1..=253).contains(&self.programs)
            && (1..=MAX_SLOTS).contains(&self.observation.len())
            && (1..=MAX_SLOTS).contains(&self.arguments.len())
            && self.arguments.iter().all(|&symbols| symbols > 0)
    }
}

/// The sum of the counts before a slot.
const fn sum(counts: &[u8], before: usize) -> usize {
    let (mut sum, mut slot) = (0, 0);
    while slot < before && slot < counts.len() {
        sum += counts[slot] as usize;
        slot += 1;
    }
    sum
}

/// The counts of a task's shape, with room of their own: what [`Counts::shape`] borrows. Known at compile time.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    programs: u8,
    arguments_are_inputs: bool,
    observation: ([u8; MAX_SLOTS], usize),
    arguments: ([u8; MAX_SLOTS], usize),
}

impl Counts {
    /// The counts of a task. Slots beyond [`MAX_SLOTS`] are left out, and counts beyond 255 cut: no blob holds either.
    #[must_use]
    pub const fn of(signature: &Signature) -> Self {
        let (mut observation, mut arguments) = ([0; MAX_SLOTS], [0; MAX_SLOTS]);
        let (seen, given) = (capped(signature.observation.len()), capped(signature.arguments.len()));
        let mut slot = 0;
        while slot < MAX_SLOTS {
            if slot < seen {
                observation[slot] = signature.inputs(slot) as u8;
            }
            if slot < given {
                arguments[slot] = signature.arguments[slot].symbols.len() as u8;
            }
            slot += 1;
        }
        Self {
            programs: signature.programs.len() as u8,
            arguments_are_inputs: takes_arguments(signature.programs),
            observation: (observation, seen),
            arguments: (arguments, given),
        }
    }

    /// The shape that has these counts.
    #[must_use]
    pub const fn shape(&self) -> Shape<'_> {
        Shape {
            programs: self.programs,
            observation: self.observation.0.split_at(self.observation.1).0,
            arguments: self.arguments.0.split_at(self.arguments.1).0,
            arguments_are_inputs: self.arguments_are_inputs,
        }
    }
}

const fn capped(slots: usize) -> usize {
    if slots < MAX_SLOTS { slots } else { MAX_SLOTS }
}

/// Whether some program takes arguments.
const fn takes_arguments(programs: &[Program]) -> bool {
    let mut index = 0;
    while index < programs.len() {
        if programs[index].takes_arguments() {
            return true;
        }
        index += 1;
    }
    false
}
