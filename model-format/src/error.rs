//! Why bytes are refused.

use core::fmt;

/// The names of the blob's tensors, also those of the safetensors file.
pub const TENSORS: [&str; 4] = ["tables", "recurrent", "heads.weight", "heads.bias"];

/// Why [`Model::parse`](crate::Model::parse) refuses some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseError {
    /// The first four bytes are not [`MAGIC`](crate::MAGIC).
    Magic,
    /// Another version of the format, stated in the fifth byte.
    Version(u8),
    /// The bytes end before the blob does.
    Truncated,
    /// The header is not valid postcard, or names no known precision.
    Malformed,
    /// So many bytes follow the blob.
    Trailing(usize),
    /// The checksum does not match: the blob was damaged.
    Checksum,
    /// The dimensions are empty or absurd.
    Dimensions,
    /// Tensor number `tensor` of [`TENSORS`] has `found` bytes.
    Length {
        /// Index into [`TENSORS`].
        tensor: usize,
        /// Bytes that the dimensions demand.
        expected: usize,
        /// Bytes that are there.
        found: usize,
    },
    /// Scales and dimensions could overflow a 32-bit accumulator.
    Overflow,
    /// An f32 weight is infinite or not a number.
    NotFinite,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Magic => {
                f.write_str("expected an npi model, found something else; hint: make one with `npi convert`")
            }
            Self::Version(found) => {
                write!(
                    f,
                    "expected format version {}, found {found}; hint: convert the weights again",
                    crate::VERSION
                )
            }
            Self::Truncated => {
                f.write_str("expected more bytes, found the end: the model is truncated; hint: copy it again")
            }
            Self::Malformed => {
                f.write_str("expected a postcard header, found damage; hint: copy the model again")
            }
            Self::Trailing(extra) => {
                write!(f, "expected the model's end, found {extra} more bytes; hint: copy it again")
            }
            Self::Checksum => f.write_str(
                "expected the stored checksum, found another: the model is damaged; hint: copy it again",
            ),
            Self::Dimensions => {
                f.write_str("expected sensible dimensions, found empty or absurd ones; hint: convert again")
            }
            Self::Length { tensor, expected, found } => {
                let name = TENSORS.get(tensor).copied().unwrap_or("?");
                write!(f, "expected {expected} bytes of `{name}`, found {found}; hint: convert again")
            }
            Self::Overflow => f.write_str(
                "expected scales near each other, that cannot overflow 32 bits; found others; hint: use fewer units or f32",
            ),
            Self::NotFinite => {
                f.write_str("expected finite weights, found NaN or infinity; hint: train again")
            }
        }
    }
}

impl core::error::Error for ParseError {}
