//! The inner loop's body: four rows times four hidden units, one product at a time, on any core. Its sums are the truth
//! for all that multiplies several at once.

use npi_format::layout::ORDER;

use super::packed::Packed;

/// Four rows' sums of products.
#[derive(Debug, Clone, Copy)]
pub struct Products([i32; 4]);

impl Products {
    #[inline(always)]
    pub fn new(origin: i32) -> Self {
        Self([origin; 4])
    }

    /// Adds a block's products. Weights are loaded as bytes: a word would have to be taken apart.
    #[inline(always)]
    pub fn add<P: Packed>(&mut self, block: &[P::Quad; 4], hidden: &[i16; 4]) {
        for (sum, row) in self.0.iter_mut().zip(block) {
            for (place, column) in ORDER.into_iter().enumerate() {
                *sum += i32::from(P::weight(row, place)) * i32::from(hidden[column]);
            }
        }
    }

    #[inline(always)]
    pub fn sums(self) -> [i32; 4] {
        self.0
    }
}
