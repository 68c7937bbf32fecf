//! A controller as a task: a keypad lock with debounced keys, a code of any length, three tries and a lockout.
//!
//! ```text
//! LOCK     off → NOP, end;  SCAN;  nothing latched → LOCK, end;  PRESS;  RELEASE;  LOCK, end
//! SCAN     no key → ACT(TICK), end;  ACT(TICK);  ACT(TICK);  thrice the same key → ACT(key), end;  else NOP, end
//! PRESS    right and last → ACT(OPEN), end;  right → ACT(NEXT), end;
//!          ACT(FAIL);  for the third time → LOCKOUT, end;  else NOP, end
//! LOCKOUT  ACT(TIMER);  WAIT, end
//! WAIT     ACT(TICK);  the timer runs → WAIT, end;  else NOP, end
//! RELEASE  ACT(TICK);  twice no key → ACT(CLEAR), end;  else RELEASE, end
//! ```
//!
//! A problem is a code, a colon and what the keypad shows, one sample a tick: `42:444-222--`. The answer says what
//! happens in each tick: `+` for a right key, `O` for the code, `x` for a wrong key, `!` for the lockout.
//!
//! # Why the teacher is a lock
//!
//! SCAN latches a key when it was there for three ticks, and the latch is not cleared before there was none for two;
//! so PRESS is called once for each key that is held. All else is PRESS's table, and the keypad's timer.

mod keypad;

use core::fmt::{self, Write};
use core::marker::PhantomData;

use npi_format::{Group, Program as Entry, Sees, Signature, Slot};
use npi_runtime::task::{Frames, Stack, TextReader};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};

pub use keypad::Keypad;
use keypad::{CLEAR, FAIL, LOCKED_OUT, NEXT, NONE, OFF, OPEN, TICK, TIMER};

/// What the programs see, so that a test can blind one of them.
pub trait Eyes: fmt::Debug + Clone + Copy + PartialEq + Eq + Default + 'static {
    /// What SCAN sees of the key.
    const SCAN: Sees = Sees::Each;
    /// What PRESS sees of the tries.
    const PRESS: Sees = Sees::Each;
    /// The call stack: LOCK, and whichever of SCAN, PRESS and RELEASE it waits for.
    type Stack<F>: Stack<F>;
}

/// Eyes as they must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Right;

impl Eyes for Right {
    type Stack<F> = Frames<F, 2>;
}

/// The task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lock<E = Right>(PhantomData<E>);

/// The main loop.
pub const LOCK: Program = Program::learned(0);
/// Latches a key that is held.
pub const SCAN: Program = Program::learned(1);
/// Takes in the latched key.
pub const PRESS: Program = Program::learned(2);
/// Locks out.
pub const LOCKOUT: Program = Program::learned(3);
/// Waits for the timer.
pub const WAIT: Program = Program::learned(4);
/// Waits until no key is held.
pub const RELEASE: Program = Program::learned(5);

const KEYS: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none", "off"];
const WHAT: &[&str] =
    &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "TICK", "OPEN", "NEXT", "FAIL", "TIMER", "CLEAR"];

/// SCAN's memory after one key and after the same twice is this and the key; after two keys it is [`MIXED`].
const ONCE: u8 = 1;
const TWICE: u8 = ONCE + 10;
const MIXED: u8 = TWICE + 10;

/// A key's groups: each symbol is in the first one, but for the last `others`, which are in another.
const fn keys(name: &'static str, others: usize, other: &'static str) -> [Group; 12] {
    let mut groups = [Group { symbol: 0, name }; 12];
    let first = 12 - others;
    let mut symbol = first;
    while symbol < 12 {
        groups[symbol] = Group { symbol: first as u8, name: other };
        symbol += 1;
    }
    groups
}

/// Whether the keypad is on.
const POWER: Sees = Sees::Groups(&const { keys("on", 1, "off") });
/// Whether a key is held.
const HELD: Sees = Sees::Groups(&const { keys("key", 2, "none") });

const fn entry(name: &'static str, memories: u8, sees: &'static [Sees]) -> Entry {
    Entry { name, sees, arguments: &[], memories }
}

