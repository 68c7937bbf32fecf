//! The model in flash, and a step of its network: the one part of the firmware that is compiled for
//! speed and not for size (see `profile` in the workspace's manifest).
//!
//! Nothing here is generic over the board, so that the step is compiled once, here, with this crate's own
//! level of optimisation.

#![no_std]
#![forbid(unsafe_code)]

use core::hint::black_box;

use npi_runtime::format::{Model, ParseError};
use npi_runtime::kernel::Arithmetic;
use npi_runtime::{Addition, Call, Decision, Error, Evidence, Lstm, LstmState, Policy};

include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// What one call remembers.
pub type State = LstmState<Weights, HIDDEN>;

/// The network of the model in flash.
pub struct Network {
    lstm: Lstm<'static, Weights, HIDDEN>,
    /// The blob's CRC-32, a short name for these very bytes.
    pub checksum: u32,
}

/// What the model's weights are, such as `int8`.
pub const PRECISION: &str = match <Weights as Arithmetic>::PRECISION {
    npi_runtime::format::Precision::F32 => "f32",
    npi_runtime::format::Precision::Int8 => "int8",
    npi_runtime::format::Precision::Int4 => "int4",
};

/// Bytes of the model.
pub const BYTES: usize = BLOB.len();

impl Network {
    /// Reads the model, trusting none of its bytes.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    #[inline(never)]
    pub fn load() -> Result<Self, &'static str> {
        // The compiler has read the model, too, and would leave out the checks that it has passed: but
        // what it knows is the file, and not what stands in this chip's flash.
        let model = Model::parse(black_box(&BLOB)).map_err(reason)?;
        let lstm = Lstm::new::<Addition>(&model).map_err(|_| "it is of another task, precision or size")?;
        Ok(Self { lstm, checksum: model.checksum })
    }
}

/// [`ParseError`]'s own words need `core::fmt`, which is 10 KB of flash and can panic.
fn reason(error: ParseError) -> &'static str {
    match error {
        ParseError::Magic => "it does not begin as a model does",
        ParseError::Version(_) => "it is of another version of the format",
        ParseError::Truncated | ParseError::Trailing(_) => "it does not end where a model does",
        ParseError::Checksum => "its checksum is wrong",
        _ => "its parts do not fit together",
    }
}

impl Policy<Addition> for &Network {
    type State = State;

    fn fresh(&self) -> State {
        Policy::<Addition>::fresh(&self.lstm)
    }

    #[inline(never)]
    fn step(
        &self,
        call: &Call<[u8; 2]>,
        observation: &[u8; 4],
        state: &mut State,
    ) -> Result<(Decision<[u8; 2]>, Evidence), Error> {
        Policy::<Addition>::step(&self.lstm, call, observation, state)
    }
}
