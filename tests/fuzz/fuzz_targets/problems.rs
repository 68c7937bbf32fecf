//! Any text for a problem of each task that ships: refused, or solved as an oracle solves it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| npi_fuzz::problems::check(data));
