//! The inner loop's body: four rows times four hidden units, in the way that is quickest on each core.
//!
//! All give the same sums, to the bit: `plain` says which. A test holds `vector` against it, and the boards'
//! tests hold the cores that use `plain` and `dual` against the host, which uses `vector`.

#[cfg(dual_multiply)]
mod dual;
#[cfg(any(test, not(any(dual_multiply, vectors))))]
mod plain;
#[cfg(vectors)]
mod vector;

#[cfg(dual_multiply)]
pub use dual::Products;
#[cfg(not(any(dual_multiply, vectors)))]
pub use plain::Products;
#[cfg(vectors)]
pub use vector::Products;

#[cfg(all(test, vectors))]
mod tests {
    use super::super::packed::{Int4, Int8, Packed};
    use super::{Products, plain};

    /// The vectors' sums are the plain loop's, for every stored byte and both signs of the hidden state.
    #[track_caller]
    fn check<P: Packed>(group: &[u8]) {
        let (mut vectors, mut plain) = (Products::new(-7), plain::Products::new(-7));
        for (index, block) in P::blocks(group).0.iter().enumerate() {
            let hidden = core::array::from_fn(|unit| (index as i16 * 37 + unit as i16 * 91) % 255 - 127);
            vectors.add::<P>(block, &hidden);
            plain.add::<P>(block, &hidden);
            assert_eq!(vectors.sums(), plain.sums(), "block {index}");
        }
    }

    #[test]
    fn vectors_are_the_plain_loop() {
        let group: [u8; 1024] = core::array::from_fn(|index| (index * 101 % 256) as u8);
        check::<Int8>(&group);
        check::<Int4>(&group);
    }
}
