//! The smallest model there is, and blobs that are damaged on purpose.

use npi_fill::Fill;
use npi_format::convert::{Checked, Checkpoint, convert};
use npi_format::{Bounds, Method, Precision};
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

/// The tiny network with boxes for FILL's three memories, of which nobody has shown that they hold: bounds that count, an empty
/// box, and the widest one.
#[must_use]
pub fn boxed(precision: Precision) -> Checkpoint {
    let counting = Bounds { hidden: [-2, 3], cell: [-0x0405, 0x0607] };
    let widest = Bounds { hidden: [-128, 127], cell: [i16::MIN, i16::MAX] };
    let mut checkpoint = tiny();
    checkpoint.metadata.tasks[0].methods = vec![Method::Sequences, Method::Boxes];
    checkpoint.metadata.checked = Some(Checked { precision, proven: true });
    checkpoint.boxes = vec![vec![counting, Bounds::EMPTY, widest]];
    checkpoint
}

/// Its blob.
///
/// # Panics
/// If it cannot be converted.
#[must_use]
pub fn boxed_blob(precision: Precision) -> Vec<u8> {
    convert(&boxed(precision), precision).expect("a blob").0
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
