//! The NPI model blob: what it holds, how it is read, how it is made. This page is the
//! format's specification, version 1.
//!
//! A blob is a [postcard](https://postcard.jamesmunns.com/wire-format) record with a checksum behind it.
//! It is read in place: [`Model::parse`] borrows the weights from the bytes, allocates nothing,
//! and accepts or refuses any bytes at all.
//!
//! # Layout
//!
//! | field | postcard type | meaning |
//! |---|---|---|
//! | magic | 4 bytes | `6e 70 69 1a`, "npi" and an end-of-file mark |
//! | version | `u8` | 1 |
//! | precision | enum | 0 f32, 1 int8, 2 int4 |
//! | fingerprint | 8 bytes | [`Signature::fingerprint`] of the task, little-endian |
//! | task | string | the task's name |
//! | hidden | `u16` | units of the LSTM layer, H |
//! | programs | `u8` | learned programs, P |
//! | observation | bytes | symbols of each observation slot; 0 of a slot that no program sees |
//! | arguments | bytes | symbols of each argument slot |
//! | arguments are inputs | bool | whether some learned program takes arguments |
//! | scales | 3 × `i8` | fraction bits t, r, s of tables, recurrent weights, heads, −1 to 15, t and r at most 7 apart; 0 in f32 |
//! | tables | bytes | input table, `rows` × 4H weights |
//! | recurrent | bytes | panel of 4H × H weights |
//! | heads | bytes | panel of `outputs` × H weights |
//! | bias | bytes | `outputs` weights |
//! | checksum | 4 bytes | CRC-32 (ISO-HDLC) of everything before, little-endian; not part of the postcard record |
//!
//! Strings and bytes are preceded by their length, a varint; so is `hidden` a varint.
//!
//! # Weights
//!
//! An **f32** weight is four bytes, little-endian. An **int8** weight w is the byte w + 128, an **int4** weight the
//! nibble w + 8, low nibble first; it stands for w · 2^-t, 2^-r or 2^-s. A bias is never a nibble.
//!
//! *Rows of the input table*: the symbols of the observation's slots that some program sees, slot after slot; the arguments' symbols, if they are
//! inputs; the learned programs. A row holds, unit after unit, what the symbol adds to the
//! unit's input, forget, cell and output gate. There is no other bias: a program's row is its bias.
//!
//! *Outputs*: `end`; NOP, ACT and the learned programs; the arguments' symbols, slot after slot; then
//! zeros up to a multiple of four. *Rows of the recurrent panel*: unit after unit, its four gates.
//!
//! *Panels* ([`layout::panel`]) keep four rows together, and of them four columns together, in the order 0, 2, 1, 3:
//!
//! ```text
//! rows 0–3: [r0c0 r0c2 r0c1 r0c3  r1c0 … r1c3  r2c0 … r2c3  r3c0 … r3c3] [r0c4 …] … then, if H is no
//!           multiple of four, the columns left over one by one: [r0c r1c r2c r3c] …
//! rows 4–7: …
//! ```
//!
//! # Example
//!
//! One hidden unit, int8, for a task "fill" of two programs, one observation slot of four symbols and one
//! argument slot of three; its weights count up by an eighth.
//!
//! ```
//! let bytes = [
//!     0x6e, 0x70, 0x69, 0x1a, 0x01, 0x01, // magic, version 1, int8
//!     0x88, 0x2b, 0x13, 0x1c, 0xd7, 0x5b, 0xf8, 0x23, // fingerprint
//!     0x04, 0x66, 0x69, 0x6c, 0x6c, // "fill"
//!     0x01, 0x02, 0x01, 0x04, 0x01, 0x03, 0x01, // H = 1, P = 2, slots [4], [3], inputs
//!     0x04, 0x04, 0x04, // t, r, s: sixteenths
//!     0x24, // 36 table weights: 9 rows of 4 gates; 0x80 is zero, 0x82 is 2/16
//!     0x80, 0x82, 0x84, 0x86, 0x88, 0x8a, 0x8c, 0x8e, 0x90, 0x92, 0x94, 0x96, //
//!     0x98, 0x9a, 0x9c, 0x9e, 0xa0, 0xa2, 0xa4, 0xa6, 0xa8, 0xaa, 0xac, 0xae, //
//!     0xb0, 0xb2, 0xb4, 0xb6, 0xb8, 0xba, 0xbc, 0xbe, 0xc0, 0xc2, 0xc4, 0xc6, //
//!     0x04, 0xc8, 0xca, 0xcc, 0xce, // recurrent: four gates of the unit
//!     0x08, 0xd0, 0xd2, 0xd4, 0xd6, 0xd8, 0xda, 0xdc, 0xde, // heads: 8 outputs
//!     0x08, 0xe0, 0xe2, 0xe4, 0xe6, 0xe8, 0xea, 0xec, 0xee, // their bias
//!     0x73, 0x80, 0x4c, 0x13, // CRC-32
//! ];
//! let model = npi_format::Model::parse(&bytes)?;
//! assert_eq!((model.task, model.shape.hidden, model.shape.rows(), model.shape.outputs()), ("fill", 1, 9, 8));
//! assert_eq!(model.tensors[1], [0xc8, 0xca, 0xcc, 0xce]);
//! # Ok::<(), npi_format::ParseError>(())
//! ```
#![no_std]

#[cfg(feature = "convert")]
extern crate std;

mod blob;
#[cfg(feature = "convert")]
pub mod convert;
mod error;
pub mod layout;
mod model;
mod parse;
mod precision;
mod scales;
mod shape;
mod signature;
mod tensor;

pub use blob::{ALIGNMENT, MAGIC, VERSION};
pub use error::{ParseError, Place};
pub use model::{Core, Model, Section};
pub use precision::Precision;
pub use scales::{HIDDEN_FRACTION, MAX_FRACTION, MIN_FRACTION, Scales};
pub use shape::{Counts, Head, Input, MAX_SLOTS, Shape};
pub use signature::{Group, Program, Sees, Signature, Slot};
pub use tensor::{Tensor, TensorView};
