//! The model in flash, and a step of its network: the one part of the firmware that is compiled for
//! speed and not for size (see `profile` in the workspace's manifest).
//!
//! Nothing here is generic over the board, so that the step is compiled once, here, with this crate's own
//! level of optimisation.

#![no_std]
#![forbid(unsafe_code)]

use core::hint::black_box;

use npi_runtime::format::{Model, Precision};
use npi_runtime::kernel::Arithmetic;
use npi_runtime::{Addition, Call, Decision, Error, Evidence, Exactly, Lstm, LstmState, Misfit, Policy};

include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// What one call remembers.
pub type State = LstmState<Weights, HIDDEN>;

/// The network of the model in flash.
pub struct Network {
    lstm: Lstm<'static, Weights, HIDDEN, Exactly<HIDDEN>>,
    /// The blob's CRC-32, a short name for these very bytes.
    pub checksum: u32,
}

/// What the model's weights are, such as `int8`.
pub const PRECISION: &str = match <Weights as Arithmetic>::PRECISION {
    Precision::F32 => "f32",
    Precision::Int8 => "int8",
    Precision::Int4 => "int4",
};

impl Network {
    /// The network of a model that has been read from [`blob`].
    ///
    /// # Errors
    /// As [`Lstm::exactly`].
    pub fn new(model: &Model<'static>) -> Result<Self, Misfit> {
        Ok(Self { lstm: Lstm::exactly::<Addition>(model)?, checksum: model.checksum })
    }
}

/// The model's bytes, of which nothing is known.
///
/// The compiler has read the file, too, and would leave out the checks that it has passed: but what it
/// knows is not what stands in this chip's flash.
pub fn blob() -> &'static [u8] {
    black_box(&BLOB)
}

impl Policy<Addition> for &Network {
    type State = State;

    fn fresh(&self) -> State {
        Policy::<Addition>::fresh(&self.lstm)
    }

    fn restart(&self, state: &mut State) {
        Policy::<Addition>::restart(&self.lstm, state);
    }

    #[inline(never)]
    fn step(
        &self,
        call: &Call<[u8; 2]>,
        view: &[u8; 4],
        state: &mut State,
    ) -> Result<(Decision<[u8; 2]>, Evidence), Error> {
        Policy::<Addition>::step(&self.lstm, call, view, state)
    }
}
