//! Saved runs with any changes, and any bytes for one: refused, or taken up, in the one form that a run has.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| npi_fuzz::saved::check(data));
