//! Blobs that are right in form, of every size, precision and scale, with weights at their limits and boxes of any bounds: they run.
#![no_main]

use npi_fuzz::blob::Shape;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Some(shape) = Shape::of(data) {
        npi_fuzz::check(&shape.blob());
    }
});
