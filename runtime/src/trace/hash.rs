//! One number for a whole run, hidden and cell states included, to be compared between targets.

use crate::{Event, Task};

/// The hash of a run's steps: what a board's command `hash` and `npi run --hash` print.
///
/// Each step goes in as these 32-bit words: the hidden state and the cell state, one word a unit (an
/// integer sign-extended, a float's bits, those of NaN 0x7fc00000); depth, step; the program that stepped, its
/// arguments; its view, a word a slot; the program called, its arguments; end; the three
/// fields of the evidence, where arguments that the program does not take are as sure as can be, `i32::MAX`. A
/// word goes in as a byte does into 64-bit FNV-1a.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Hash(pub u64);

impl Hash {
    /// The hash of no steps.
    pub const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);
    const PRIME: u64 = 0x0100_0000_01b3;

    #[inline(never)]
    fn word(self, word: u32) -> Self {
        Self((self.0 ^ u64::from(word)).wrapping_mul(Self::PRIME))
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |hash, &byte| hash.word(byte.into()))
    }

    /// Takes in the hidden and the cell state after a step, of as many units as the network has.
    #[must_use]
    pub fn state<V: Word>(self, hidden: &[V], cell: &[V]) -> Self {
        self.values(hidden).values(cell)
    }

    #[inline(always)] // two short loops in the caller take less flash than a function
    fn values<V: Word>(mut self, values: &[V]) -> Self {
        for value in values {
            self = self.word(value.word());
        }
        self
    }

    /// Takes in what happened in a step, after the state that it has left.
    #[must_use]
    pub fn event<T: Task>(self, event: &Event<T>) -> Self {
        const SURE: i32 = i32::MAX;
        let (call, decided) = (event.call, event.decision.call);
        let evidence =
            event.evidence.map(|found| [found.end, found.program, found.arguments.unwrap_or(SURE)]);
        self.word(event.depth as u32)
            .word(event.step)
            .word(call.program.0.into())
            .bytes(call.arguments.as_ref())
            .bytes(event.view.as_ref())
            .word(decided.program.0.into())
            .bytes(decided.arguments.as_ref())
            .word(event.decision.end.into())
            .words(evidence.unwrap_or([SURE; 3]))
    }

    fn words(self, words: [i32; 3]) -> Self {
        words.into_iter().fold(self, |hash, word| hash.word(word as u32))
    }
}

/// A hidden or cell value as a word.
pub trait Word: Copy {
    /// The word: an integer sign-extended, a float's bits, one word for all that are NaN.
    fn word(self) -> u32;
}

impl Word for i16 {
    fn word(self) -> u32 {
        i32::from(self) as u32
    }
}

impl Word for f32 {
    fn word(self) -> u32 {
        // Which NaN comes of a sum of infinities, neither Rust nor a processor says.
        if self.is_nan() { 0x7fc0_0000 } else { self.to_bits() }
    }
}
