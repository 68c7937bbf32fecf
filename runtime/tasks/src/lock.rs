//! A keypad lock: debounced keys, a code of any length, three tries, a lockout. It runs for ever.
//!
//! ```text
//! SCAN       off → NOP, end      no key → IDLE, end      key k → ONCE(k), end
//! IDLE       ACT(TICK); SCAN, end
//! ONCE(k)    ACT(TICK); SECOND(k), end
//! SECOND(k)  k again → TWICE(k), end      else SCAN, end
//! TWICE(k)   ACT(TICK); THIRD(k), end
//! THIRD(k)   k again → KEY, end           else SCAN, end
//! KEY        PRESS; HELD, end
//! PRESS      right, the last one → OPEN, end      right → ACT(NEXT), end
//!            wrong, the last try → LOCKOUT, end   wrong → ACT(FAIL), end
//! OPEN       ACT(OPEN); WAIT; ACT(SHUT), end
//! LOCKOUT    ACT(ALARM); WAIT, end
//! WAIT       off, or the timer is idle → NOP, end      ACT(TICK); WAIT, end
//! HELD       off → NOP, end      key → ACT(TICK); HELD, end      no key → ACT(TICK); QUIET, end
//! QUIET      no key → IDLE, end      else HELD, end
//! ```
//!
//! The main loop is recursion: whatever a program remembers of samples that are gone is the argument `k` of its last
//! call. The rest is the world's: how much of the code was keyed in, how many tries are left, and a timer. A keypad on
//! pins is never off; a simulated one is when its samples end, and then the loop ends, too.
//!
//! A problem is a code, a colon and what the keypad shows, one sample a tick: `42:444--222`. The answer says what the
//! lock does in each tick: `+` for a right key, `x` for a wrong one, `O` as long as it is open, `!` as long as it is
//! locked out.
//!
//! # Why the teacher is a lock
//!
//! *A key counts when it is seen in three samples running.* Only THIRD(k) comes to KEY, when it sees k; only TWICE(k)
//! comes to it, after one tick; only SECOND(k), when it sees k, comes to TWICE(k), and so on back to SCAN, which saw
//! k. Where another sample comes, SCAN looks at that same one: no sample is lost. *It counts once.* KEY goes on to
//! HELD, which comes back to SCAN by way of QUIET alone, whose caller saw no key a tick before it sees none. *The code
//! opens.* PRESS is called once for each key that counts; the world's place in the code is behind the right keys since
//! the last wrong one, and `OPEN`, `FAIL` and `ALARM` put it back to the beginning. A wrong key is never taken for
//! the code's first. So the bolt is drawn when, and only when, the keys that counted since the last wrong one, opening or
//! lockout are the code. *The third wrong key locks out.* FAIL counts tries, and
//! only `OPEN` and `ALARM` forget them. While WAIT runs, nobody looks at keys.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::Lock;
//! let mut memory = [0; 64];
//! let mut world = Lock::world(b"42:444--222--", &mut memory)?;
//! solve::<Lock, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "..+....OOO");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod keypad;
#[cfg(feature = "embedded-hal")]
pub mod pins;
mod progress;
mod sample;
mod symbols;

use core::fmt::Write;

use npi_runtime::task::{Entry, Frames, Sees, Signature, Slot, TextReader};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};

pub use keypad::{Keypad, LOCKED_OUT, OPENED};
pub use progress::{Progress, Times};
use symbols::{FREE, HOLD, KEYS, KNOWN, NO_YES, POWER, WHAT, WHICH};
pub use symbols::{NONE, OFF, what};

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lock;

/// Waits for a key.
pub const SCAN: Program = Program::learned(0);
/// Takes the next sample, after one without a key.
pub const IDLE: Program = Program::learned(1);
/// Takes the next sample, after the first one of a key.
pub const ONCE: Program = Program::learned(2);
/// Looks whether the key is still there.
pub const SECOND: Program = Program::learned(3);
/// Takes the next sample, after the second one of a key.
pub const TWICE: Program = Program::learned(4);
/// Looks whether the key counts.
pub const THIRD: Program = Program::learned(5);
/// Takes in the key that counts, and waits until it is let go.
pub const KEY: Program = Program::learned(6);
/// Decides what the key means.
pub const PRESS: Program = Program::learned(7);
/// Draws the bolt for a while.
pub const OPEN: Program = Program::learned(8);
/// Locks out for a while.
pub const LOCKOUT: Program = Program::learned(9);
/// Waits for the timer.
pub const WAIT: Program = Program::learned(10);
/// Waits until no key is held.
pub const HELD: Program = Program::learned(11);
/// Waits until no key is held for a second time.
pub const QUIET: Program = Program::learned(12);

type Seen = [u8; 5];
type Arguments = [u8; 1];

/// What a key means.
fn press(right: bool, last: bool, tries: u8) -> Call<Arguments> {
    match (right, last) {
        (true, true) => Call::new(OPEN),
        (true, false) => Call::act([what::NEXT]),
        _ if tries == 1 => Call::new(LOCKOUT),
        _ => Call::act([what::FAIL]),
    }
}

