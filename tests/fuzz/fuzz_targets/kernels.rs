//! Blobs that are right in form, stepped by every kernel that this processor has: the same bits.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| npi_fuzz::kernels::check(data));
