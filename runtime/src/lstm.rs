//! The network of one precision: input table, LSTM layer, heads.

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
#[derive(Debug, Clone, Copy)]
pub struct LstmState<A: Arithmetic, const H: usize> {
    hidden: [A::Value; H],
    cell: [A::Value; H],
    /// False before the first step, when `hidden` is zero and needs no recurrent product.
    begun: bool,
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

    /// The recurrent step: new hidden and cell state from the rows of the inputs.
    #[inline(always)]
    fn advance(&self, rows: &[&[A::Four]], state: &mut LstmState<A, H>) {
        let mut next = [A::REST; H];
        let hidden = state.hidden.get(..self.hidden).unwrap_or_default();
        let excess = if state.begun { A::excess(hidden) } else { A::Sum::ZERO };
        let mut groups = self.recurrent.chunks_exact(group_bytes::<A>(self.hidden));
        for (unit, (next, cell)) in next.iter_mut().zip(&mut state.cell).take(self.hidden).enumerate() {
            let product = match groups.next() {
                Some(group) if state.begun => products::<A>(group, hidden),
                _ => [A::Sum::ZERO; 4],
            };
            *next = A::unit(self.scales, table_sums::<A>(rows, unit), rows.len(), product, excess, cell);
        }
        (state.hidden, state.begun) = (next, true);
    }

    /// The head scores in their order, four computed at a time, as they are asked for.
    pub fn scores(&self, state: &LstmState<A, H>) -> impl Iterator<Item = A::Sum> {
        let hidden = state.hidden.get(..self.hidden).unwrap_or_default();
        let excess = A::excess(hidden);
        let groups = self.heads.chunks_exact(group_bytes::<A>(self.hidden)).enumerate();
        groups.flat_map(move |(group, weights)| {
            A::scores(products::<A>(weights, hidden), excess, self.bias, group)
        })
    }

    /// The table rows of a step's inputs: the observation's, the arguments' if the program takes
    /// them, and the program's.
    fn rows<T: Task>(
        &self,
        call: &Call<T::Arguments>,
        observation: &T::Observation,
    ) -> Result<Vec<&'m [A::Four], MAX_INPUTS>, Error> {
        let (signature, mut first, mut rows) = (T::SIGNATURE, 0, Vec::new());
        for (&symbol, slot) in observation.as_ref().iter().zip(signature.observation) {
            self.push_row(&mut rows, first, symbol, slot.symbols.len())?;
            first += slot.symbols.len();
        }
        if signature.arguments_are_inputs() {
            let taken = call.program.takes_arguments(&signature);
            for (&symbol, slot) in call.arguments.as_ref().iter().zip(signature.arguments) {
                if taken {
                    self.push_row(&mut rows, first, symbol, slot.symbols.len())?;
                }
                first += slot.symbols.len();
            }
        }
        let program = call.program.index().ok_or(Error::Symbol)?;
        self.push_row(&mut rows, first, program as u8, signature.programs.len())?;
        Ok(rows)
    }

    fn push_row(
        &self,
        rows: &mut Vec<&'m [A::Four], MAX_INPUTS>,
        first: usize,
        symbol: u8,
        symbols: usize,
    ) -> Result<(), Error> {
        let bytes = A::PRECISION.bytes(4 * self.hidden);
        let start = (first + usize::from(symbol)) * bytes;
        let row = self.tables.get(start..start + bytes).filter(|_| usize::from(symbol) < symbols);
        rows.push(A::fours(row.ok_or(Error::Symbol)?)).map_err(|_| Error::Symbol)
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
    let same = model.fingerprint == signature.fingerprint()
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
        let rows = self.rows::<T>(call, observation)?;
        self.advance(&rows, state);
        Ok(decide::<T, _>(self.scores(state), |score| A::evidence(self.scales, score)))
    }
}
