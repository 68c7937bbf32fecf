//! The clock of the processor.
#![expect(unsafe_code, reason = "the C library is called")]

use std::ffi::c_long;

/// Ticks of `clock` in a second, by POSIX.
const TICKS: f64 = 1e6;

unsafe extern "C" {
    safe fn clock() -> c_long;
}

/// Seconds that processors have spent on this process: what others do beside it does not count.
#[must_use]
pub fn processor_seconds() -> f64 {
    clock() as f64 / TICKS
}
