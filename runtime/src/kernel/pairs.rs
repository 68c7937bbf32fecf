//! Table sums two to a word, for cores that load a word from any address.

use npi_format::MAX_SLOTS;

use super::packed::Packed;

/// Table sums fit in half a word, and on cores that multiply halves in a signed one: a step adds at most one row for each
/// slot, and the program's.
const _: () = assert!((2 * MAX_SLOTS + 1) * u8::MAX as usize <= i16::MAX as usize);

/// The table sums of a unit's four gates: those of 0 and 2, and those of 1 and 3.
#[derive(Debug, Clone, Copy)]
pub struct Gates(pub [u32; 2]);

impl Gates {
    /// Nothing added yet.
    pub const EMPTY: Self = Self([0; 2]);

    /// Adds a row's weights.
    #[inline(always)]
    pub fn add<P: Packed>(&mut self, weights: &P::Quad) {
        self.0 = P::add(self.0, weights);
    }

    /// The four sums.
    #[inline(always)]
    pub fn sums(self) -> [i32; 4] {
        let [even, odd] = self.0;
        [even & 0xffff, odd & 0xffff, even >> 16, odd >> 16].map(|sum| sum as i32)
    }
}
