//! Any bytes: refused, or a model whose every task runs. With the checksum made right, so that what it guards is reached.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    npi_fuzz::check(data);
    npi_fuzz::check(&npi_tests::tiny::sealed(data.to_vec()));
});
