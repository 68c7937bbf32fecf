//! The NPI model blob: what it holds, how it is read, how it is made.
//! (The format's specification follows in a later step.)
#![no_std]

#[cfg(feature = "convert")]
extern crate std;

mod blob;
#[cfg(feature = "convert")]
pub mod convert;
mod error;
pub mod layout;
mod shape;
mod signature;

pub use blob::{HIDDEN_FRACTION, MAGIC, MAX_FRACTION, Model, Precision, Scales, VERSION, table_shift};
pub use error::{ParseError, TENSORS};
pub use shape::Shape;
pub use signature::{Program, Signature, Slot};
