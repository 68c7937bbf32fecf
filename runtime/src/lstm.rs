//! The network of one precision: input table, LSTM layer, heads.

use core::iter::Enumerate;
use core::slice::ChunksExact;

use heapless::Vec;
use npi_format::{Model, Scales};

use crate::decide::{Score, decide};
use crate::kernel::{Arithmetic, products, table_sums};
use crate::task::MAX_INPUTS;
use crate::{Call, Decision, Error, Evidence, Misfit, Policy, Task};

/// A network on borrowed weights, for models of up to `H` hidden units.
///
/// Holds no state: each call's is an [`LstmState`], `4·H` bytes in integer precisions.
#[derive(Debug, Clone, Copy)]
pub struct Lstm<'m, A, const H: usize> {
    hidden: usize,
    scales: Scales,
    tables: &'m [u8],
    recurrent: &'m [u8],
    heads: &'m [u8],
    bias: &'m [u8],
    arithmetic: core::marker::PhantomData<A>,
}

/// What one call remembers: hidden and cell state `[H]`.
#[derive(Debug)]
pub struct LstmState<A: Arithmetic, const H: usize> {
    hidden: [A::Value; H],
    cell: [A::Value; H],
    /// False before the first step, when `hidden` is zero and needs no recurrent product.
    begun: bool,
}

impl<A: Arithmetic, const H: usize> Copy for LstmState<A, H> {}

#[expect(clippy::non_canonical_clone_impl, reason = "64 bytes of stack are more than canon here")]
impl<A: Arithmetic, const H: usize> Clone for LstmState<A, H> {
    fn clone(&self) -> Self {
        *self
    }

    /// In place: a copy goes by way of the stack, of which small boards have little.
    fn clone_from(&mut self, source: &Self) {
        self.hidden.copy_from_slice(&source.hidden);
        self.cell.copy_from_slice(&source.cell);
        self.begun = source.begun;
    }
}

impl<A: Arithmetic, const H: usize> LstmState<A, H> {
    /// The hidden and the cell state `[H]`; units beyond the model's stay at rest.
    #[must_use]
    pub fn parts(&self) -> (&[A::Value; H], &[A::Value; H]) {
        (&self.hidden, &self.cell)
    }
}

impl<'m, A: Arithmetic, const H: usize> Lstm<'m, A, H> {
    /// The network of a parsed model.
    ///
    /// # Errors
    /// [`Misfit`] if the model is of another task or precision, or too large.
    pub fn new<T: Task>(model: &Model<'m>) -> Result<Self, Misfit> {
        check_fit::<T>(model, H)?;
        if model.precision != A::PRECISION {
            return Err(Misfit::Precision);
        }
        let [tables, recurrent, heads, bias] = model.tensors;
        let (hidden, scales) = (model.shape.hidden, model.scales);
        Ok(Self { hidden, scales, tables, recurrent, heads, bias, arithmetic: core::marker::PhantomData })
    }

    /// The recurrent step: new hidden and cell state from the inputs. Not inlined, so that what it needs of
    /// the stack is free again when the heads are read.
    #[inline(never)]
    fn advance<T: Task>(
        &self,
        call: &Call<T::Arguments>,
        observation: &T::Observation,
        state: &mut LstmState<A, H>,
    ) -> Result<(), Error> {
        let (mut rows, tables) = (Vec::new(), A::fours(self.tables));
        self.push_rows::<T>(&mut rows, call, observation)?;
        let (hidden, cells) = (state.hidden.get(..self.hidden), state.cell.get_mut(..self.hidden));
        let (Some(hidden), Some(cells)) = (hidden, cells) else { return Err(Error::Symbol) };
        let mut next = [A::REST; H];
        let excess = if state.begun { A::excess(hidden) } else { A::Sum::ZERO };
        let mut groups = self.recurrent.chunks_exact(group_bytes::<A>(self.hidden));
        for (unit, (next, cell)) in next.iter_mut().zip(cells).enumerate() {
            let product = match groups.next() {
                Some(group) if state.begun => products::<A>(group, hidden),
                _ => [A::Sum::ZERO; 4],
            };
            let table =
                table_sums::<A>(tables, rows.iter().map(|&row| usize::from(row) * self.hidden + unit));
            *next = A::unit(self.scales, table, rows.len(), product, excess, cell);
        }
        (state.hidden, state.begun) = (next, true);
        Ok(())
    }

    /// What the heads say of a state. Not inlined, as [`Lstm::advance`].
    #[inline(never)]
    fn read<T: Task>(&self, state: &LstmState<A, H>) -> (Decision<T::Arguments>, Evidence) {
        decide::<T, _>(self.scores(state), |score| A::evidence(self.scales, score))
    }

