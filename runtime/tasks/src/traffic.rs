//! Traffic lights at a crossing for people, with a button. They run for ever.
//!
//! ```text
//!                   over → NOP, end     else, in this tick      in the next one, if n > 0: the same with n - 1; else
//! GREEN(n, asked)                       ACT(GREEN)              asked → AMBER(2), end      not → GREEN(0, no), end
//! AMBER(n)                              ACT(AMBER)              WALK(5), end
//! WALK(n)                               ACT(WALK)               CLEAR(2, no), end
//! CLEAR(n, asked)                       ACT(CLEAR)              PREPARE(1, asked), end
//! PREPARE(n, asked)                     ACT(PREPARE)            GREEN(7, asked), end
//! ```
//!
//! The main loop is recursion: the phase is a program, and what it has to remember are its arguments: how many ticks
//! are left after this one, and whether somebody has asked to walk. An action shows its lights for one tick. Asked is
//! who presses the button while cars have green, while people clear the road, or while cars prepare to go; who presses
//! it during amber or while people may walk is served already. Lights on pins are never over; simulated ones are when
//! their ticks end.
//!
//! A problem says for each tick whether the button is pressed, `b` (or `B`: a board takes a small letter at the
//! beginning for a command) or `.`. The answer says what the lights show: `G` green and `A` amber for cars, `W` for
//! people, `R` red for all, `P` red and amber for cars, which prepare to go.
//!
//! # Why it is safe
//!
//! *Cars and people never have green together.* What is shown in a tick is one of five rows of lamps, and none has
//! both. *There is time in between.* Each program comes only to itself and to the one below it, the last to the first;
//! to the one below when n is 0, with the n that the table says. So after cars' last green there are three ticks of
//! amber before people walk, and after people's last tick five without them before cars have green. *Nobody has too
//! little.* In the same way people have six ticks, and cars eight. *Who asks walks.* No program but AMBER, which
//! begins to serve, drops what is asked; GREEN alone can stay, and only as long as nobody asks: who presses walks 16
//! ticks later at most. The lights begin with red for all.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::Traffic;
//! let mut memory = [0; 64];
//! let mut world = Traffic::world(b"........B...............", &mut memory)?;
//! solve::<Traffic, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "RRRPPGGGGGGGGAAAWWWWWWRR");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod crossing;
pub mod looping;

use core::fmt::Write;

use npi_runtime::task::{Entry, Frames, Sees, Signature, Slot, TextReader, ranges};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};

pub use crossing::{Crossing, Lamps};

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic;

/// Cars go.
pub const GREEN: Program = Program::learned(0);
/// Cars stop.
pub const AMBER: Program = Program::learned(1);
/// People walk.
pub const WALK: Program = Program::learned(2);
/// People clear the road.
pub const CLEAR: Program = Program::learned(3);
/// Cars prepare to go.
pub const PREPARE: Program = Program::learned(4);

/// The symbol of a tick in which the button is not pressed.
const UP: u8 = 0;
/// The symbol of a tick in which it is.
const PRESSED: u8 = 1;
/// The symbol of the end of the simulation.
const OVER: u8 = 2;

/// The symbol of the first lights in `ACT`'s first argument, and of the others in the programs' order. Below it are ticks.
const LIGHTS: u8 = 8;
const WHAT: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "GREEN", "AMBER", "WALK", "CLEAR", "PREPARE"];

type Seen = [u8; 1];
type Arguments = [u8; 2];

/// Whether the simulation is over, and nothing of the button.
const END: Sees = Sees::Groups(&ranges::<3>(&[(UP, "on"), (OVER, "over")]));

/// The lights that a program shows.
fn show(program: Program) -> Call<Arguments> {
    Call::act([LIGHTS + program.0.saturating_sub(GREEN.0), 0])
}

