//! `npi verify --json`: a certificate a line.

use std::io::{self, Write};

use crate::error::Result;
use crate::json;
use crate::proof::Certificate;

/// Writes a certificate to standard output as a line.
///
/// # Errors
/// If it cannot be written.
pub fn write(certificate: &Certificate) -> Result<()> {
    Ok(io::stdout().write_all(json::line(certificate)?.as_bytes())?)
}
