//! Tasks whose programs come to the same memory again within one call: their sequences have any length. Their worlds are those
//! of other tasks, in which nobody runs them.

use npi_fill::Fill;
use npi_format::{Group, Program as Entry, Sees, Signature, Slot};
use npi_runtime::task::Frames;
use npi_runtime::{Call, Decision, Machine, Program, Task};
use npi_tasks::Addition;

use crate::worlds_of;

/// The parity of a stream of bits: PARITY waits for the end of it, and then says which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parity;

/// The program of [`Parity`].
pub const PARITY: Program = Program::learned(0);

/// What ends the stream.
const END: u8 = 2;

impl Machine for Parity {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, _: &Call<[u8; 1]>, memory: u8, &[bit]: &[u8; 1]) -> Option<(Decision<[u8; 1]>, u8)> {
        Some(match bit {
            END => (Decision::end(Call::act([memory])), 0),
            _ => (Decision::go_on(Call::new(Program::NOP)), memory ^ bit),
        })
    }
}

impl Task for Parity {
    worlds_of!(Fill);

    const SIGNATURE: Signature = Signature {
        task: "parity",
        programs: &[Entry { name: "PARITY", sees: &[Sees::Each], arguments: &[], memories: 2 }],
        observation: &[Slot { name: "BIT", symbols: &["0", "1", "end"] }],
        arguments: &[Slot { name: "PARITY", symbols: &["even", "odd"] }],
    };

    type Stack<F> = Frames<F, 1>;
}

/// A counter that stays full: COUNT counts ticks while the door is shut, and says each time how many there were; LOOK looks
/// at the door twice, and so is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counter;

/// The program that counts.
pub const COUNT: Program = Program::learned(0);
/// The program that looks twice.
pub const LOOK: Program = Program::learned(1);

const TICK: u8 = 1;
const OPEN: Group = Group { symbol: 0, name: "open" };
const SHUT: u8 = 2;

impl Machine for Counter {
    type Observation = [u8; 4];
    type Arguments = [u8; 2];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(
        &self,
        call: &Call<[u8; 2]>,
        memory: u8,
        &[tick, door, ..]: &[u8; 4],
    ) -> Option<(Decision<[u8; 2]>, u8)> {
        let (shut, [one, _]) = (door == SHUT, call.arguments);
        Some(match (call.program, memory) {
            (COUNT, _) if !shut => (Decision::end(Call::act([one, memory])), 0),
            (COUNT, _) => {
                let next = (memory + u8::from(tick == TICK)).min(3);
                (Decision::go_on(Call::act([one, next])), next)
            }
            (_, 0) => (Decision::go_on(Call::act([u8::from(shut), 0])), 1 + u8::from(shut)),
            (_, before) => (Decision::end(Call::act([u8::from(shut), before])), 0),
        })
    }
}

impl Task for Counter {
    worlds_of!(Addition);

    const SIGNATURE: Signature = Signature {
        task: "counter",
        programs: &[
            Entry {
                name: "COUNT",
                sees: &[Sees::Each, Sees::Groups(&[OPEN, OPEN, Group { symbol: SHUT, name: "shut" }])],
                arguments: &[&[0, 2], &[1]],
                memories: 4,
            },
            Entry { name: "LOOK", sees: &[Sees::Nothing, Sees::Each], arguments: &[], memories: 3 },
        ],
        observation: &[
            Slot { name: "TICK", symbols: &["none", "tick"] },
            Slot { name: "DOOR", symbols: &["open", "ajar", "shut"] },
            Slot { name: "DARK", symbols: &["unseen"] },
            Slot { name: "DEEP", symbols: &["unseen"] },
        ],
        arguments: &[
            Slot { name: "WHAT", symbols: &["a", "b", "c"] },
            Slot { name: "COUNT", symbols: &["0", "1", "2", "3"] },
        ],
    };

    type Stack<F> = Frames<F, 1>;
}
