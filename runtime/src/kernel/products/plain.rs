//! One product at a time: for any core.

use npi_format::layout::ORDER;

use crate::kernel::packed::Packed;

/// Adds a block's products to four rows' sums. Weights are loaded as bytes: a word would have to be taken apart.
#[inline(always)]
pub fn add<P: Packed>(sums: &mut [i32; 4], block: &[P::Quad; 4], hidden: &[i16; 4]) {
    for (sum, row) in sums.iter_mut().zip(block) {
        for (place, column) in ORDER.into_iter().enumerate() {
            *sum += i32::from(P::weight(row, place)) * i32::from(hidden[column]);
        }
    }
}
