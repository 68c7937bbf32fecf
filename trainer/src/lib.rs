//! The desktop's side of npi: traces, training, and what the command `npi` is made of.
//!
//! ```text
//! task → traces → sequences → weights → blob → run → trace
//! ```

#![deny(clippy::print_stdout, clippy::print_stderr)] // both panic when nobody reads; `talk` and `writeln!` do not

pub mod bench;
pub mod check;
pub mod cli;
pub mod cmd;
pub mod course;
pub mod error;
pub mod files;
pub mod invariant;
pub mod jobs;
pub mod json;
#[cfg(feature = "learn")]
pub mod learn;
pub mod model;
pub mod names;
pub mod nesting;
pub mod outcome;
pub mod pictures;
pub mod plural;
pub mod progress;
pub mod proof;
pub mod random;
pub mod record;
pub mod refutation;
pub mod sequence;
pub mod shown;
pub mod signals;
pub mod spec;
pub mod talk;
pub mod tasks;
pub mod trace;
