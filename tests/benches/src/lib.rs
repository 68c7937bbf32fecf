//! The same network in other people's frameworks: batch 1, single precision, on one core.

#[cfg(feature = "peers")]
mod burn;
#[cfg(feature = "silicon")]
mod c;
#[cfg(feature = "peers")]
mod candle;
mod clock;
#[cfg(feature = "peers")]
mod matrices;
#[cfg(feature = "silicon")]
mod onnx;
#[cfg(feature = "silicon")]
mod ort;
#[cfg(feature = "silicon")]
mod protobuf;
mod replay;
#[cfg(feature = "silicon")]
mod rten;
#[cfg(feature = "silicon")]
mod tract;

use anyhow::Result;
use npi_format::convert::Checkpoint;

#[cfg(feature = "peers")]
pub use crate::burn::Burn;
#[cfg(feature = "silicon")]
pub use crate::c::{C, Flags, Limit};
#[cfg(feature = "peers")]
pub use crate::candle::Candle;
pub use crate::clock::processor_seconds;
#[cfg(feature = "silicon")]
pub use crate::ort::OnnxRuntime;
pub use crate::replay::{Contender, Float, Integer, Peer, Step, record};
#[cfg(feature = "silicon")]
pub use crate::rten::Rten;
#[cfg(feature = "silicon")]
pub use crate::tract::Tract;

#[cfg(feature = "peers")]
use crate::matrices::matrices;

/// A network in a framework: table rows in, head scores out.
pub trait Framework: Sized {
    /// What one call remembers.
    type State;
    /// Where it computes, or how.
    type Device;

    /// Puts a checkpoint's weights into the framework's tensors.
    ///
    /// # Errors
    /// The framework's.
    fn new(checkpoint: &Checkpoint, device: Self::Device) -> Result<Self>;
    /// The state before a call's first step.
    fn fresh(&self) -> Self::State;
    /// Makes a state that of [`Framework::fresh`].
    fn restart(&self, state: &mut Self::State) {
        *state = self.fresh();
    }
    /// One step: takes in the rows of the tables, and fills the scores.
    ///
    /// # Errors
    /// The framework's.
    fn step(&self, rows: &[u32], state: &mut Self::State, scores: &mut [f32]) -> Result<()>;
}

/// A vector with a one for each row that is looked up.
#[cfg(feature = "silicon")]
fn one_hot(rows: &[u32], count: usize) -> Vec<f32> {
    let mut hot = vec![0.0; count];
    rows.iter().for_each(|&row| hot[row as usize] = 1.0);
    hot
}