impl Machine for Lock {
    type Observation = Seen;
    type Arguments = Arguments;

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    #[inline]
    fn teach(&self, call: &Call<Arguments>, memory: u8, view: &Seen) -> Option<(Decision<Arguments>, u8)> {
        let &[key, right, last, tries, timer] = view;
        let with = |program, arguments| Decision::end(Call { program, arguments });
        let end = |program| Decision::end(Call::new(program));
        let act = |what| Decision::go_on(Call::act([what]));
        let again = call.arguments == [key];
        let decision = match (call.program, memory) {
            (SCAN, _) if key < NONE => with(ONCE, [key]),
            (SCAN, _) => end(if key == NONE { IDLE } else { Program::NOP }),
            (IDLE | ONCE | TWICE, 0) => act(what::TICK),
            (IDLE, _) => end(SCAN),
            (ONCE, _) => with(SECOND, call.arguments),
            (SECOND, _) if again => with(TWICE, call.arguments),
            (TWICE, _) => with(THIRD, call.arguments),
            (THIRD, _) if again => end(KEY),
            (SECOND | THIRD, _) => end(SCAN),
            (KEY, 0) => Decision::go_on(Call::new(PRESS)),
            (KEY, _) => end(HELD),
            (PRESS, _) => Decision::end(press(right == 1, last == 1, tries)),
            (OPEN, 0) => act(what::OPEN),
            (OPEN, 1) => Decision::go_on(Call::new(WAIT)),
            (OPEN, _) => Decision::end(Call::act([what::SHUT])),
            (LOCKOUT, 0) => act(what::ALARM),
            (LOCKOUT, _) => end(WAIT),
            (WAIT, 0) if key == OFF || timer == 0 => end(Program::NOP),
            (WAIT, 0) => act(what::TICK),
            (WAIT, _) => end(WAIT),
            (HELD, 0) if key == OFF => end(Program::NOP),
            (HELD, 0) => return Some((act(what::TICK), if key == NONE { 2 } else { 1 })),
            (HELD, 1) => end(HELD),
            (HELD, _) => end(QUIET),
            (QUIET, _) => end(if key == NONE { IDLE } else { HELD }),
            _ => return None,
        };
        Some((decision, memory + u8::from(!decision.end)))
    }
}

impl Task for Lock {
    type World<'m> = Keypad<'m>;

    const SIGNATURE: Signature = Signature {
        task: "lock",
        programs: &[
            entry("SCAN", 1, &[Sees::Each]),
            entry("IDLE", 2, &[]),
            knowing("ONCE", 2, &[]),
            knowing("SECOND", 1, &[WHICH]),
            knowing("TWICE", 2, &[]),
            knowing("THIRD", 1, &[WHICH]),
            entry("KEY", 2, &[]),
            entry("PRESS", 1, &[Sees::Nothing, Sees::Each, Sees::Each, Sees::Each]),
            entry("OPEN", 3, &[]),
            entry("LOCKOUT", 2, &[]),
            entry("WAIT", 2, &[POWER, Sees::Nothing, Sees::Nothing, Sees::Nothing, Sees::Each]),
            entry("HELD", 3, &[HOLD]),
            entry("QUIET", 1, &[FREE]),
        ],
        observation: &[
            Slot { name: "KEY", symbols: KEYS },
            Slot { name: "RIGHT", symbols: NO_YES },
            Slot { name: "LAST", symbols: NO_YES },
            Slot { name: "TRIES", symbols: &["more", "last"] },
            Slot { name: "TIMER", symbols: &["idle", "runs"] },
        ],
        arguments: &[Slot { name: "what", symbols: WHAT }],
    };

    const MODEL: Option<&'static [u8]> = Some(crate::models::LOCK);

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = Frames<F, 3>; // KEY, OPEN, and the WAIT that it waits for

    const THEOREM: &'static str = "for any code and any samples, the network opens the lock when, and only when, the keys since the last wrong one, opening or lockout are the code, and nobody is locked out";

    const ARGUMENT: &'static str = "by what comes to what, in runtime/tasks/src/lock.rs; tested against a machine that \
        works sample by sample";

    const PROBLEM: &'static str =
        "a code of digits, `:` and what the keypad reads at each sample, a key or `-`";

    const EXAMPLE: &'static str = "42:444--222--";

    const SIZE: &'static str = "samples";

    fn start(_: &Keypad<'_>) -> Call<Arguments> {
        Call::new(SCAN)
    }

    fn memory(problem: &[u8]) -> usize {
        2 * problem.len()
    }

    fn capacity(memory: usize) -> usize {
        // A sample, and what the lock does in it; before the samples there are a colon and a code, which has a key at least.
        TextReader::<Self>::capacity(memory, 2).saturating_sub(2)
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Keypad<'m>, Refusal> {
        Keypad::new(problem, memory)
    }

    /// For each tick as many as for one in which the lock opens, and once more for those after the last: THIRD 1, KEY 2,
    /// PRESS 1, OPEN 3, WAIT 1, HELD 2.
    fn step_limit(world: &Keypad<'_>) -> usize {
        world.ticks().saturating_add(1).saturating_mul(10)
    }

    fn sample(
        size: usize,
        _: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> core::fmt::Result {
        sample::write(size, random, out)
    }
}

const fn entry(name: &'static str, memories: u8, sees: &'static [Sees]) -> Entry {
    Entry { name, sees, arguments: &[], memories }
}

/// A program that knows a key.
const fn knowing(name: &'static str, memories: u8, sees: &'static [Sees]) -> Entry {
    Entry { name, sees, arguments: KNOWN, memories }
}
