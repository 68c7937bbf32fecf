//! The blob's schema and its parser.

use serde::{Deserialize, Serialize};

use crate::{ParseError, Shape};

/// The first four bytes of every blob.
pub const MAGIC: [u8; 4] = *b"npi\x1a";
/// The version of the format that this crate reads and writes.
pub const VERSION: u8 = 1;
/// Bytes of the checksum behind the header and the weights.
pub(crate) const CHECKSUM: usize = 4;

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
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::Int8 => "int8",
            Self::Int4 => "int4",
        }
    }

    /// Bytes that `weights` weights take.
    #[must_use]
    pub fn bytes(self, weights: usize) -> usize {
        match self {
            Self::F32 => 4 * weights,
            Self::Int8 => weights,
            Self::Int4 => weights.div_ceil(2),
        }
    }

    /// The bytes of tensor number `tensor` of [`TENSORS`](crate::TENSORS): the bias is
    /// never packed into nibbles.
    fn tensor_bytes(self, tensor: usize, weights: usize) -> usize {
        let bias = tensor == 3 && self == Self::Int4;
        if bias { weights } else { self.bytes(weights) }
    }
}

/// Fraction bits of the integer weights: a stored `w` stands for `w · 2^-bits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scales {
    /// Of the input table.
    pub tables: i8,
    /// Of the recurrent weights.
    pub recurrent: i8,
    /// Of the heads and their bias.
    pub heads: i8,
}

/// What postcard writes, field by field. See the crate's documentation.
#[derive(Serialize, Deserialize)]
pub(crate) struct Blob<'a> {
    pub(crate) magic: [u8; 4],
    pub(crate) version: u8,
    pub(crate) precision: Precision,
    pub(crate) fingerprint: [u8; 8],
    pub(crate) task: &'a str,
    pub(crate) hidden: u16,
    pub(crate) programs: u8,
    pub(crate) observation: &'a [u8],
    pub(crate) arguments: &'a [u8],
    pub(crate) arguments_are_inputs: bool,
    pub(crate) scales: Scales,
    #[serde(borrow)]
    pub(crate) tensors: [&'a [u8]; 4],
}

/// A parsed model: dimensions, and weights borrowed in place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Model<'a> {
    /// The name of the task it was trained on.
    pub task: &'a str,
    /// [`Signature::fingerprint`](crate::Signature::fingerprint) of that task.
    pub fingerprint: u64,
    /// How its weights are stored.
    pub precision: Precision,
    /// Its dimensions.
    pub shape: Shape<'a>,
    /// The scales of its integer weights (zero for f32).
    pub scales: Scales,
    /// The weights, in the order of [`TENSORS`](crate::TENSORS) and the layout that the crate documents.
    pub tensors: [&'a [u8]; 4],
    /// The blob's CRC-32, a short name for these very bytes.
    pub checksum: u32,
}

impl<'a> Model<'a> {
    /// Accepts or refuses any bytes at all; allocates nothing and never panics.
    ///
    /// # Errors
    /// One [`ParseError`] for each way in which bytes can fail to be a model.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        check_start(bytes)?;
        let (blob, rest) = postcard::take_from_bytes::<Blob<'a>>(bytes).map_err(|error| match error {
            postcard::Error::DeserializeUnexpectedEnd => ParseError::Truncated,
            _ => ParseError::Malformed,
        })?;
        let checksum = check_end(bytes, rest)?;
        let model = blob.into_model(checksum);
        model.check()?;
        Ok(model)
    }

    fn check(&self) -> Result<(), ParseError> {
        if !self.shape.is_sensible() {
            return Err(ParseError::Dimensions);
        }
        for (tensor, (bytes, weights)) in self.tensors.iter().zip(self.shape.stored()).enumerate() {
            let (expected, found) = (self.precision.tensor_bytes(tensor, weights), bytes.len());
            if expected != found {
                return Err(ParseError::Length { tensor, expected, found });
            }
        }
        match self.precision {
            Precision::F32 => self.check_finite(),
            _ => check_accumulators(&self.shape, self.scales),
        }
    }

    fn check_finite(&self) -> Result<(), ParseError> {
        // The exponent's bits all set mean infinity or NaN, in integers alone.
        let finite = |word: &[u8; 4]| u32::from_le_bytes(*word) & 0x7f80_0000 != 0x7f80_0000;
        let all = self.tensors.iter().all(|tensor| tensor.as_chunks::<4>().0.iter().all(finite));
        if all { Ok(()) } else { Err(ParseError::NotFinite) }
    }
}

