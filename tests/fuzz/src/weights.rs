//! Weights that strangers have trained.

use npi_format::convert::{Checkpoint, convert};
use npi_format::{Model, Precision};

/// Bytes up to which weights are run, too: of more it takes long, and differs in nothing.
const RUN: usize = 16 << 10;

/// Reads a safetensors file; what is accepted is written as it was read, and becomes a model in each precision in which it can be
/// stored.
///
/// # Panics
/// If something of that does not hold.
pub fn check(bytes: &[u8]) {
    let Ok(checkpoint) = Checkpoint::from_safetensors(bytes) else { return };
    let written = checkpoint.to_safetensors().expect("what was read can be written");
    assert_eq!(Checkpoint::from_safetensors(&written).as_ref(), Ok(&checkpoint));
    for precision in [Precision::F32, Precision::Int8, Precision::Int4] {
        let Ok((blob, _)) = convert(&checkpoint, precision) else { continue };
        assert_eq!(Model::parse(&blob).map(|model| model.precision()), Ok(precision));
        if blob.len() < RUN {
            crate::check(&blob);
        }
    }
}
