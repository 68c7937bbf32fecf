//! A run as bytes: stopped between two steps, saved, and resumed later, on the same model, with the same bits.
//!
//! [`Interpreter::save`] writes the call stack: which programs are open, with which arguments, after how many steps, and the state
//! of each. [`Interpreter::restore`] reads it back into an interpreter of the same task and the same network, on this target or
//! another, and refuses everything else, whatever the bytes are. All that comes after is what would have come without the stop.
//!
//! **The world is not in it.** What an environment is, only its owner knows: pins are as they are found, a scratchpad in memory that
//! keeps its contents may stay there, and what is lost must be saved beside the run by whoever has made it. A run's
//! [`Hash`](crate::trace::Hash) and its number of steps are its owner's, too: both are plain numbers.
//!
//! # Layout, version 1
//!
//! All integers are little-endian, and nothing is aligned.
//!
//! | bytes | meaning |
//! |---|---|
//! | 4 | `6e 70 69 1b`, "npi" and an escape |
//! | 1 | version, 1 |
//! | 1 | frames on the stack, none of a run that is over |
//! | 8 | [`Signature::fingerprint`](crate::task::Signature::fingerprint) of the task |
//! | 4 | [`Save::identity`] of the network |
//! | for each frame, from the bottom | 1 the program, then the arguments, a byte a slot, 4 steps that the call has taken, and [`Save::state_bytes`] of state |
//! | 4 | CRC-32 (ISO-HDLC) of everything before |
//!
//! The state of a network of H units, the model's, whatever there is room for:
//!
//! | bytes | meaning |
//! |---|---|
//! | 1 | 1 if the call has begun; else 0, and all of the state is zero |
//! | 2 H or 4 H | the hidden state: `i16` from −127 to 127 in integer precisions, else `f32` |
//! | 2 H or 4 H | the cell state: `i16` or `f32` |
//!
//! Bytes behind the end are not looked at: a whole page of flash may be given back.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Int8, Interpreter, Lstm, Task, format::Model};
//! use npi_tasks::{Addition, models};
//! type Adder<'m> = Interpreter<Addition, Lstm<'m, Addition, Int8, 16>>;
//!
//! let model = Model::parse(models::ADDITION)?;
//! let network = Lstm::new(&model)?;
//! let mut memory = [0; 10];
//! let mut world = Addition::world(b"579+1221", &mut memory)?;
//!
//! let mut adder = Adder::new(network);
//! adder.call(Addition::start(&world))?;
//! for _ in 0..7 {
//!     adder.step(&mut world, |_event, _state| {})?;
//! }
//! let mut bytes = [0; Adder::SAVED];
//! assert_eq!(bytes.len(), 166); // two frames, of 16 units each
//! let length = adder.save(&mut bytes)?;
//! drop(adder); // as if the power went
//!
//! let mut adder = Adder::new(network);
//! adder.restore(&bytes[..length])?;
//! adder.resume(&mut world, 100, |_event, _state| {})?;
//! let mut sum = String::new();
//! world.answer(&mut sum)?;
//! assert_eq!(sum, "1800");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Interpreter::save`]: crate::Interpreter::save
//! [`Interpreter::restore`]: crate::Interpreter::restore

mod error;
mod lstm;
mod network;
mod run;

pub use error::SaveError;
pub use lstm::Value;

use crate::{Machine, Policy};

/// What a saved run begins with.
const MAGIC: [u8; 4] = *b"npi\x1b";
/// The version of the layout.
const VERSION: u8 = 1;

/// A policy whose states can be saved, and are bound to it.
pub trait Save<M: Machine>: Policy<M> {
    /// Bytes of the largest state that such a policy can have: what a buffer has for each frame.
    const LARGEST: usize;

    /// Names the policy: another, which would go on otherwise, has another number. Of a network it is the CRC-32 of all that it
    /// computes with, and so the same in every blob that has these weights.
    fn identity(&self) -> u32;

    /// Counts the bytes of a state, at most [`Save::LARGEST`].
    fn state_bytes(&self) -> usize;

    /// Writes a state into so many bytes.
    fn save_state(&self, state: &Self::State, out: &mut [u8]);

    /// Reads a state from so many bytes; `None` if no state of this policy is written so.
    fn load_state(&self, bytes: &[u8]) -> Option<Self::State>;
}

/// Cuts so many bytes off the front of a buffer, in a way that the compiler sees cannot panic.
pub(crate) fn cut<'b>(out: &mut &'b mut [u8], count: usize) -> Option<&'b mut [u8]> {
    let (front, rest) = core::mem::take(out).split_at_mut_checked(count)?;
    *out = rest;
    Some(front)
}

/// Fills the front of a buffer, and cuts it off.
pub(crate) fn put(out: &mut &mut [u8], bytes: &[u8]) {
    let places = cut(out, bytes.len()).unwrap_or_default();
    places.iter_mut().zip(bytes).for_each(|(place, &byte)| *place = byte);
}

/// Takes an array of bytes from the front.
pub(crate) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (front, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*front)
}
