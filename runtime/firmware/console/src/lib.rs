//! The program that is the same on every board: a console on the serial port.
//!
//! From the metal upwards:
//!
//! - [`board`]: what a board must offer, and one that is put together from any `embedded-io` port, a counter and lights;
//! - [`text`]: text and integers written to it, without `core::fmt`'s formatting;
//! - [`line`](mod@line): a line as it arrives, its problem straight into the task's memory;
//! - [`model`]: the model in flash, checked;
//! - [`solve`](mod@solve): the runtime's interpreter, run on that memory;
//! - [`command`]: what can be asked, one file for each command;
//! - [`console`]: the loop that joins them.
//!
//! The network's step is in the crate `npi-network`, which is compiled for speed.
//!
//! There is no heap, no buffer for an input line, and no panic: `support` proves the last at link
//! time. Formatting is absent because it costs about 10 KB of flash and panics inside.

#![no_std]
#![forbid(unsafe_code)]

pub mod board;
pub mod command;
pub mod console;
pub mod line;
pub mod model;
pub mod solve;
pub mod text;

pub use board::{Board, Counter, Lights, Lost, Named, StackUse, Wired};
pub use console::{Console, Terminal, run};
pub use npi_network::Workspace;
