//! A refrigerator's controller: it reads a thermometer once a tick, and switches a compressor.
//!
//! ```text
//! COOL(state)   looks at the thermometer:
//!               no reading → NOP, end      else → ACT(next state); COOL(next state), end
//!
//! state         cold     fine     warm
//! off           off      off      on         starts when it is warm …
//! on            rest2    on       on         … stops when it is cold, and between the two goes on;
//! rest2         rest1    rest1    rest1      then it stands still for two ticks more, whatever the
//! rest1         off      off      off        thermometer says: a quick restart would harm it
//! ```
//!
//! This is all that the network learns, and `verify` proves that it has: for every state and every
//! sequence of views.
#![no_std] // a board runs it; what a desktop needs is in `main.rs`

mod world;

use core::fmt::{self, Write};

use npi_runtime::task::{Entry, Frames, Sees, Signature, Slot, TextReader, ranges};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};
pub use world::Fridge;

/// The task: a name for all that belongs together. It holds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MyTask;

/// The only program, number 0 of the signature's list. A call of it is a tick.
pub const COOL: Program = Program::learned(0);

/// What there is to see, as symbols: small numbers, one for each slot of the signature's `observation`.
pub type Seen = [u8; 1];
/// What a call is given, as symbols: one for each slot of the signature's `arguments`.
pub type State = [u8; 1];

/// The compressor stands still, and may start.
pub const OFF: u8 = 0;
/// The compressor runs.
pub const ON: u8 = 1;
/// The compressor stands still, and must for two ticks more.
pub const REST2: u8 = 2;
/// The compressor stands still, and must for one tick more.
pub const REST1: u8 = 3;

/// Readings are degrees, 0 to 9, and their own symbols; the symbol behind them says that there is none.
pub const END: u8 = 10;
/// The first reading that is neither cold nor warm.
const FINE: u8 = 4;
/// The first reading that is warm.
const WARM: u8 = 7;

/// What COOL tells apart. A range is shown as its first symbol, so that the network never sees a
/// degree: it cannot take a 5 for a 6, and a proof has four views to walk instead of eleven.
const BAND: Sees = Sees::Groups(&ranges::<11>(&[
    (0, "cold"),
    (FINE, "fine"),
    (WARM, "warm"),
    (END, "end"),
]));

/// The table above: what the compressor is to do next.
const fn next(state: u8, reading: u8) -> u8 {
    match (state, reading) {
        (OFF, WARM..) => ON,
        (ON, ..FINE) => REST2,
        (REST2, _) => REST1,
        (REST1, _) => OFF,
        _ => state,
    }
}

/// A call of COOL. Its argument is how a tick tells the next one what the compressor does.
pub const fn cool(state: u8) -> Call<State> {
    let (program, arguments) = (COOL, [state]);
    Call { program, arguments }
}

/// The teacher. Its answer may depend on nothing but the call, what it has kept in mind since the
/// call began (0 at first), and what the program sees now.
impl Machine for MyTask {
    type Observation = Seen;
    type Arguments = State;

    /// What there is to see, to call and to keep in mind, by name.
    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    /// The step to take, and what to keep in mind.
    fn teach(
        &self,
        call: &Call<State>,
        memory: u8,
        &[reading]: &Seen,
    ) -> Option<(Decision<State>, u8)> {
        let next = next(call.arguments[0], reading);
        Some(match (memory, reading) {
            // The first step looks. Without a reading all is done; else it switches.
            (0, END) => (Decision::end(Call::new(Program::NOP)), 0),
            (0, _) => (Decision::go_on(Call::act([next])), 1 + next),
            // The second step is the last: it hands over to the next tick, and none waits for another.
            _ => (Decision::end(cool(memory - 1)), 0),
        })
    }
}

impl Task for MyTask {
    type World<'m> = Fridge<'m>; // a simulated one: with your pins, another takes its place
    type Reader<'m> = TextReader<'m, Self>; // takes what is typed at a board's console
    type Stack<F> = Frames<F, 1>; // room for one call, as none waits

    const SIGNATURE: Signature = Signature {
        task: "my-task",
        programs: &[Entry {
            name: "COOL",
            sees: &[BAND],
            arguments: &[&[OFF, ON, REST2, REST1]],
            memories: 5, // 0, and 1 more than each state
        }],
        observation: &[Slot {
            name: "reading",
            symbols: &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "end"],
        }],
        arguments: &[Slot {
            name: "state",
            symbols: &["off", "on", "rest2", "rest1"],
        }],
    };

    // What `verify` says of a network that is proven; and why the teacher does that, which is yours to argue.
    const THEOREM: &'static str =
        "whatever is read, it starts when warm, stops when cold, and rests three ticks in between";
    const ARGUMENT: &'static str =
        "by the table in src/lib.rs; tested against a counter of ticks, in tests/teacher.rs";

    const PROBLEM: &'static str = "a reading for each tick, 0 to 9";
    const EXAMPLE: &'static str = "5678876543210123456789"; // a problem: a reading for each tick
    const SIZE: &'static str = "readings"; // what the size of a problem counts

    /// The call that solves whatever problem there is.
    fn start(_: &Fridge<'_>) -> Call<State> {
        cool(OFF)
    }

    /// Bytes that the world of a problem takes: what is read, and what is switched.
    fn memory(problem: &[u8]) -> usize {
        2 * problem.len()
    }

    /// Readings of a problem that is typed into so many bytes.
    fn capacity(memory: usize) -> usize {
        TextReader::<Self>::capacity(memory, 2) // at a board's console the text stands there, too
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Fridge<'m>, Refusal> {
        Fridge::new(problem, memory)
    }

    /// Steps that the teacher takes at most: who takes more has gone astray.
    fn step_limit(world: &Fridge<'_>) -> usize {
        2 * world.ticks() + 1 // two steps a tick, and the one that ends
    }

    /// A random problem, to learn and to test with: from tick to tick a degree more or less, or none.
    fn sample(
        size: usize,
        _: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> fmt::Result {
        let mut degrees = random(10);
        (0..size).try_for_each(|_| {
            degrees = (degrees + random(3)).saturating_sub(1).min(9);
            out.write_char(char::from(b'0' + degrees as u8)) // `write!` would be 10 KB on a board
        })
    }
}
