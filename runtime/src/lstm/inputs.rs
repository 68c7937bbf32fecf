//! A step's inputs: one-hot symbols, and so rows of a table that are added and never multiplied.

use npi_format::{Input, MAX_SLOTS};

use crate::kernel::{Arithmetic, Rows};
use crate::sealed::Sealed;
use crate::task::ShapeOf;
use crate::{Call, Error, Symbols, Task};

/// The rows that a step adds, four weights for every hidden unit in each: those of the slots that the program sees, the
/// arguments' and the program's. A slot that it does not see and arguments that it does not take have a row of nothing: all
/// rows are of one length, which the compiler knows.
pub(super) struct Inputs<'m, T: Task, A: Arithmetic> {
    observation: <T::Observation as Symbols>::Mapped<&'m [A::Quad]>,
    arguments: <T::Arguments as Symbols>::Mapped<&'m [A::Quad]>,
    program: &'m [A::Quad],
    /// How many rows are not empty.
    count: usize,
}

/// Some consecutive rows of the input table: a slot's symbols, or the programs.
#[derive(Clone, Copy)]
struct Block {
    first: usize,
    rows: usize,
}

/// Where the rows of each slot stand; none of slots that nobody sees, and of those that the task does not have.
struct Blocks<T>(T);

impl<T: Task> Blocks<T> {
    const OBSERVATION: &'static [Block; MAX_SLOTS] = &{
        let (mut blocks, mut slot) = ([Block { first: 0, rows: 0 }; MAX_SLOTS], 0);
        while slot < MAX_SLOTS {
            blocks[slot] = Self::between(Input::Observation(slot), Input::Observation(slot + 1));
            slot += 1;
        }
        blocks
    };
    const ARGUMENTS: &'static [Block; MAX_SLOTS] = &{
        let (mut blocks, mut slot) = ([Block { first: 0, rows: 0 }; MAX_SLOTS], 0);
        while slot < MAX_SLOTS {
            blocks[slot] = Self::between(Input::Argument(slot), Input::Argument(slot + 1));
            slot += 1;
        }
        blocks
    };
    const PROGRAM: Block = Block {
        first: ShapeOf::<T>::SHAPE.first_row(Input::Program),
        rows: ShapeOf::<T>::SHAPE.programs as usize,
    };

    const fn between(block: Input, next: Input) -> Block {
        let (first, end) = (ShapeOf::<T>::SHAPE.first_row(block), ShapeOf::<T>::SHAPE.first_row(next));
        Block { first, rows: end - first }
    }
}

impl<'m, T: Task, A: Arithmetic> Inputs<'m, T, A> {
    /// Looks the rows up in the input table of a network of `hidden` units; `nothing` is a row that adds nothing.
    ///
    /// # Errors
    /// [`Error::Symbol`] and [`Error::Program`].
    #[inline(always)]
    pub(super) fn look_up(
        table: &'m [u8],
        hidden: usize,
        nothing: &'static [A::Quad],
        call: &Call<T::Arguments>,
        view: &T::Observation,
    ) -> Result<Self, Error> {
        let signature = T::SIGNATURE;
        let mut table = Table::<A> { rows: A::quads(table), hidden, nothing, taken: 0 };
        let observation = view.try_map(|slot, symbol| match Blocks::<T>::OBSERVATION.get(slot) {
            Some(&block) if block.rows > 0 => {
                let seen = call.program.sees(&signature, slot).anything();
                table.take(block, seen.then_some(symbol))
            }
            _ => Ok(&[][..]), // nobody sees it
        })?;
        let given = call.program.takes_arguments(&signature);
        let arguments = call.arguments.try_map(|slot, symbol| match Blocks::<T>::ARGUMENTS.get(slot) {
            Some(&block) if block.rows > 0 => table.take(block, given.then_some(symbol)),
            _ => Ok(&[][..]), // no program takes arguments
        })?;
        let program = call.program.index().and_then(|index| u8::try_from(index).ok());
        let program = program.filter(|&index| usize::from(index) < Blocks::<T>::PROGRAM.rows);
        let program = table.take(Blocks::<T>::PROGRAM, Some(program.ok_or(Error::Program(call.program))?))?;
        Ok(Self { observation, arguments, program, count: table.taken })
    }
}

impl<T: Task, A: Arithmetic> Sealed for Inputs<'_, T, A> {}
impl<T: Task, A: Arithmetic> Rows<A> for Inputs<'_, T, A> {
    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }

    #[inline(always)]
    fn for_each(&self, mut act: impl FnMut(&[A::Quad])) {
        for (row, block) in self.observation.as_ref().iter().zip(Blocks::<T>::OBSERVATION) {
            if block.rows > 0 {
                act(row);
            }
        }
        if ShapeOf::<T>::SHAPE.arguments_are_inputs {
            self.arguments.as_ref().iter().for_each(|row| act(row));
        }
        act(self.program);
    }
}

/// The input table, and how many of its rows were taken.
struct Table<'m, A: Arithmetic> {
    rows: &'m [A::Quad],
    hidden: usize,
    nothing: &'static [A::Quad],
    taken: usize,
}

impl<'m, A: Arithmetic> Table<'m, A> {
    /// The row of a symbol in its slot's block; that of nothing for no symbol.
    #[inline(always)]
    fn take(&mut self, block: Block, symbol: Option<u8>) -> Result<&'m [A::Quad], Error> {
        let Some(found) = symbol else { return self.nothing.get(..self.hidden).ok_or(Error::Weights) };
        if usize::from(found) >= block.rows {
            return Err(Error::Symbol { found, symbols: block.rows });
        }
        self.taken += 1;
        let start = (block.first + usize::from(found)) * self.hidden;
        self.rows.get(start..start + self.hidden).ok_or(Error::Weights)
    }
}
