//! The desktop's side of npi: traces, training, and what the command `npi` is made of.
//!
//! ```text
//! task → traces → sequences → weights → blob → run → trace
//! ```

pub mod animate;
pub mod bench;
pub mod cli;
pub mod cmd;
pub mod files;
#[cfg(feature = "learn")]
pub mod learn;
pub mod memory_map;
pub mod model;
pub mod outcome;
pub mod proof;
pub mod random;
pub mod record;
pub mod refutation;
pub mod sequence;
pub mod shown;
pub mod tasks;
pub mod trace;
