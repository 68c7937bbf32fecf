//! What a stored integer stands for, and the bounds within which 32 bits are enough.

use crate::{MAX_SLOTS, Model};

/// Fraction bits of the integer weights of one task's network: a stored `w` stands for `w · 2^-bits`. All are 0 in f32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scales {
    /// Fraction bits of the input table.
    pub tables: i8,
    /// Fraction bits of the recurrent weights, the same for all tasks of a blob.
    pub recurrent: i8,
    /// Fraction bits of the heads and their bias.
    pub heads: i8,
}

/// The most fraction bits that a scale may have.
pub const MAX_FRACTION: i8 = 15;
/// The fewest fraction bits that a scale may have: below zero, a weight stands for a multiple of a power of two.
pub const MIN_FRACTION: i8 = -1;
/// Fraction bits of the hidden state, which is between −127 and 127.
pub const HIDDEN_FRACTION: u32 = 7;
/// How far the scales of the input table and of the recurrent weights may be apart. A finer table than the products
/// would have to be shifted right; products much finer than the table would say nothing beside it.
pub(crate) const MAX_DISTANCE: i8 = 7;
/// The pre-activation, in logits, from which on a gate does not change any more: σ's table ends here.
const GATE_LIMIT: u64 = 8;

impl Scales {
    /// How far table sums are shifted left to meet the recurrent product's fraction bits.
    #[must_use]
    pub const fn table_shift(self) -> u32 {
        self.product_fraction().saturating_add_signed(-(self.tables as i32))
    }

    /// Fraction bits of the recurrent product.
    #[must_use]
    pub const fn product_fraction(self) -> u32 {
        HIDDEN_FRACTION.saturating_add_signed(self.recurrent as i32)
    }

    /// Whether all scales are within their limits, and those of table and recurrent weights near each other.
    pub(crate) fn are_allowed(self) -> bool {
        let allowed = |fraction: i8| (MIN_FRACTION..=MAX_FRACTION).contains(&fraction);
        let Self { tables, recurrent, heads } = self;
        let near = tables.abs_diff(recurrent) <= MAX_DISTANCE.unsigned_abs();
        near && allowed(tables) && allowed(recurrent) && allowed(heads)
    }
}

/// No sum of any network can leave 32 bits, whatever its weights: the limits of hidden units, slots and scales leave room for
/// ten times as much.
///
/// A stored weight is at most 255 and stands for at most 128 in magnitude; the hidden state is at most 2^7. A product row
/// adds `H · 255 · 2^7`, then subtracts the offset's `H · 128 · 2^7`. The table adds `rows · 128`, shifted to the same fraction
/// bits by at most 7 and what the scales are apart: a factor that fits in 16 bits. To a gate, half of σ's table is added; the heads' bias,
/// `128 · 2^7`, is less than that.
const _: () = {
    let product = (Model::MAX_HIDDEN as u64 * (255 + 128)) << HIDDEN_FRACTION;
    let table = ((2 * MAX_SLOTS as u64 + 1) * 128) << (HIDDEN_FRACTION + MAX_DISTANCE as u32);
    let gate = GATE_LIMIT << (HIDDEN_FRACTION + MAX_FRACTION as u32);
    assert!(10 * (product + table + gate) < i32::MAX as u64);
};
