//! The verb you type is the file you open.

pub mod animate;
pub mod bench;
pub mod check;
pub mod completions;
pub mod convert;
pub mod demo;
pub mod export;
pub mod generate;
pub mod inspect;
pub mod join;
pub mod man;
pub mod new;
pub mod run;
pub mod split;
#[cfg(feature = "learn")]
pub mod train;
pub mod verify;
