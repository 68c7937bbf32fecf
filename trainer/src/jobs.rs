//! How many threads share a piece of work.

use std::ops::RangeInclusive;
use std::thread::available_parallelism;

/// How many may be asked for.
pub const RANGE: RangeInclusive<i64> = 1..=256;

/// Counts the cores that this process may use; one, if that cannot be found out.
#[must_use]
pub fn cores() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// Gives as many threads as are asked for, or else as there are cores.
#[must_use]
pub fn or_cores(asked: Option<u16>) -> usize {
    asked.map_or_else(cores, usize::from)
}
