//! A step's inputs: one-hot symbols, and so rows of a table that are added and never multiplied.

use npi_format::Slot;

use crate::kernel::{Arithmetic, Rows};
use crate::{Call, Error, Symbols, Task};

/// The rows that a step adds, four weights for every hidden unit in each: the observation's, the
/// arguments' (empty if the program takes none) and the program's.
pub(super) struct Inputs<'m, T: Task, A: Arithmetic> {
    observation: <T::Observation as Symbols>::Each<&'m [A::Four]>,
    arguments: <T::Arguments as Symbols>::Each<&'m [A::Four]>,
    program: &'m [A::Four],
    /// How many rows are not empty.
    count: usize,
}

impl<'m, T: Task, A: Arithmetic> Inputs<'m, T, A> {
    /// Looks the rows up in the input table of a network of `hidden` units.
    ///
    /// # Errors
    /// [`Error::Symbol`].
    #[inline(always)]
    pub(super) fn look_up(
        table: &'m [u8],
        hidden: usize,
        call: &Call<T::Arguments>,
        observation: &T::Observation,
    ) -> Result<Self, Error> {
        let (signature, mut table) = (T::SIGNATURE, Table::<A> { rows: A::fours(table), hidden, taken: 0 });
        let observation = observation
            .try_each(|slot, symbol| table.take(symbols(signature.observation, slot), Some(symbol)))?;
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
        for row in self.observation.as_ref() {
            act(row);
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
    taken: usize,
}

impl<'m, A: Arithmetic> Table<'m, A> {
    /// Takes the next slot's rows off the table and gives the one of its symbol; nothing for no symbol.
    #[inline(always)]
    fn take(&mut self, symbols: usize, symbol: Option<u8>) -> Result<&'m [A::Four], Error> {
        let (slot, rest) = self.rows.split_at_checked(symbols * self.hidden).ok_or(Error::Symbol)?;
        self.rows = rest;
        let Some(symbol) = symbol else { return Ok(&[]) };
        self.taken += 1;
        let start = usize::from(symbol) * self.hidden;
        slot.get(start..start + self.hidden).ok_or(Error::Symbol)
    }
}
