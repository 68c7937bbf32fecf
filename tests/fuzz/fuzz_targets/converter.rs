//! Any bytes for weights: refused, or a model in each precision that runs.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| npi_fuzz::weights::check(data));
