//! How integer weights are stored, 8-bit or 4-bit, and taken out again.

use npi_format::Precision;

/// One byte a weight.
#[derive(Debug, Clone, Copy)]
pub struct Int8;

/// Two weights a byte.
#[derive(Debug, Clone, Copy)]
pub struct Int4;

/// Four weights, each in half a word: the first and the third, the second and the fourth.
pub type Spread = [u32; 2];

/// Integer weights, stored with an offset. Not for implementing elsewhere.
pub trait Packed: 'static {
    /// Four weights as stored.
    type Four: 'static;
    /// Sixteen weights as stored: four rows of four.
    type Block: 'static;

    /// The stored form.
    const PRECISION: Precision;
    /// What is added to a weight before it is stored is two to this power.
    const OFFSET_BITS: u32;

    /// All of some bytes' weights, four by four.
    fn fours(bytes: &[u8]) -> &[Self::Four];
    /// All of a group's weights: whole blocks, then the columns left over.
    fn blocks(group: &[u8]) -> (&[Self::Block], &[Self::Four]);
    /// A block's rows.
    fn rows(block: &Self::Block) -> &[Self::Four; 4];
    /// A weight as stored: of four, the one at `place`.
    fn weight(four: &Self::Four, place: usize) -> u8;
    /// All four at once.
    fn spread(four: &Self::Four) -> Spread;
}

impl Packed for Int8 {
    type Four = [u8; 4];
    type Block = [[u8; 4]; 4];

    const PRECISION: Precision = Precision::Int8;
    const OFFSET_BITS: u32 = 7;

    #[inline(always)]
    fn fours(bytes: &[u8]) -> &[[u8; 4]] {
        bytes.as_chunks().0
    }

    #[inline(always)]
    fn blocks(group: &[u8]) -> (&[Self::Block], &[[u8; 4]]) {
        group.as_chunks().0.as_chunks()
    }

    #[inline(always)]
    fn rows(block: &Self::Block) -> &[[u8; 4]; 4] {
        block
    }

    #[inline(always)]
    fn weight(four: &[u8; 4], place: usize) -> u8 {
        four[place]
    }

    #[inline(always)]
    fn spread(four: &[u8; 4]) -> Spread {
        let word = u32::from_le_bytes(*four);
        [word & 0x00ff_00ff, word >> 8 & 0x00ff_00ff]
    }
}

impl Packed for Int4 {
    type Four = [u8; 2];
    type Block = [[u8; 2]; 4];

    const PRECISION: Precision = Precision::Int4;
    const OFFSET_BITS: u32 = 3;

    #[inline(always)]
    fn fours(bytes: &[u8]) -> &[[u8; 2]] {
        bytes.as_chunks().0
    }

    #[inline(always)]
    fn blocks(group: &[u8]) -> (&[Self::Block], &[[u8; 2]]) {
        group.as_chunks().0.as_chunks()
    }

    #[inline(always)]
    fn rows(block: &Self::Block) -> &[[u8; 2]; 4] {
        block
    }

    #[inline(always)]
    fn weight(four: &[u8; 2], place: usize) -> u8 {
        four[place / 2] >> (place % 2 * 4) & 15
    }

    #[inline(always)]
    fn spread(&[low, high]: &[u8; 2]) -> Spread {
        let word = u32::from(low) | u32::from(high) << 16;
        [word & 0x000f_000f, word >> 4 & 0x000f_000f]
    }
}
