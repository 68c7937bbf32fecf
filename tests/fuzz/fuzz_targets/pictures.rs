//! Any line for a trace, and traces of runs with bytes changed: refused, or drawn in every way, with nothing of it that is not text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| npi_fuzz::pictures::check(data));
