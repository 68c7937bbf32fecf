//! What a task's network looks like from outside: which rows its input table has, and which scores its heads give.
//! The one definition of the order of both.

use crate::{Program, Signature, Slot};

/// The most slots that an observation or a call's arguments may have.
pub const MAX_SLOTS: usize = 16;

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
    /// The most learned programs: with `NOP` and `ACT`, a byte names each.
    pub const MAX_PROGRAMS: u8 = 253;

    /// Finds the first row of a block of the input table. The blocks follow each other in this order: the slots of the
    /// observation, the slots of the arguments (without rows if they are no inputs), the programs. A slot beyond the last
    /// begins where the last one's rows end.
    #[must_use]
    pub const fn first_row(&self, block: Input) -> usize {
        match block {
            Input::Observation(slot) => sum(self.observation, slot),
            Input::Argument(_) if !self.arguments_are_inputs => sum(self.observation, MAX_SLOTS),
            Input::Argument(slot) => sum(self.observation, MAX_SLOTS) + sum(self.arguments, slot),
            Input::Program => self.first_row(Input::Argument(MAX_SLOTS)),
        }
    }

    /// Counts the rows of the input table.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.first_row(Input::Program) + self.programs as usize
    }

    /// Counts the rows that one step adds up at most: one for each slot that is seen, and the program's.
    #[must_use]
    pub fn rows_per_step(&self) -> usize {
        let arguments = if self.arguments_are_inputs { self.arguments.len() } else { 0 };
        self.observation.iter().filter(|&&symbols| symbols > 0).count() + arguments + 1
    }

    /// Finds the first score of a head. The heads follow each other in this order: `end`, the programs, the slots of the
    /// arguments. A slot beyond the last begins where the last one's scores end.
    #[must_use]
    pub const fn first_output(&self, head: Head) -> usize {
        match head {
            Head::End => 0,
            Head::Program => 1,
            Head::Argument(slot) => 1 + Signature::FIRST + self.programs as usize + sum(self.arguments, slot),
        }
    }

    /// Lists the heads in their order, and how many scores each has.
    pub fn heads(&self) -> impl Iterator<Item = (Head, usize)> {
        let programs = Signature::FIRST + usize::from(self.programs);
        let arguments = self.arguments.iter().enumerate();
        [(Head::End, 1), (Head::Program, programs)]
            .into_iter()
            .chain(arguments.map(|(slot, &symbols)| (Head::Argument(slot), usize::from(symbols))))
    }

    /// Counts the scores of all heads.
    #[must_use]
    pub const fn outputs(&self) -> usize {
        self.first_output(Head::Argument(MAX_SLOTS))
    }

    /// Counts the scores as stored: [`Shape::outputs`], rounded up to whole groups of four.
    #[must_use]
    pub const fn padded_outputs(&self) -> usize {
        self.outputs().next_multiple_of(4)
    }

    /// The number of slots of a kind of which there are none, or more than [`MAX_SLOTS`]; none if both kinds are right.
    pub(crate) fn wrong_slots(&self) -> Option<usize> {
        let counts = [self.observation.len(), self.arguments.len()];
        counts.into_iter().find(|count| !(1..=MAX_SLOTS).contains(count))
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
    /// Whether a blob can hold the counts of a task: of at most [`MAX_SLOTS`] slots of each kind, 255 symbols a slot and
    /// [`Shape::MAX_PROGRAMS`] programs.
    #[must_use]
    pub const fn fit(signature: &Signature) -> bool {
        signature.programs.len() <= Shape::MAX_PROGRAMS as usize
            && slots_fit(signature.observation)
            && slots_fit(signature.arguments)
    }

    /// Takes the counts of a task. What does not [fit](Counts::fit) is cut, as no blob can hold it.
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

    /// Gives the shape that has these counts.
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

const fn slots_fit(slots: &[Slot]) -> bool {
    let mut slot = 0;
    while slot < slots.len() {
        if slots[slot].symbols.len() > u8::MAX as usize {
            return false;
        }
        slot += 1;
    }
    slots.len() <= MAX_SLOTS
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