    /// The head scores in their order, four computed at a time, as they are asked for.
    pub fn scores<'s>(&'s self, state: &'s LstmState<A, H>) -> Scores<'s, A> {
        let hidden = state.hidden.get(..self.hidden).unwrap_or_default();
        let group = group_bytes::<A>(self.hidden);
        Scores {
            hidden,
            excess: A::excess(hidden),
            bias: self.bias,
            groups: self.heads.chunks_exact(group).enumerate(),
            four: [A::Sum::ZERO; 4],
            at: 4,
        }
    }

    /// Pushes the table rows of a step's inputs: the observation's, the arguments' if the program takes
    /// them, and the program's.
    fn push_rows<T: Task>(
        &self,
        rows: &mut Vec<u16, MAX_INPUTS>,
        call: &Call<T::Arguments>,
        observation: &T::Observation,
    ) -> Result<(), Error> {
        let (signature, mut first) = (T::SIGNATURE, 0);
        for (&symbol, slot) in observation.as_ref().iter().zip(signature.observation) {
            self.push_row(rows, first, symbol, slot.symbols.len())?;
            first += slot.symbols.len();
        }
        if signature.arguments_are_inputs() {
            let taken = call.program.takes_arguments(&signature);
            for (&symbol, slot) in call.arguments.as_ref().iter().zip(signature.arguments) {
                if taken {
                    self.push_row(rows, first, symbol, slot.symbols.len())?;
                }
                first += slot.symbols.len();
            }
        }
        let program = call.program.index().ok_or(Error::Symbol)?;
        self.push_row(rows, first, program as u8, signature.programs.len())
    }

    fn push_row(
        &self,
        rows: &mut Vec<u16, MAX_INPUTS>,
        first: usize,
        symbol: u8,
        symbols: usize,
    ) -> Result<(), Error> {
        let symbol = Some(usize::from(symbol)).filter(|&symbol| symbol < symbols).ok_or(Error::Symbol)?;
        let row = u16::try_from(first + symbol).map_err(|_| Error::Symbol)?;
        rows.push(row).map_err(|_| Error::Symbol)
    }
}

/// The head scores, computed as they are asked for: a network need not compute what nobody reads.
pub struct Scores<'s, A: Arithmetic> {
    hidden: &'s [A::Value],
    excess: A::Sum,
    bias: &'s [u8],
    groups: Enumerate<ChunksExact<'s, u8>>,
    /// The scores computed last, and the next of them to give; 4 is none.
    four: [A::Sum; 4],
    at: usize,
}

impl<A: Arithmetic> Iterator for Scores<'_, A> {
    type Item = A::Sum;

    #[inline(never)] // three loops ask: a kilobyte of flash
    fn next(&mut self) -> Option<A::Sum> {
        if self.at >= self.four.len() {
            let (group, weights) = self.groups.next()?;
            let product = products::<A>(weights, self.hidden);
            (self.four, self.at) = (A::scores(product, self.excess, self.bias, group), 0);
        }
        self.at += 1;
        self.four.get(self.at - 1).copied()
    }
}

/// Bytes of a panel's group: four rows of `hidden` weights.
fn group_bytes<A: Arithmetic>(hidden: usize) -> usize {
    A::PRECISION.bytes(4 * hidden).max(1)
}

/// Checks that a model is of task `T` and fits `capacity` hidden units.
fn check_fit<T: Task>(model: &Model<'_>, capacity: usize) -> Result<(), Misfit> {
    let (shape, signature) = (&model.shape, T::SIGNATURE);
    let counts = |counts: &[u8], slots: &[npi_format::Slot]| {
        counts.iter().map(|&count| usize::from(count)).eq(slots.iter().map(|slot| slot.symbols.len()))
    };
    let same = model.fingerprint == const { T::SIGNATURE.fingerprint() }
        && shape.programs == signature.programs.len()
        && shape.arguments_are_inputs == signature.arguments_are_inputs()
        && counts(shape.observation, signature.observation)
        && counts(shape.arguments, signature.arguments);
    match (same, shape.rows_per_step() <= MAX_INPUTS, shape.hidden <= capacity) {
        (false, _, _) => Err(Misfit::Task),
        (_, false, _) => Err(Misfit::Inputs),
        (_, _, false) => Err(Misfit::Hidden { found: shape.hidden, capacity }),
        _ => Ok(()),
    }
}

impl<T: Task, A: Arithmetic, const H: usize> Policy<T> for Lstm<'_, A, H> {
    type State = LstmState<A, H>;

    fn fresh(&self) -> Self::State {
        LstmState { hidden: [A::REST; H], cell: [A::REST; H], begun: false }
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        observation: &T::Observation,
        state: &mut Self::State,
    ) -> Result<(Decision<T::Arguments>, Evidence), Error> {
        self.advance::<T>(call, observation, state)?;
        Ok(self.read::<T>(state))
    }
}
