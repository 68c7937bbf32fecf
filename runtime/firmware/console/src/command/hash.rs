//! `hash`: one number for a whole run, hidden and cell states included, to be compared between targets.
//!
//! Each step goes in as these 32-bit words: the hidden state and the cell state, one word a unit (an
//! integer sign-extended, a float's bits); depth, step; the program that stepped, its
//! arguments; its view, a word a slot; the program called, its arguments; end; the three
//! fields of the evidence, where arguments that the program does not take are as sure as can be, `i32::MAX`. A
//! word goes in as a byte does into 64-bit FNV-1a.

use npi_network::{Flashed, Network, State};
use npi_runtime::{Event, Task};

use crate::Board;
use crate::solve::{again, fail, solve};
use crate::text::{say, say_hex, say_number};

/// Solves the problem in memory and prints the hash of the run.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, memory: &mut [u8]) {
    let Some(mut world) = again::<B, T>(board, memory) else { return };
    let mut hash = Hash::EMPTY;
    match solve::<T>(network, &mut world, &mut |event, state| hash = hash.state(state).event(event)) {
        Ok(steps) => {
            say_number(board, steps as u32);
            say(board, &[" steps, hash "]);
            let Hash(hash) = hash;
            say_hex(board, (hash >> 32) as u32);
            say_hex(board, hash as u32);
            say(board, &["\r\n"]);
        }
        Err(error) => fail(board, error),
    }
}

/// The hash of the steps so far.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);
    const PRIME: u64 = 0x0100_0000_01b3;

    #[inline(never)]
    fn word(self, word: u32) -> Self {
        Self((self.0 ^ u64::from(word)).wrapping_mul(Self::PRIME))
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |hash, &byte| hash.word(byte.into()))
    }

    fn state(self, state: &State) -> Self {
        let (hidden, cell) = state.parts();
        hidden.iter().chain(cell).fold(self, |hash, &value| hash.word(Bits::bits(value)))
    }

    fn event<T: Task>(self, event: &Event<T>) -> Self {
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
trait Bits {
    fn bits(self) -> u32;
}

impl Bits for i16 {
    fn bits(self) -> u32 {
        i32::from(self) as u32
    }
}

impl Bits for f32 {
    fn bits(self) -> u32 {
        self.to_bits()
    }
}
