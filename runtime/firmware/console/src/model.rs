//! Reads the model in flash, trusting none of its bytes.

use npi_network::{Flashed, Network};
use npi_runtime::format::{Model, ParseError};

/// A task's network, of the model in flash.
///
/// # Errors
/// What of it is wrong.
#[inline(never)]
pub fn load<T: Flashed>() -> Result<Network<T>, &'static str> {
    Network::load(|bytes| Model::parse(bytes).map_err(reason))
}

/// [`ParseError`]'s own words need formatting.
fn reason(error: ParseError) -> &'static str {
    match error {
        ParseError::Magic => "its beginning",
        ParseError::Version(_) => "its version",
        ParseError::Truncated | ParseError::Trailing(_) => "its length",
        ParseError::Checksum { .. } => "its checksum",
        _ => "its parts",
    }
}