impl<'a> Blob<'a> {
    fn into_model(self, checksum: u32) -> Model<'a> {
        let shape = Shape {
            hidden: usize::from(self.hidden),
            programs: usize::from(self.programs),
            observation: self.observation,
            arguments: self.arguments,
            arguments_are_inputs: self.arguments_are_inputs,
        };
        Model {
            task: self.task,
            fingerprint: u64::from_le_bytes(self.fingerprint),
            precision: self.precision,
            shape,
            scales: self.scales,
            tensors: self.tensors,
            checksum,
        }
    }
}

fn check_start(bytes: &[u8]) -> Result<(), ParseError> {
    match bytes {
        [a, b, c, d, ..] if [*a, *b, *c, *d] != MAGIC => Err(ParseError::Magic),
        [_, _, _, _, version, ..] if *version != VERSION => Err(ParseError::Version(*version)),
        [_, _, _, _, _, ..] => Ok(()),
        _ => Err(ParseError::Truncated),
    }
}

/// Checks that exactly a checksum is left in `rest`, and that it is right.
fn check_end(bytes: &[u8], rest: &[u8]) -> Result<u32, ParseError> {
    let Some((stored, trailing)) = rest.split_first_chunk::<CHECKSUM>() else {
        return Err(ParseError::Truncated);
    };
    if !trailing.is_empty() {
        return Err(ParseError::Trailing(trailing.len()));
    }
    let body = bytes.get(..bytes.len().saturating_sub(CHECKSUM)).unwrap_or_default();
    let checksum = checksum(body);
    if u32::from_le_bytes(*stored) == checksum { Ok(checksum) } else { Err(ParseError::Checksum) }
}

/// CRC-32 (ISO-HDLC) without a table: a kilobyte of flash matters more than its speed.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    const CRC: crc::Crc<u32, crc::NoTable> = crc::Crc::<u32, crc::NoTable>::new(&crc::CRC_32_ISO_HDLC);
    CRC.checksum(bytes)
}

/// The most fraction bits that a scale may have.
pub const MAX_FRACTION: i8 = 15;
/// The fewest: below zero, a weight stands for a multiple of a power of two.
pub const MIN_FRACTION: i8 = -1;
/// Fraction bits of the hidden state, which is between −127 and 127.
pub const HIDDEN_FRACTION: u32 = 7;
/// How far the scales of the input table and of the recurrent weights may be apart: a finer table than the products
/// would have to be shifted right, and finer products than these say nothing beside the table.
pub(crate) const MAX_DISTANCE: i8 = 7;
/// From here on, and below its negative, a gate is what it is here: in logits.
const GATE_LIMIT: u64 = 8;

/// The bound that makes the integer path free of overflow, whatever the weights.
///
/// A stored weight is at most 255 and stands for at most 128 in magnitude; the hidden state is at
/// most 2^7. A product row adds `H · 255 · 2^7`, then subtracts the offset's
/// `H · 128 · 2^7`; the table adds `rows · 128` shifted to the same fraction bits; the heads' bias
/// adds `128 · 2^7`; to a gate, its table's half is added. The scales of table and recurrent weights are at most
/// [`MAX_DISTANCE`] apart: the table's sums are shifted left, by a factor that fits in 16 bits.
fn check_accumulators(shape: &Shape<'_>, scales: Scales) -> Result<(), ParseError> {
    let allowed = |fraction: i8| (MIN_FRACTION..=MAX_FRACTION).contains(&fraction);
    let Scales { tables, recurrent, heads } = scales;
    let apart = tables.abs_diff(recurrent) > MAX_DISTANCE.unsigned_abs();
    if apart || !allowed(tables) || !allowed(recurrent) || !allowed(heads) {
        return Err(ParseError::Overflow);
    }
    let product = (shape.hidden as u64 * (255 + 128)) << HIDDEN_FRACTION;
    let table = ((shape.rows_per_step() as u64 * 128) << table_shift(scales))
        + (GATE_LIMIT << product_fraction(scales));
    let bias = 128u64 << HIDDEN_FRACTION;
    if product + table.max(bias) > i32::MAX as u64 { Err(ParseError::Overflow) } else { Ok(()) }
}

/// How far table sums are shifted to meet the recurrent product's fraction bits.
#[must_use]
pub fn table_shift(scales: Scales) -> u32 {
    product_fraction(scales).saturating_sub_signed(i32::from(scales.tables))
}

/// Fraction bits of the recurrent product.
#[must_use]
pub fn product_fraction(scales: Scales) -> u32 {
    HIDDEN_FRACTION.saturating_add_signed(i32::from(scales.recurrent))
}
