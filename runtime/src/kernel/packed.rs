//! How integer weights are stored, 8-bit or 4-bit, and taken out again.

use npi_format::Precision;

use super::target;
use crate::sealed::Sealed;

/// One byte a weight.
#[derive(Debug, Clone, Copy)]
pub struct Int8;

/// Two weights a byte.
#[derive(Debug, Clone, Copy)]
pub struct Int4;

/// Four weights, each in half a word: the first and the third, the second and the fourth.
pub type WidePairs = [u32; 2];

/// Integer weights, stored with an offset.
pub trait Packed: Sealed + 'static {
    /// Four weights as stored.
    type Quad: 'static;

    /// The stored form.
    const PRECISION: Precision;
    /// The stored form of a weight is the weight plus 2 to this power.
    const OFFSET_BITS: u32;

    /// A table row of `H` units that adds nothing: bytes of zero.
    fn nothing<const H: usize>() -> &'static [Self::Quad];
    /// All of some bytes' weights, four by four.
    fn quads(bytes: &[u8]) -> &[Self::Quad];
    /// A weight as stored: of four, the one at `place`.
    fn weight(four: &Self::Quad, place: usize) -> u8;
    /// All four at once.
    fn widen_pairs(four: &Self::Quad) -> WidePairs;
    /// Adds them to sums as they are spread.
    #[inline(always)]
    fn add(sums: WidePairs, four: &Self::Quad) -> WidePairs {
        let [even, odd] = Self::widen_pairs(four);
        [sums[0] + even, sums[1] + odd]
    }
    /// Adds the products of blocks, four rows and four hidden units each, one or two at a time.
    #[inline(always)]
    fn add_blocks(sums: &mut [i32; 4], blocks: &[[Self::Quad; 4]], hidden: &[[i16; 4]])
    where
        Self: Sized,
    {
        target::add_blocks::<Self>(sums, blocks, hidden);
    }
    /// Weights as stored, byte by byte.
    fn bytes(quads: &[Self::Quad]) -> &[u8];
}

impl Sealed for Int8 {}
impl Packed for Int8 {
    type Quad = [u8; 4];

    #[inline(always)]
    fn nothing<const H: usize>() -> &'static [[u8; 4]] {
        const { &[[0; 4]; H] }
    }
    const PRECISION: Precision = Precision::Int8;
    const OFFSET_BITS: u32 = 7;

    #[inline(always)]
    fn quads(bytes: &[u8]) -> &[[u8; 4]] {
        bytes.as_chunks().0
    }

    #[inline(always)]
    fn weight(four: &[u8; 4], place: usize) -> u8 {
        four[place]
    }

    #[inline(always)]
    fn widen_pairs(four: &[u8; 4]) -> WidePairs {
        let word = u32::from_le_bytes(*four);
        [word & 0x00ff_00ff, word >> 8 & 0x00ff_00ff]
    }

    #[inline(always)]
    fn add(sums: WidePairs, four: &[u8; 4]) -> WidePairs {
        target::add_int8_pairs(sums, four)
    }

    #[inline(always)]
    fn add_blocks(sums: &mut [i32; 4], blocks: &[[[u8; 4]; 4]], hidden: &[[i16; 4]]) {
        target::add_int8_blocks(sums, blocks, hidden);
    }

    #[inline(always)]
    fn bytes(quads: &[[u8; 4]]) -> &[u8] {
        quads.as_flattened()
    }
}

impl Sealed for Int4 {}
impl Packed for Int4 {
    type Quad = [u8; 2];

    #[inline(always)]
    fn nothing<const H: usize>() -> &'static [[u8; 2]] {
        const { &[[0; 2]; H] }
    }
    const PRECISION: Precision = Precision::Int4;
    const OFFSET_BITS: u32 = 3;

    #[inline(always)]
    fn quads(bytes: &[u8]) -> &[[u8; 2]] {
        bytes.as_chunks().0
    }

    #[inline(always)]
    fn weight(four: &[u8; 2], place: usize) -> u8 {
        four[place / 2] >> (place % 2 * 4) & 15
    }

    #[inline(always)]
    fn widen_pairs(&[low, high]: &[u8; 2]) -> WidePairs {
        let word = u32::from(low) | u32::from(high) << 16;
        [word & 0x000f_000f, word >> 4 & 0x000f_000f]
    }

    #[inline(always)]
    fn bytes(quads: &[[u8; 2]]) -> &[u8] {
        quads.as_flattened()
    }
}
