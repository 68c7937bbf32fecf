//! Models that ship with some weights changed: the one that is proven solves problems, the other disagrees with its teacher where it is
//! said to.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| npi_fuzz::soundness::check(data));
