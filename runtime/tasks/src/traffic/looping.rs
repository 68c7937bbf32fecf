//! Traffic lights at a crossing for people, with a button, as one loop.
//!
//! ```text
//! LIGHTS      over → NOP, end      else ACT(the tick's lights), then the next tick
//!
//! ticks       lights       in the last of them, the next tick
//!      0      CLEAR        is  1
//!      1      PREPARE      is  2
//!  2 to  3    GREEN        is  4 if somebody has asked to walk, else 3 again
//!      4      AMBER        is  5
//!  5 to  6    WALK         is  0
//! ```
//!
//! One call lasts for ever, a step for each tick. All that has to be remembered is the memory: which tick of a cycle this is, and
//! whether somebody has asked, which has to be known in ticks 1 to 3 only: who presses the button in ticks 4 to 6 is served
//! already, so that before tick 0 nobody has asked. The memories are 7, one for each tick, and 3 more for those ticks in which somebody
//! has asked. No two of them have the same future. The lights begin with tick 0.
//!
//! World and problems are those of [`Traffic`], which does the same by recursion: there the phase is a program, and what has
//! to be remembered are its arguments. The clock here is three times as slow, so that fewer memories have to be told apart: at
//! the sibling's clock they are 34, and no network was proven.
//!
//! # Why it is safe
//!
//! *Cars and people never have green together*: what is shown in a tick is one of five rows of lamps, and none has both. *There is
//! time in between, and nobody has too little*: each tick comes to the one after it, but for the last of GREEN, which can stay, and
//! for the last of all. So after cars' last green there is a tick of amber before people walk, for two ticks, and then two
//! without them before cars have green, for two ticks at least. *Who asks walks*: what is asked is kept until AMBER begins, and
//! GREEN stays only as long as nobody asks: who presses walks 5 ticks later at most.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::traffic::looping::TrafficLoop;
//! let mut memory = [0; 64];
//! let mut world = TrafficLoop::world(b"...b.....", &mut memory)?;
//! solve::<TrafficLoop, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "RPGGAWWRP");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod crossing;

use npi_runtime::task::{Entry, Frames, Sees, Signature, Slot, TextReader};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};

use super::{LIGHTS as FIRST, OVER, PRESSED, Seen, Traffic, WHAT};
use crate::problems::problems_of;
pub use crossing::LoopCrossing;

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrafficLoop;

/// Runs the lights, tick by tick.
pub const LIGHTS: Program = Program::learned(0);

/// What the lights show in a tick. The number is the symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Lights {
    Green,
    Amber,
    Walk,
    Clear,
    Prepare,
}

/// The names of [`Lights`], in their order.
const SHOWN: &[&str] = WHAT.split_at(FIRST as usize).1;

/// The last tick of a cycle in which cars have green.
const LAST_GREEN: u8 = 3;
/// The last tick of a cycle.
const LAST: u8 = 6;

/// The memory of a tick from 1 to [`LAST_GREEN`] in which somebody has asked is the tick and this.
const ASKED: u8 = LAST;

/// What the lights show in a tick.
fn lights(tick: u8) -> Lights {
    match tick {
        0 => Lights::Clear,
        1 => Lights::Prepare,
        2..=LAST_GREEN => Lights::Green,
        4 => Lights::Amber,
        _ => Lights::Walk,
    }
}

/// The memory after a tick, in which or before which somebody may have asked.
fn next(tick: u8, asked: bool) -> u8 {
    match tick {
        LAST_GREEN if !asked => LAST_GREEN,
        LAST => 0,
        0..LAST_GREEN if asked => tick + 1 + ASKED,
        _ => tick + 1,
    }
}

impl Machine for TrafficLoop {
    type Observation = Seen;
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    #[inline]
    fn teach(&self, call: &Call<[u8; 1]>, memory: u8, view: &Seen) -> Option<(Decision<[u8; 1]>, u8)> {
        let &[button] = view;
        call.program.entry(&Self::SIGNATURE)?;
        if button == OVER {
            return Some((Decision::end(Call::new(Program::NOP)), 0));
        }
        let (tick, asked) = if memory > LAST { (memory - ASKED, true) } else { (memory, false) };
        Some((Decision::go_on(Call::act([lights(tick) as u8])), next(tick, asked || button == PRESSED)))
    }
}

impl Task for TrafficLoop {
    type World<'m> = LoopCrossing<'m>;

    const SIGNATURE: Signature = Signature {
        task: "traffic-loop",
        programs: &[Entry {
            name: "LIGHTS",
            sees: &[Sees::Each],
            arguments: &[],
            memories: LAST + 1 + LAST_GREEN,
        }],
        arguments: &[Slot { name: "lights", symbols: SHOWN }],
        ..Traffic::SIGNATURE
    };

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = Frames<F, 1>; // LIGHTS calls no program

    problems_of!(Traffic);

    const MODEL: Option<&'static [u8]> = Some(crate::models::TRAFFIC_LOOP);

    const ARGUMENT: &'static str = "by what comes to what, in runtime/tasks/src/traffic/looping.rs; tested against a \
        machine that works tick by tick";

    fn start(_: &LoopCrossing<'_>) -> Call<[u8; 1]> {
        Call::new(LIGHTS)
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<LoopCrossing<'m>, Refusal> {
        Traffic::world(problem, memory).map(LoopCrossing::new)
    }

    fn step_limit(world: &LoopCrossing<'_>) -> usize {
        world.ticks().saturating_add(1) // to the step: the last one sees that it is over
    }
}