/// What follows a tick, after which `left` more are to come; `asked` is 1 if somebody wants to walk.
fn next(program: Program, left: u8, asked: u8) -> Call<Arguments> {
    let (program, arguments) = match program {
        _ if left > 0 => (program, [left - 1, asked]),
        GREEN if asked == 0 => (GREEN, [0, 0]),
        GREEN => (AMBER, [2, 0]),
        AMBER => (WALK, [5, 0]),
        WALK => (CLEAR, [2, 0]),
        CLEAR => (PREPARE, [1, asked]),
        _ => (GREEN, [7, asked]),
    };
    Call { program, arguments }
}

impl Machine for Traffic {
    type Observation = Seen;
    type Arguments = Arguments;

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    #[inline]
    fn teach(&self, call: &Call<Arguments>, memory: u8, view: &Seen) -> Option<(Decision<Arguments>, u8)> {
        let (&[button], [left, asked]) = (view, call.arguments);
        call.program.entry(&Self::SIGNATURE)?;
        Some(match memory {
            0 if button == OVER => (Decision::end(Call::new(Program::NOP)), 0),
            0 => (Decision::go_on(show(call.program)), if button == PRESSED { 2 } else { 1 }),
            _ => (Decision::end(next(call.program, left, if memory == 2 { 1 } else { asked })), 0),
        })
    }
}

impl Task for Traffic {
    type World<'m> = Crossing<'m>;

    const SIGNATURE: Signature = Signature {
        task: "traffic",
        programs: &[
            heeding("GREEN", &[&[0, 1, 2, 3, 4, 5, 6, 7], &[0, 1]]),
            deaf("AMBER", &[&[0, 1, 2], &[0]]),
            deaf("WALK", &[&[0, 1, 2, 3, 4, 5], &[0]]),
            heeding("CLEAR", &[&[0, 1, 2], &[0, 1]]),
            heeding("PREPARE", &[&[0, 1], &[0, 1]]),
        ],
        observation: &[Slot { name: "BUTTON", symbols: &["up", "pressed", "over"] }],
        arguments: &[Slot { name: "what", symbols: WHAT }, Slot { name: "asked", symbols: &["no", "yes"] }],
    };

    const MODEL: Option<&'static [u8]> = Some(crate::models::TRAFFIC);

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = Frames<F, 1>; // every call is a tail call

    const THEOREM: &'static str = "whenever the button is pressed, cars and people never have green together, \
        each has its shortest time and there is time in between; who asks walks";

    const ARGUMENT: &'static str = "by what comes to what, in runtime/tasks/src/traffic.rs; tested against a machine that \
        works tick by tick";

    const PROBLEM: &'static str = "what the button is at each tick, `b` for a press or `.` for none";

    const EXAMPLE: &'static str = "........B...............";

    const SIZE: &'static str = "ticks";

    fn start(_: &Crossing<'_>) -> Call<Arguments> {
        Call { program: CLEAR, arguments: [2, 0] }
    }

    fn memory(problem: &[u8]) -> usize {
        2 * problem.len()
    }

    fn capacity(memory: usize) -> usize {
        TextReader::<Self>::capacity(memory, 2) // a tick, and what the lights showed in it
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Crossing<'m>, Refusal> {
        Crossing::new(problem, memory)
    }

    fn step_limit(world: &Crossing<'_>) -> usize {
        world.ticks().saturating_mul(2).saturating_add(1) // to the step: the last one sees that it is over
    }

    fn sample(
        size: usize,
        _: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> core::fmt::Result {
        crossing::sample(size, random, out)
    }
}

/// A program that sees the button.
const fn heeding(name: &'static str, arguments: &'static [&'static [u8]]) -> Entry {
    Entry { name, sees: &[Sees::Each], arguments, memories: 3 }
}

/// A program that does not.
const fn deaf(name: &'static str, arguments: &'static [&'static [u8]]) -> Entry {
    Entry { name, sees: &[END], arguments, memories: 2 }
}
