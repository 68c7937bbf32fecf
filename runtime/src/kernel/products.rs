//! The inner loop: four rows times four hidden units, one product at a time, on any core. Its sums are the truth for all that
//! multiplies several at once.

use npi_format::layout::ORDER;

use super::packed::Packed;

/// Adds the products of blocks. Weights are loaded as bytes: a word would have to be taken apart.
#[inline(always)]
pub fn add_blocks<P: Packed>(sums: &mut [i32; 4], blocks: &[[P::Quad; 4]], hidden: &[[i16; 4]]) {
    for (block, hidden) in blocks.iter().zip(hidden) {
        for (sum, row) in sums.iter_mut().zip(block) {
            for (place, column) in ORDER.into_iter().enumerate() {
                *sum += i32::from(P::weight(row, place)) * i32::from(hidden[column]);
            }
        }
    }
}
