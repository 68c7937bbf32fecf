//! The one source of randomness: ChaCha8, the same on every machine.

use chacha20::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng};

/// A seeded stream of random numbers.
#[derive(Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of a seed; each purpose has its own.
    #[must_use]
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut stream = ChaCha8Rng::seed_from_u64(seed);
        stream.set_stream(purpose);
        Self(stream)
    }

    /// Uniform in `0..below`.
    pub fn below(&mut self, below: u32) -> u32 {
        // Multiply-shift; uneven by less than 2^-32 · below.
        ((u64::from(self.0.next_u32()) * u64::from(below)) >> 32) as u32
    }

    /// Uniform in `-bound..bound`.
    pub fn uniform(&mut self, bound: f32) -> f32 {
        ((self.0.next_u32() >> 8) as f32 / 8_388_608.0 - 1.0) * bound
    }
}
