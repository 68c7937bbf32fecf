//! The network of one precision: input table, LSTM layer, heads.

mod inputs;
mod scores;

use npi_format::{Model, Scales};

use crate::decide::decide;
use crate::kernel::{Arithmetic, AtMost, Exactly, Layer, Operand, Units};
use crate::task::MAX_INPUTS;
use crate::{Call, Decision, Error, Evidence, Misfit, Policy, Task};
use inputs::Inputs;
pub use scores::Scores;

/// A network on borrowed weights, for models of up to `H` hidden units, or of [`Exactly`] `H`.
///
/// Holds no state: each call's is an [`LstmState`], `4·H` bytes in integer precisions.
#[derive(Debug, Clone, Copy)]
pub struct Lstm<'m, A, const H: usize, U = AtMost> {
    units: U,
    scales: Scales,
    tables: &'m [u8],
    recurrent: &'m [u8],
    heads: &'m [u8],
    bias: &'m [u8],
    arithmetic: core::marker::PhantomData<A>,
}

/// What one call remembers: hidden and cell state `[H]`.
#[derive(Debug)]
#[repr(align(4))] // cleared and copied in whole words
pub struct LstmState<A: Arithmetic, const H: usize> {
    hidden: [A::Value; H],
    cell: [A::Value; H],
    /// False before the first step, when what the others hold may be an earlier call's, and counts as rest.
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
    /// The state before a call's first step.
    pub const REST: Self = Self { hidden: [A::REST; H], cell: [A::REST; H], begun: false };

    /// The hidden and the cell state `[H]`; units beyond the model's stay at rest.
    #[must_use]
    pub fn parts(&self) -> (&[A::Value; H], &[A::Value; H]) {
        (&self.hidden, &self.cell)
    }
}

impl<'m, A: Arithmetic, const H: usize> Lstm<'m, A, H> {
    /// The network of a parsed model of at most `H` hidden units.
    ///
    /// # Errors
    /// [`Misfit`] if the model is of another task or precision, or too large.
    pub fn new<T: Task>(model: &Model<'m>) -> Result<Self, Misfit> {
        Self::of::<T>(model, AtMost(model.shape.hidden))
    }
}

impl<'m, A: Arithmetic, const H: usize> Lstm<'m, A, H, Exactly<H>> {
    /// The network of a parsed model of exactly `H` hidden units.
    ///
    /// # Errors
    /// [`Misfit`] if the model is of another task, precision or size.
    pub fn exactly<T: Task>(model: &Model<'m>) -> Result<Self, Misfit> {
        match model.shape.hidden {
            found if found != H => Err(Misfit::Units { found, expected: H }),
            _ => Self::of::<T>(model, Exactly),
        }
    }
}

impl<'m, A: Arithmetic, const H: usize, U: Units> Lstm<'m, A, H, U> {
    fn of<T: Task>(model: &Model<'m>, units: U) -> Result<Self, Misfit> {
        check_fit::<T>(model, H)?;
        if model.precision != A::PRECISION {
            return Err(Misfit::Precision);
        }
        let ([tables, recurrent, heads, bias], scales) = (model.tensors, model.scales);
        Ok(Self { units, scales, tables, recurrent, heads, bias, arithmetic: core::marker::PhantomData })
    }

    /// The recurrent step: new hidden and cell state from the inputs. Not inlined, so that what it needs of
    /// the stack is free again when the heads are read.
    #[inline(never)]
    fn advance<T: Task>(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut LstmState<A, H>,
    ) -> Result<(), Error> {
        let Self { units, scales, recurrent, .. } = *self;
        let inputs = Inputs::<T, A>::look_up(self.tables, units.count(), A::nothing::<H>(), call, view)?;
        let begun = core::mem::replace(&mut state.begun, true);
        if !begun {
            for values in [&mut state.hidden, &mut state.cell] {
                values.get_mut(..units.count()).unwrap_or_default().fill(A::REST);
            }
        }
        let (hidden, cells) = (&mut state.hidden, &mut state.cell);
        A::advance(Layer { units, scales, recurrent, begun, hidden, cells }, &inputs).ok_or(Error::Symbol)
    }

    /// What the heads say of a state. Not inlined, as [`Lstm::advance`].
    #[inline(never)]
    fn read<T: Task>(&self, state: &LstmState<A, H>) -> (Decision<T::Arguments>, Evidence) {
        let hidden = state.hidden.get(..self.units.count()).unwrap_or_default();
        if let Some(scores) = A::all_scores(self.heads, self.bias, hidden) {
            return decide::<T, _>(scores.as_slice(), |score| A::evidence(self.scales, score));
        }
        decide::<T, _>(self.scores(state), |score| A::evidence(self.scales, score))
    }

    /// The head scores in their order, computed as they are asked for.
    pub fn scores<'s>(&'s self, state: &'s LstmState<A, H>) -> Scores<'s, A, U> {
        let hidden = state.hidden.get(..self.units.count()).unwrap_or_default();
        Scores::new(Operand::new(self.units, self.scales, 0, hidden), self.heads, A::biases(self.bias))
    }
}

/// Checks that a model is of task `T` and fits `capacity` hidden units.
fn check_fit<T: Task>(model: &Model<'_>, capacity: usize) -> Result<(), Misfit> {
    let (shape, signature) = (&model.shape, T::SIGNATURE);
    let equal = |counts: &[u8], expected: &mut dyn Iterator<Item = usize>| {
        counts.iter().map(|&count| usize::from(count)).eq(expected)
    };
    let inputs = &mut (0..signature.observation.len()).map(|slot| signature.inputs(slot));
    let arguments = &mut signature.arguments.iter().map(|slot| slot.symbols.len());
    let same = model.fingerprint == const { T::SIGNATURE.fingerprint() }
        && shape.programs == signature.programs.len()
        && shape.arguments_are_inputs == signature.arguments_are_inputs()
        && equal(shape.observation, inputs)
        && equal(shape.arguments, arguments);
    match (same, shape.rows_per_step() <= MAX_INPUTS, shape.hidden <= capacity) {
        (false, _, _) => Err(Misfit::Task),
        (_, false, _) => Err(Misfit::Inputs),
        (_, _, false) => Err(Misfit::Hidden { found: shape.hidden, capacity }),
        _ => Ok(()),
    }
}

impl<T: Task, A: Arithmetic, const H: usize, U: Units> Policy<T> for Lstm<'_, A, H, U> {
    type State = LstmState<A, H>;

    fn fresh(&self) -> Self::State {
        LstmState::REST
    }

    fn restart(&self, state: &mut Self::State) {
        state.begun = false; // the first step does the rest, for the units there are
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut Self::State,
    ) -> Result<(Decision<T::Arguments>, Evidence), Error> {
        self.advance::<T>(call, view, state)?;
        Ok(self.read::<T>(state))
    }
}