impl<E: Eyes> Machine for Lock<E> {
    type Observation = [u8; 5];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, call: &Call<[u8; 1]>, memory: u8, view: &[u8; 5]) -> Option<(Decision<[u8; 1]>, u8)> {
        let &[key, latch, last, tries, timer] = view;
        let (act, nop) = (|what| Call::act([what]), Call::new(Program::NOP));
        let end = |call| Some((Decision::end(call), 0));
        let go_on = |call, memory| Some((Decision::go_on(call), memory));
        match (call.program, memory) {
            (LOCK, 0) if key == OFF => end(nop),
            (LOCK, 0) => go_on(Call::new(SCAN), 1),
            (LOCK, 1) if latch == 0 => end(Call::new(LOCK)),
            (LOCK, 1) => go_on(Call::new(PRESS), 2),
            (LOCK, 2) => go_on(Call::new(RELEASE), 3),
            (LOCK, 3) => end(Call::new(LOCK)),
            (SCAN, 0) if key >= NONE => end(act(TICK)),
            (SCAN, 0) => go_on(act(TICK), ONCE + key),
            (SCAN, ONCE..TWICE) => go_on(act(TICK), if memory == ONCE + key { TWICE + key } else { MIXED }),
            (SCAN, TWICE..MIXED) if memory == TWICE + key => end(act(key)),
            (SCAN, TWICE..=MIXED) => end(nop),
            (PRESS, 0) if latch == 1 => end(act(if last == 1 { OPEN } else { NEXT })),
            (PRESS, 0) => go_on(act(FAIL), 1),
            (PRESS, 1) => end(if tries == 3 { Call::new(LOCKOUT) } else { nop }),
            (LOCKOUT, 0) => go_on(act(TIMER), 1),
            (LOCKOUT, 1) => end(Call::new(WAIT)),
            (WAIT, 0) => go_on(act(TICK), 1),
            (WAIT, 1) => end(if timer == 1 { *call } else { nop }),
            (RELEASE, 0) => go_on(act(TICK), 1 + u8::from(key >= NONE)),
            (RELEASE, 2) if key >= NONE => end(act(CLEAR)),
            (RELEASE, 1 | 2) => end(*call),
            _ => None,
        }
    }
}

impl<E: Eyes> Task for Lock<E> {
    type World<'m> = Keypad<'m>;

    const SIGNATURE: Signature = Signature {
        task: "keypad lock",
        programs: &[
            entry("LOCK", 4, &[POWER, Sees::Each]),
            entry("SCAN", MIXED + 1, &[E::SCAN]),
            entry("PRESS", 2, &[Sees::Nothing, Sees::Each, Sees::Each, E::PRESS]),
            entry("LOCKOUT", 2, &[]),
            entry("WAIT", 2, &[Sees::Nothing, Sees::Nothing, Sees::Nothing, Sees::Nothing, Sees::Each]),
            entry("RELEASE", 3, &[HELD]),
        ],
        observation: &[
            Slot { name: "KEY", symbols: KEYS },
            Slot { name: "LATCH", symbols: &["empty", "right", "wrong"] },
            Slot { name: "LAST", symbols: &["no", "yes"] },
            Slot { name: "TRIES", symbols: &["0", "1", "2", "3"] },
            Slot { name: "TIMER", symbols: &["idle", "runs"] },
        ],
        arguments: &[Slot { name: "what", symbols: WHAT }],
    };

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = E::Stack<F>;

    const THEOREM: &'static str =
        "for any code and any samples, the network opens the lock when and only when the code is keyed in";

    const ARGUMENT: &'static str =
        "in tests/src/lock.rs; tested against a machine that works sample by sample";

    const EXAMPLE: &'static str = "42:444-222--";

    const SIZE: &'static str = "samples";

    fn start(_: &Keypad<'_>) -> Call<[u8; 1]> {
        Call::new(LOCK)
    }

    fn memory(problem: &[u8]) -> usize {
        2 * problem.len()
    }

    fn capacity(memory: usize) -> usize {
        memory.saturating_sub(4) / 3
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Keypad<'m>, Refusal> {
        Keypad::new(problem, memory)
    }

    /// For two ticks of a scan at most thirteen steps, for each later one two; and the last lockout outlasts the samples.
    fn step_limit(world: &Keypad<'_>) -> usize {
        7 * (world.ticks() + LOCKED_OUT)
    }

    fn sample(
        size: usize,
        _: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> fmt::Result {
        keypad::sample(size, random, out)
    }
}
