//! The inner loop's body: four rows times four hidden units, in the way that is quickest on each core.
//!
//! Both give the same sums, to the bit: `plain` says which. A test holds `vector` against it, and the boards'
//! tests hold the cores that use `plain` against this machine.

#[cfg(any(test, not(vectors)))]
mod plain;
#[cfg(vectors)]
mod vector;

#[cfg(not(vectors))]
use plain::add;
#[cfg(vectors)]
pub use vector::Products;

/// Four rows' sums of products.
#[cfg(not(vectors))]
#[derive(Debug, Clone, Copy)]
pub struct Products([i32; 4]);

#[cfg(not(vectors))]
impl Products {
    #[inline(always)]
    pub fn new(origin: i32) -> Self {
        Self([origin; 4])
    }

    /// Adds a block's products.
    #[inline(always)]
    pub fn add<P: super::packed::Packed>(&mut self, block: &[P::Quad; 4], hidden: &[i16; 4]) {
        add::<P>(&mut self.0, block, hidden);
    }

    #[inline(always)]
    pub fn sums(self) -> [i32; 4] {
        self.0
    }
}

#[cfg(all(test, vectors))]
mod tests {
    use super::super::packed::{Int4, Int8, Packed};
    use super::{Products, plain};

    /// The vectors' sums are the plain loop's, for every stored byte and both signs of the hidden state.
    #[track_caller]
    fn check<P: Packed>(group: &[u8]) {
        let (mut vectors, mut sums) = (Products::new(-7), [-7; 4]);
        for (index, block) in P::quads(group).as_chunks().0.iter().enumerate() {
            let hidden = core::array::from_fn(|unit| (index as i16 * 37 + unit as i16 * 91) % 255 - 127);
            vectors.add::<P>(block, &hidden);
            plain::add::<P>(&mut sums, block, &hidden);
            assert_eq!(vectors.sums(), sums, "block {index}");
        }
    }

    #[test]
    fn vectors_are_the_plain_loop() {
        let group: [u8; 1024] = core::array::from_fn(|index| (index * 101 % 256) as u8);
        check::<Int8>(&group);
        check::<Int4>(&group);
    }
}
