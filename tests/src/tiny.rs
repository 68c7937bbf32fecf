//! The smallest model there is, and blobs that are damaged on purpose.

use npi_fill::Fill;
use npi_format::Precision;
use npi_format::convert::{Checkpoint, convert};
use npi_runtime::Task;

/// A network of one unit for the fill example, whose weights count up by an eighth.
#[must_use]
pub fn tiny() -> Checkpoint {
    let mut next = -0.125;
    Checkpoint::drawn(&Fill::SIGNATURE, 1, || {
        next += 0.125;
        next
    })
}

/// Its blob.
///
/// # Panics
/// If it cannot be converted.
#[must_use]
pub fn tiny_blob(precision: Precision) -> Vec<u8> {
    convert(&tiny(), precision).expect("a blob").0
}

/// Some bytes with the checksum at their end made right again, so that a parser reaches what stands before it.
#[must_use]
pub fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len().saturating_sub(4);
    let crc = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&bytes[..end]);
    bytes.truncate(end);
    bytes.extend(crc.to_le_bytes());
    bytes
}
