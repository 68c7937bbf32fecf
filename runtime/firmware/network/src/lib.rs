//! The model in flash, and a step of its networks: the one part of the firmware that is compiled for
//! speed and not for size (see `profile` in the workspace's manifest).
//!
//! Nothing here is generic over the board, and each task's step is compiled once, here, with this crate's own
//! level of optimisation.

#![no_std]
#![forbid(unsafe_code)]

use core::hint::black_box;

use npi_runtime::format::Model;
use npi_runtime::kernel::Arithmetic;
use npi_runtime::{Call, Error, Exactly, Lstm, LstmState, Machine, Misfit, Policy, Stepped, Task};
use npi_tasks::Addition;

include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// What one call remembers.
pub type State = LstmState<Weights, HIDDEN>;

/// A task's network, of the model in flash.
pub struct Network<T> {
    lstm: Lstm<'static, T, Weights, HIDDEN, Exactly<HIDDEN>>,
    /// The blob's CRC-32, a short name for these very bytes.
    pub checksum: u32,
}

/// What the model's weights are, such as `int8`.
pub const PRECISION: &str = <Weights as Arithmetic>::PRECISION.name();

impl<T: Task> Network<T> {
    /// The task's network in a model that has been read from [`blob`].
    ///
    /// # Errors
    /// As [`Lstm::exactly`].
    pub fn new(model: &Model<'static>) -> Result<Self, Misfit> {
        Ok(Self { lstm: Lstm::exactly(model)?, checksum: model.checksum() })
    }
}

/// The model's bytes, of which nothing is known.
///
/// The compiler has read the file, too, and would leave out the checks that it has passed: but what it
/// knows is not what stands in this chip's flash.
pub fn blob() -> &'static [u8] {
    black_box(&BLOB.0)
}

/// Makes a task's network a policy. For a concrete task, so that its step is compiled in this crate.
macro_rules! policy {
    ($task:ty) => {
        impl Policy<$task> for &Network<$task> {
            type State = State;

            fn fresh(&self) -> State {
                self.lstm.fresh()
            }

            fn restart(&self, state: &mut State) {
                self.lstm.restart(state);
            }

            #[inline(never)]
            fn step(
                &self,
                call: &Call<<$task as Machine>::Arguments>,
                view: &<$task as Machine>::Observation,
                state: &mut State,
            ) -> Result<Stepped<$task>, Error> {
                self.lstm.step(call, view, state)
            }
        }
    };
}

policy!(Addition);
#[cfg(feature = "fill")]
policy!(npi_fill::Fill);
