//! The same network in other people's frameworks: batch 1, single precision, on one core.

mod burn;
mod candle;

use anyhow::Result;
use npi_format::Tensor;
use npi_format::convert::Checkpoint;
use npi_runtime::{Call, Error, Policy, Stepped, Task, decide};
use npi_trainer::sequence::rows;

pub use crate::burn::Burn;
pub use crate::candle::Candle;

/// A network in a framework: table rows in, head scores out.
pub trait Framework: Sized {
    /// What one call remembers.
    type State;
    /// Where it computes.
    type Device;

    /// Puts a checkpoint's weights into the framework's tensors.
    ///
    /// # Errors
    /// The framework's.
    fn new(checkpoint: &Checkpoint, device: Self::Device) -> Result<Self>;
    /// One step; the state before a call's first is `None`.
    ///
    /// # Errors
    /// The framework's.
    fn step(&self, rows: &[u32], state: &mut Option<Self::State>) -> Result<Vec<f32>>;
}

/// A checkpoint's tensors as matrices, row-major, each with its height and width; the bias is one row.
fn matrices(checkpoint: &Checkpoint) -> [(Vec<f32>, [usize; 2]); 4] {
    let (task, [tables, heads, bias]) = (&checkpoint.metadata.tasks[0], &checkpoint.own[0]);
    Tensor::ALL.map(|tensor| {
        let weights = match tensor {
            Tensor::Tables => tables,
            Tensor::Recurrent => &checkpoint.recurrent,
            Tensor::Heads => heads,
            Tensor::Bias => bias,
        };
        (weights.clone(), tensor.trained(&task.shape(), checkpoint.metadata.hidden))
    })
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
        view: &T::Observation,
        state: &mut Self::State,
    ) -> Result<Stepped<T>, Error> {
        let rows: Vec<u32> = rows(&T::SIGNATURE, call, view).into_iter().map(u32::from).collect();
        let scores = self.0.step(&rows, state).map_err(|_| Error::Weights)?;
        Ok(decide::<T, _>(scores.as_slice(), |score| score as i32))
    }
}
