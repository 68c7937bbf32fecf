//! A step's inputs: one-hot symbols, and so rows of a table that are added and never multiplied.

use npi_format::Slot;

use crate::kernel::{Arithmetic, Rows};
use crate::task::MAX_INPUTS;
use crate::{Call, Error, Symbols, Task};

/// The rows that a step adds, four weights for every hidden unit in each: those of the slots that the program sees, the
/// arguments' and the program's. A slot that it does not see and arguments that it does not take have a row of nothing: all
/// rows are of one length, which the compiler knows.
pub(super) struct Inputs<'m, T: Task, A: Arithmetic> {
    observation: <T::Observation as Symbols>::Each<&'m [A::Four]>,
    arguments: <T::Arguments as Symbols>::Each<&'m [A::Four]>,
    program: &'m [A::Four],
    /// How many rows are not empty.
    count: usize,
}

impl<'m, T: Task, A: Arithmetic> Inputs<'m, T, A> {
    /// Rows of each slot of the observation, none of one that nobody sees; of slots beyond the signature's, none.
    const INPUTS: &'static [usize; MAX_INPUTS] = &{
        let (mut inputs, mut slot) = ([0; MAX_INPUTS], 0);
        while slot < MAX_INPUTS {
            inputs[slot] = T::SIGNATURE.inputs(slot);
            slot += 1;
        }
        inputs
    };

    /// Looks the rows up in the input table of a network of `hidden` units; `nothing` is a row that adds nothing.
    ///
    /// # Errors
    /// [`Error::Symbol`].
    #[inline(always)]
    pub(super) fn look_up(
        table: &'m [u8],
        hidden: usize,
        nothing: &'static [A::Four],
        call: &Call<T::Arguments>,
        view: &T::Observation,
    ) -> Result<Self, Error> {
        let (signature, mut table) =
            (T::SIGNATURE, Table::<A> { rows: A::fours(table), hidden, nothing, taken: 0 });
        let observation = view.try_each(|slot, symbol| match Self::INPUTS.get(slot) {
            None | Some(0) => Ok(&[][..]), // nobody sees it
            Some(&symbols) => {
                let seen = call.program.sees(&signature, slot).anything();
                table.take(symbols, seen.then_some(symbol))
            }
        })?;
        let given = call.program.takes_arguments(&signature);
        let arguments = call.arguments.try_each(|slot, symbol| match signature.arguments_are_inputs() {
            true => table.take(symbols(signature.arguments, slot), given.then_some(symbol)),
            false => Ok(&[]),
        })?;
        let program = u8::try_from(call.program.index().unwrap_or(usize::MAX)).ok();
        let program = table.take(signature.programs.len(), Some(program.ok_or(Error::Symbol)?))?;
        Ok(Self { observation, arguments, program, count: table.taken })
    }
}

impl<T: Task, A: Arithmetic> Rows<A> for Inputs<'_, T, A> {
    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }

    #[inline(always)]
    fn each(&self, mut act: impl FnMut(&[A::Four])) {
        for (slot, row) in self.observation.as_ref().iter().enumerate() {
            if Self::INPUTS.get(slot).is_some_and(|&symbols| symbols > 0) {
                act(row);
            }
        }
        if T::SIGNATURE.arguments_are_inputs() {
            self.arguments.as_ref().iter().for_each(|row| act(row));
        }
        act(self.program);
    }
}

/// How many symbols a slot has.
#[inline(always)]
fn symbols(slots: &[Slot], index: usize) -> usize {
    slots.get(index).map_or(0, |slot| slot.symbols.len())
}

/// The rows of the slots that were not taken yet.
struct Table<'m, A: Arithmetic> {
    rows: &'m [A::Four],
    hidden: usize,
    nothing: &'static [A::Four],
    taken: usize,
}

impl<'m, A: Arithmetic> Table<'m, A> {
    /// Takes the next slot's rows off the table and gives the one of its symbol; that of nothing for no symbol.
    #[inline(always)]
    fn take(&mut self, symbols: usize, symbol: Option<u8>) -> Result<&'m [A::Four], Error> {
        let (slot, rest) = self.rows.split_at_checked(symbols * self.hidden).ok_or(Error::Symbol)?;
        self.rows = rest;
        let Some(symbol) = symbol else { return self.nothing.get(..self.hidden).ok_or(Error::Symbol) };
        self.taken += 1;
        let start = usize::from(symbol) * self.hidden;
        slot.get(start..start + self.hidden).ok_or(Error::Symbol)
    }
}
