//! Runs and proves Neural Programmer-Interpreters (Reed & de Freitas, arXiv 1511.06279)
//! without a heap or I/O.
//!
//! From the outside in: a [`Task`] is an [`Environment`] and the [`Machine`] that teaches its programs; a [`Policy`]
//! decides the next step, be it the [`Teacher`] or a network; the [`Interpreter`] runs a policy over an
//! environment; [`verify`](mod@verify) holds a network against the teacher on every sequence of views that
//! one call can be shown.
//!
//! The feature `std`, off unless asked for, lets an x86-64 program find out whether its processor has AVX2 or AVX-512,
//! with which a step takes a third of the time; the bits are the same. Without it, nothing but `core` is used.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Int8, Lstm, Task, format::Model, solve};
//! use npi_tasks::{Addition, models};
//! let model = Model::parse(models::ADDITION)?;
//! let network = Lstm::<Addition, Int8, 16>::new(&model)?;
//! let mut memory = [0; 10];
//! let mut world = Addition::world(b"579+1221", &mut memory)?;
//! solve(network, &mut world, |_step, _state| {})?;
//! let mut sum = String::new();
//! world.answer(&mut sum)?;
//! assert_eq!(sum, "1800");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![no_std]

#[cfg(feature = "std")]
extern crate std;

#[doc(hidden)]
pub mod budget;
mod decide;
mod error;
mod interpreter;
#[doc(hidden)]
pub mod kernel;
mod lstm;
mod network;
mod policy;
pub mod save;
mod sealed;
pub mod task;
mod teacher;
pub mod trace;
pub mod verify;

#[doc(hidden)]
pub use decide::{HeadScores, decide};
pub use error::{Error, Misfit, Refusal};
pub use interpreter::{Event, Interpreter, solve};
pub use kernel::{AtMost, Exactly, F32, Int4, Int8};
pub use lstm::{Lstm, LstmState, boxes};
pub use network::{Network, NetworkState};
pub use npi_format as format;
pub use policy::{Evidence, Policy, Stepped};
pub use save::{Save, SaveError};
pub use task::{Call, Decision, Environment, Machine, Picture, Program, Symbols, Task};
pub use teacher::Teacher;

/// The README, whose example is tested with those of this documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
