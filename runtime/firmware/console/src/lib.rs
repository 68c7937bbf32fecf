//! The program that is the same on every board: a console on the serial port.
//!
//! From the metal upwards:
//!
//! - [`board`]: what a board must offer, one small trait;
//! - [`text`]: bytes and integers written to it, without `core::fmt`;
//! - [`scratchpad`]: all the RAM that remains, two bytes for each column of digits;
//! - [`line`]: a line as it arrives, digits straight into the scratchpad;
//! - [`adder`]: **the seam where the runtime's interpreter is called**;
//! - [`console`]: the loop that joins them.
//!
//! There is no heap, no buffer for an input line, and no panic: `support` proves the last at link
//! time. `core::fmt` is absent because it costs about 10 KB of flash and panics inside.

#![no_std]
#![forbid(unsafe_code)]

pub mod adder;
pub mod board;
pub mod console;
pub mod line;
pub mod scratchpad;
pub mod text;

pub use board::{Board, Lost, StackUse};
pub use console::run;
