//! `hash`: one number for a whole run, hidden and cell states included, to be compared between targets.
//!
//! Each step goes in as these 32-bit words: the hidden state and the cell state, one word a unit (an
//! integer sign-extended, a float's bits); depth, step; the program that stepped, its two
//! arguments; its view, four symbols; the program called, its two arguments; end; the three
//! fields of the evidence. A word goes in as a byte does into 64-bit FNV-1a.

use core::cell::Cell;

use npi_network::{Network, State};
use npi_runtime::task::addition::Scratchpad;
use npi_runtime::{Addition, Event};

use crate::Board;
use crate::solve::{fail, solve};
use crate::text::{say, say_hex, say_number};

/// Solves the problem in memory and prints the hash of the run.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, network: &Network, memory: &mut [u8]) {
    let hash = Cell::new(Hash::EMPTY);
    let on_state = |state: &State| hash.set(hash.get().state(state));
    let mut on_event = |event: &Event<Addition>| hash.set(hash.get().event(event));
    let solved = solve(network, &mut Scratchpad::again(memory), &on_state, &mut on_event);
    match solved {
        Ok(steps) => {
            say_number(board, steps as u32);
            say(board, &[" steps, hash "]);
            let Hash(hash) = hash.get();
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

    fn event(self, event: &Event<Addition>) -> Self {
        let (call, decided, evidence) = (event.call, event.decision.call, event.evidence);
        self.word(event.depth as u32)
            .word(event.step)
            .word(call.program.0.into())
            .bytes(&call.arguments)
            .bytes(&event.view)
            .word(decided.program.0.into())
            .bytes(&decided.arguments)
            .word(event.decision.end.into())
            .word(evidence.end as u32)
            .word(evidence.program as u32)
            .word(evidence.arguments as u32)
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
