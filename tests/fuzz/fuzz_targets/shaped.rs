//! Blobs that are right in form, of every size, precision and scale, with weights at their limits: they run.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let [precision, hidden, scales @ .., _, _] = &data[..data.len().min(7)] else { return };
    let &[tables, recurrent, heads] = scales else { return };
    let weights = &data[5..];
    let scale = |byte: u8| (byte % 20) as i8 - 2; // a little beyond what is allowed
    let scales = [tables, recurrent, heads].map(scale);
    npi_fuzz::check(&npi_fuzz::shaped(*precision, *hidden, scales, weights));
});
