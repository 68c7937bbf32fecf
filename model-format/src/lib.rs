//! The NPI model blob: what it holds, how it is read, how it is made. This page is the
//! format's specification, version 2.
//!
//! A blob is a container: one recurrent *core*, and for each task a *section* of its own. A header of
//! [postcard](https://postcard.jamesmunns.com/wire-format) records says where everything stands; the tensors follow it, and
//! a checksum ends it. It is read in place: [`Model::parse`] borrows the weights from the bytes, allocates nothing,
//! and accepts or refuses any bytes at all, at any address. Version 1, which held one task and no alignment, is refused by
//! its number.
//!
//! # Layout
//!
//! | part | bytes |
//! |---|---|
//! | header | one record, then one entry for each task |
//! | zeros | up to a multiple of 16 from the blob's start |
//! | recurrent | the core's tensor; zeros up to a multiple of 16 |
//! | tables, heads, bias, boxes | a task's own tensors, and its boxes if it has any, in this order, each followed by zeros up to a multiple of 16; task after task |
//! | checksum | 4 bytes: CRC-32 (ISO-HDLC) of everything before, little-endian |
//!
//! Nothing else stands between them: each tensor begins where the one before and its zeros end.
//!
//! | field of the header | postcard type | meaning |
//! |---|---|---|
//! | magic | 4 bytes | `6e 70 69 1a`, "npi" and an end-of-file mark |
//! | version | `u8` | 2 |
//! | precision | enum | 0 f32, 1 int8, 2 int4 |
//! | hidden | `u16` | units of the LSTM layer, H, 1 to 1024 |
//! | scale | `i8` | fraction bits r of the recurrent weights; 0 in f32 |
//! | recurrent | span | the panel of 4H × H weights |
//! | tasks | `u8` | how many entries follow, at least 1 |
//!
//! | field of an entry | postcard type | meaning |
//! |---|---|---|
//! | task | string | the task's name |
//! | fingerprint | 8 bytes | [`Signature::fingerprint`] of the task, little-endian; no two are the same |
//! | programs | `u8` | learned programs, P, 1 to 253 |
//! | observation | bytes | symbols of each observation slot, 1 to 16 slots; 0 of a slot that no program sees |
//! | arguments | bytes | symbols of each argument slot, 1 to 16 slots, none of them 0 |
//! | flags | `u8` | the sum of 1, if some learned program takes arguments, which are inputs then, and of 2, if the task has boxes |
//! | scales | 2 × `i8` | fraction bits t of the tables, s of heads and bias; 0 in f32 |
//! | tables | span | the input table of `rows` × 4H weights |
//! | heads | span | the panel of `outputs` × H weights |
//! | bias | span | `outputs` weights |
//! | methods | bytes | of a task that has boxes: for each learned program the byte of its [`Method`], 0 to 2, not all 0 |
//! | boxes | span | of a task that has boxes: whole boxes of 6 · H bytes each, at least one |
//!
//! A span is two `u32`: the offset from the first tensor's first byte, a multiple of 16, and the length in bytes, zeros not
//! counted. In postcard, `u16`, `u32` and an enum are varints, here in no more bytes than they take, so that a model has one
//! blob; strings and bytes have their length, a varint, in front; `u8` and `i8` are a byte. The scales t, r and s are
//! −1 to 15, t and r at most 7 apart. No two tasks have the same name.
//!
//! # Weights
//!
//! An **f32** weight is four bytes, little-endian, and finite. An **int8** weight w is the byte w + 128, an **int4** weight
//! the nibble w + 8, low nibble first; it stands for w · 2^-t, 2^-r or 2^-s. A bias is never a nibble. [`Tensor`] is the
//! table of names, dimensions and sizes.
//!
//! *Rows of the input table* ([`Shape::first_row`]): the symbols of the observation's slots that some program sees, slot
//! after slot; the arguments' symbols, if they are inputs; the learned programs. A row holds, unit after unit, what the
//! symbol adds to the unit's input, forget, cell and output gate. There is no other bias: a program's row is its bias.
//!
//! *Outputs* ([`Shape::heads`]): `end`; NOP, ACT and the learned programs; the arguments' symbols, slot after slot; then
//! outputs that nobody reads, up to a multiple of four (the converter writes zeros). *Rows of the recurrent panel*: unit after unit, its four gates.
//!
//! *Panels* ([`layout::panel`]) keep four rows together, and of them four columns together, in the order 0, 2, 1, 3:
//!
//! ```text
//! rows 0–3: [r0c0 r0c2 r0c1 r0c3  r1c0 … r1c3  r2c0 … r2c3  r3c0 … r3c3] [r0c4 …] … then, if H is no
//!           multiple of four, the columns left over one by one: [r0c r1c r2c r3c] …
//! rows 4–7: …
//! ```
//!
//! # Boxes
//!
//! A box says between which numbers a network's state lies ([`Bounds`]); blobs in integers alone have boxes. It has six bytes for each
//! unit, unit after unit ([`Stored`]):
//!
//! | bytes of a unit | type | meaning |
//! |---|---|---|
//! | 0, 1 | 2 × `i8` | the least and the greatest hidden state, in 128ths |
//! | 2–5 | 2 × `i16` | the least and the greatest cell state, in 4096ths, little-endian |
//!
//! Both ends belong to a box. If the least is above the greatest of any unit, no state lies in the box: it is empty, and stands for what
//! never comes. The state of rest, in which a call begins, is in no box.
//!
//! How many boxes there are, and what each is for, follows from the methods and the task. Boxes stand program after program, and those
//! of a program memory after memory of its teacher, from 0 on:
//!
//! | byte of a method | boxes of the program |
//! |---|---|
//! | 0, [`Method::Sequences`] | none |
//! | 1, [`Method::Boxes`] | one for each memory: for the states in which the teacher has that memory |
//! | 2, [`Method::Split`] | for each memory one for each view of the program: for the states in which the teacher has just come to the memory by that view |
//!
//! A program's views are ordered by their symbols, the last slot changing fastest; of a slot that the program does not see there is
//! symbol 0 alone, and of symbols that it does not tell apart the first. Neither how many boxes there should be nor whether they hold
//! does the parser know: the one is for the task to say, the other for a proof.
//!
#![doc = include_str!("steps.md")]
#![doc = include_str!("sigmoid.md")]
//!
//! # Example
//!
//! One hidden unit, int8, for a task "fill" of two programs, one observation slot of four symbols and one
//! argument slot of three; its weights count up by an eighth, tables first. Sixteen bytes a line.
//!
//! ```
//! let bytes = [
//!     0x6e, 0x70, 0x69, 0x1a, 0x02, 0x01, 0x01, 0x04, // magic, version 2, int8, H = 1, r: sixteenths
//!     0x00, 0x04, 0x01, // recurrent: 4 bytes at 0; one task
//!     0x04, 0x66, 0x69, 0x6c, 0x6c, // "fill"
//!     0x70, 0xba, 0xd8, 0xe5, 0x7d, 0xdc, 0x02, 0x44, // fingerprint
//!     0x02, 0x01, 0x04, 0x01, 0x03, 0x01, // P = 2, slots [4], [3], flags: arguments are inputs
//!     0x04, 0x04, // t, s: sixteenths
//!     0x10, 0x24, 0x40, 0x08, 0x50, 0x08, // tables: 36 bytes at 16; heads: 8 at 64; bias: 8 at 80
//!     0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, // zeros up to byte 48
//!     // recurrent: four gates of the unit
//!     0xc8, 0xca, 0xcc, 0xce, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
//!     // tables: 9 rows of 4 gates; 0x80 is zero, 0x82 is 2/16
//!     0x80, 0x82, 0x84, 0x86, 0x88, 0x8a, 0x8c, 0x8e, 0x90, 0x92, 0x94, 0x96, 0x98, 0x9a, 0x9c, 0x9e,
//!     0xa0, 0xa2, 0xa4, 0xa6, 0xa8, 0xaa, 0xac, 0xae, 0xb0, 0xb2, 0xb4, 0xb6, 0xb8, 0xba, 0xbc, 0xbe,
//!     0xc0, 0xc2, 0xc4, 0xc6, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
//!     // heads: 8 outputs; their bias
//!     0xd0, 0xd2, 0xd4, 0xd6, 0xd8, 0xda, 0xdc, 0xde, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
//!     0xe0, 0xe2, 0xe4, 0xe6, 0xe8, 0xea, 0xec, 0xee, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
//!     0x9a, 0xf9, 0x45, 0x4d, // CRC-32
//! ];
//! let model = npi_format::Model::parse(&bytes)?;
//! assert_eq!((model.hidden(), model.core().tensor().bytes), (1, &[0xc8, 0xca, 0xcc, 0xce][..]));
//! let fill = model.section(0x4402_dc7d_e5d8_ba70).expect("a section of the task");
//! assert_eq!((fill.task(), fill.shape().rows(), fill.shape().outputs()), ("fill", 9, 8));
//! # Ok::<(), npi_format::ParseError>(())
//! ```
//!
//! # What cannot be made
//!
//! Nobody but the parser makes a [`Model`]: there is none that it would refuse.
//!
//! ```
//! fn read(bytes: &[u8]) -> Result<npi_format::Model<'_>, npi_format::ParseError> {
//!     let model = npi_format::Model::parse(bytes)?;
//!     Ok(model)
//! }
//! ```
//! ```compile_fail,E0451
//! fn read(bytes: &[u8]) -> Result<npi_format::Model<'_>, npi_format::ParseError> {
//!     let model = npi_format::Model { checksum: 0, ..npi_format::Model::parse(bytes)? };
//!     Ok(model)
//! }
//! ```
#![no_std]

#[cfg(feature = "convert")]
extern crate std;

mod blob;
mod boxes;
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

pub use blob::{ALIGNMENT, MAGIC, VERSION, checksum};
pub use boxes::{Bounds, Boxes, Method, Stored};
pub use error::{ParseError, Part, Place};
pub use model::{Core, Model, Section};
pub use precision::Precision;
pub use scales::{HIDDEN_FRACTION, MAX_FRACTION, MIN_FRACTION, Scales};
pub use shape::{Counts, Head, Input, MAX_SLOTS, Shape};
pub use signature::{Group, Program, Sees, Signature, Slot};
pub use tensor::{Tensor, TensorView};

/// The README, whose example is tested with those of this documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
