//! Blobs that are right in form, of every size, precision and scale, with weights at their limits and boxes of any bounds: they run.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let &[precision, hidden, tables, recurrent, heads, boxes, ref weights @ ..] = data else { return };
    let scale = |byte: u8| (byte % 20) as i8 - 2; // a little beyond what is allowed
    let scales = [tables, recurrent, heads].map(scale);
    npi_fuzz::check(&npi_fuzz::shaped(precision, hidden, scales, boxes, weights));
});
