//! How weights are stored.

use serde::{Deserialize, Serialize};

/// How weights are stored. In a checkpoint's metadata it stands as its name; in a blob, as its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Little-endian IEEE 754 single precision.
    F32,
    /// One byte a weight, offset by 128: byte 0 is −128, byte 255 is 127.
    Int8,
    /// Two weights a byte, low nibble first, offset by 8: nibble 0 is −8, 15 is 7.
    Int4,
}

impl Precision {
    /// The name used on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::Int8 => "int8",
            Self::Int4 => "int4",
        }
    }

    /// Bytes that `weights` weights take.
    #[must_use]
    pub const fn bytes(self, weights: usize) -> usize {
        match self {
            Self::F32 => 4 * weights,
            Self::Int8 => weights,
            Self::Int4 => weights.div_ceil(2),
        }
    }
}
