//! The same network in other people's frameworks: batch 1, single precision, on one core.

mod burn;
mod candle;

use anyhow::Result;
use npi_format::convert::Checkpoint;
use npi_runtime::{Call, Decision, Error, Evidence, Policy, Task, decide};
use npi_trainer::sequence::rows;

pub use crate::burn::Burn;
pub use crate::candle::Candle;

/// A network in a framework: table rows in, head scores out.
pub trait Framework: Sized {
    /// What one call remembers.
    type State;

    /// Puts a checkpoint's weights into the framework's tensors.
    ///
    /// # Errors
    /// The framework's.
    fn new(checkpoint: &Checkpoint, device: Self::Device) -> Result<Self>;
    /// Where it computes.
    type Device;
    /// One step; the state before a call's first is `None`.
    ///
    /// # Errors
    /// The framework's.
    fn step(&self, rows: &[u32], state: &mut Option<Self::State>) -> Result<Vec<f32>>;
}

/// A framework's network as a policy.
pub struct Peer<F>(pub F);

impl<F: Framework, T: Task> Policy<T> for Peer<F> {
    type State = Option<F::State>;

    fn fresh(&self) -> Self::State {
        None
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        observation: &T::Observation,
        state: &mut Self::State,
    ) -> Result<(Decision<T::Arguments>, Evidence), Error> {
        let rows: Vec<u32> = rows::<T>(call, observation).into_iter().map(u32::from).collect();
        let scores = self.0.step(&rows, state).map_err(|_| Error::Symbol)?;
        Ok(decide::<T, f32>(scores.into_iter(), |score| score as i32))
    }
}
