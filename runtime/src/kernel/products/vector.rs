//! Eight products at once, as desktops' vectors multiply and add them: SSE2's `pmaddwd` and its like.

use wide::{i16x8, i32x4, u8x16};

use crate::kernel::packed::Packed;

/// Four rows' sums of products, each in two parts: the first two rows, the last two.
#[derive(Debug, Clone, Copy)]
pub struct Products {
    parts: [i32x4; 2],
    origin: i32,
}

impl Products {
    #[inline(always)]
    pub fn new(origin: i32) -> Self {
        Self { parts: [i32x4::ZERO; 2], origin }
    }

    /// Adds a block's products.
    #[inline(always)]
    pub fn add<P: Packed>(&mut self, block: &[P::Quad; 4], hidden: &[i16; 4]) {
        let weights = u8x16::new(core::array::from_fn(|index| P::weight(&block[index / 4], index % 4)));
        let [a, b, c, d] = *hidden;
        let hidden = i16x8::new([a, c, b, d, a, c, b, d]); // npi_format::layout::ORDER
        self.parts[0] += i16x8::from_u8x16_low(weights).dot(hidden);
        self.parts[1] += i16x8::from_u8x16_high(weights).dot(hidden);
    }

    #[inline(always)]
    pub fn sums(self) -> [i32; 4] {
        let [a, b] = self.parts.map(i32x4::to_array);
        [a[0] + a[1], a[2] + a[3], b[0] + b[1], b[2] + b[3]].map(|sum| sum + self.origin)
    }
}
