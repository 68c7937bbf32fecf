//! A network of whatever precision a model has: for desktops, where the model comes at run time.

use npi_format::{Bounds, Model, Precision, Stored};

use crate::kernel::{Arithmetic, F32, Int4, Int8};
use crate::policy::Stepped;
use crate::trace::{Hash, Word};
use crate::verify::{Boxed, Lead};
use crate::{Call, Decision, Error, Lstm, LstmState, Misfit, Policy, Task};

/// A task's network of any precision, for models of up to `H` hidden units.
#[derive(Debug, Clone, Copy)]
pub enum Network<'m, T, const H: usize> {
    /// Single precision.
    F32(Lstm<'m, T, F32, H>),
    /// 8-bit weights.
    Int8(Lstm<'m, T, Int8, H>),
    /// 4-bit weights.
    Int4(Lstm<'m, T, Int4, H>),
}

/// What one call of a [`Network`] remembers.
#[derive(Debug, Clone, Copy)]
pub enum NetworkState<const H: usize> {
    /// Single precision.
    F32(LstmState<F32, H>),
    /// 8-bit weights.
    Int8(LstmState<Int8, H>),
    /// 4-bit weights.
    Int4(LstmState<Int4, H>),
}

impl<const H: usize> NetworkState<H> {
    /// Gives the hidden state `[H]` for pictures: −127 to 127, of which an integer's is 128ths and a float's 127ths.
    pub fn hidden(&self) -> impl Iterator<Item = i8> {
        (0..H).map(move |unit| match self {
            Self::F32(state) => (state.parts().0[unit] * 127.0) as i8,
            Self::Int8(state) => state.parts().0[unit] as i8,
            Self::Int4(state) => state.parts().0[unit] as i8,
        })
    }

    /// Takes the hidden and the cell state of the first `units` units into a run's hash.
    #[must_use]
    pub fn hash(&self, hash: Hash, units: usize) -> Hash {
        match self {
            Self::F32(state) => hash_of(state, hash, units),
            Self::Int8(state) => hash_of(state, hash, units),
            Self::Int4(state) => hash_of(state, hash, units),
        }
    }
}

/// A hash with a state's units in it.
fn hash_of<A: Arithmetic<Value: Word>, const H: usize>(
    state: &LstmState<A, H>,
    hash: Hash,
    units: usize,
) -> Hash {
    let (hidden, cell) = state.parts();
    hash.state(&hidden[..units.min(H)], &cell[..units.min(H)])
}

impl<'m, T: Task, const H: usize> Network<'m, T, H> {
    /// The network of the task's section in a model.
    ///
    /// # Errors
    /// [`Misfit`] if the model has no such section, or is too large.
    pub fn new(model: &Model<'m>) -> Result<Self, Misfit> {
        match model.precision() {
            Precision::F32 => Lstm::new(model).map(Self::F32),
            Precision::Int8 => Lstm::new(model).map(Self::Int8),
            Precision::Int4 => Lstm::new(model).map(Self::Int4),
        }
    }
}

impl<T: Task, const H: usize> Policy<T> for Network<'_, T, H> {
    type State = NetworkState<H>;

    fn fresh(&self) -> Self::State {
        match self {
            Self::F32(network) => NetworkState::F32(network.fresh()),
            Self::Int8(network) => NetworkState::Int8(network.fresh()),
            Self::Int4(network) => NetworkState::Int4(network.fresh()),
        }
    }

    fn restart(&self, state: &mut Self::State) {
        match (self, state) {
            (Self::F32(network), NetworkState::F32(state)) => network.restart(state),
            (Self::Int8(network), NetworkState::Int8(state)) => network.restart(state),
            (Self::Int4(network), NetworkState::Int4(state)) => network.restart(state),
            (_, state) => *state = self.fresh(),
        }
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut Self::State,
    ) -> Result<Stepped<T>, Error> {
        match (self, state) {
            (Self::F32(network), NetworkState::F32(state)) => network.step(call, view, state),
            (Self::Int8(network), NetworkState::Int8(state)) => network.step(call, view, state),
            (Self::Int4(network), NetworkState::Int4(state)) => network.step(call, view, state),
            _ => Err(Error::State),
        }
    }
}

/// # Errors
/// [`Error::Float`] in single precision.
impl<T: Task, const H: usize> Boxed<T> for Network<'_, T, H> {
    fn units(&self) -> usize {
        match self {
            Self::F32(_) => 0,
            Self::Int8(network) => network.units(),
            Self::Int4(network) => network.units(),
        }
    }

    fn step_box(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        from: &[Stored],
        image: &mut [Bounds],
    ) -> Result<(), Error> {
        match self {
            Self::F32(_) => Err(Error::Float),
            Self::Int8(network) => network.step_box(call, view, from, image),
            Self::Int4(network) => network.step_box(call, view, from, image),
        }
    }

    fn lead(&self, states: &[Bounds], expected: &Decision<T::Arguments>) -> Lead {
        match self {
            Self::F32(_) => Lead { margin: i32::MIN, ..Lead::MOST }, // nothing is shown
            Self::Int8(network) => network.lead(states, expected),
            Self::Int4(network) => network.lead(states, expected),
        }
    }
}
