//! Multi-digit addition, taught recursively (Cai, Shin & Song, arXiv 1704.06611).
//!
//! ```text
//! ADD     ADD1; LSHIFT; then, looking at the new column:
//!         blank, blank, blank → NOP, end      anything else → ADD, end
//! ADD1    ACT(OUT d), d = (in1 + in2 + carry) mod 10; end if no carry
//!         CARRY, end
//! CARRY   ACT(CARRY LEFT); ACT(CARRY 1); ACT(CARRY RIGHT), end
//! LSHIFT  ACT(IN1 LEFT); ACT(IN2 LEFT); ACT(CARRY LEFT); ACT(OUT LEFT), end
//! ```
//!
//! ADD needs to know of IN1 and IN2 only whether they are blank, ADD1 which digits they are; CARRY and LSHIFT need not
//! look. Nobody looks at OUT. Each program counts its steps in its memory.
//!
//! # Why the teacher adds
//!
//! By induction over columns: after ADD has run on columns 0 to n, OUT holds the lowest n + 1 digits of the
//! sum and CARRY the carry into column n + 1, as ADD1 and CARRY do what one does on paper; nobody writes
//! a carry before CARRY does. ADD ends after the first column that is blank throughout: an operand's digits end
//! once and blanks follow for ever, and each ADD moves all four pointers one column further, so there is one.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::Addition;
//! let mut memory = [0; 16];
//! let mut world = Addition::world(b"579+1221", &mut memory)?;
//! solve::<Addition, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "1800");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
mod loader;
pub mod looping;
mod scratchpad;

use core::fmt::Write;

pub use loader::Loader;
pub use scratchpad::Scratchpad;

use npi_runtime::task::{Entry, Frames, ProblemReader, Sees, Signature, Slot, ranges};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};

use crate::digits::{number, sizes};

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Addition;

/// Adds the column under the pointers and all columns further left.
pub const ADD: Program = Program::learned(0);
/// Adds one column.
pub const ADD1: Program = Program::learned(1);
/// Writes a carry into the next column.
pub const CARRY: Program = Program::learned(2);
/// Moves all pointers to the next column.
pub const LSHIFT: Program = Program::learned(3);

/// A row of the scratchpad; its index in an observation and its symbol in `ACT`'s first argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Row {
    /// The first operand.
    In1,
    /// The second operand.
    In2,
    /// The carries.
    Carry,
    /// The sum.
    Out,
}

/// The symbol of a blank cell in [`Row::In1`], [`Row::In2`] and [`Row::Out`]; digits are their own symbols.
pub const BLANK: u8 = 10;
/// The symbol of a pointer's move towards higher digits, in `ACT`'s second argument; digits mean "write".
pub const LEFT: u8 = 10;
/// The symbol of a pointer's move towards lower digits.
pub const RIGHT: u8 = 11;

const DIGITS: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "_"];
const CARRIES: &[&str] = &["_", "1"];
const WHAT: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "LEFT", "RIGHT"];

type Seen = [u8; 4];
type Arguments = [u8; 2];

/// Whether there is a digit or a blank.
const END: Sees = Sees::Groups(&ranges::<11>(&[(0, "digit"), (BLANK, "_")]));

/// A cell's digit; a blank counts as 0.
fn digit(symbol: u8) -> u8 {
    if symbol == BLANK { 0 } else { symbol }
}

/// The digit to write, and whether a carry follows.
fn sum(first: u8, second: u8, carry: u8) -> (u8, bool) {
    let sum = digit(first) + digit(second) + carry;
    if sum < 10 { (sum, false) } else { (sum - 10, true) }
}

fn act(row: Row, what: u8) -> Call<Arguments> {
    Call::act([row as u8, what])
}

impl Machine for Addition {
    type Observation = Seen;
    type Arguments = Arguments;

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    #[inline]
    fn teach(&self, call: &Call<Arguments>, memory: u8, view: &Seen) -> Option<(Decision<Arguments>, u8)> {
        let &[first, second, carry, _] = view;
        let decision = match (call.program, memory) {
            (ADD, 0) => Decision::go_on(Call::new(ADD1)),
            (ADD, 1) => Decision::go_on(Call::new(LSHIFT)),
            (ADD, _) if [first, second, carry] == [BLANK, BLANK, 0] => Decision::end(Call::new(Program::NOP)),
            (ADD, _) => Decision::end(Call::new(ADD)),
            (ADD1, 0) => {
                let (digit, carries) = sum(first, second, carry);
                Decision { call: act(Row::Out, digit), end: !carries }
            }
            (ADD1, _) => Decision::end(Call::new(CARRY)),
            (CARRY, 0) => Decision::go_on(act(Row::Carry, LEFT)),
            (CARRY, 1) => Decision::go_on(act(Row::Carry, 1)),
            (CARRY, _) => Decision::end(act(Row::Carry, RIGHT)),
            (LSHIFT, 0) => Decision::go_on(act(Row::In1, LEFT)),
            (LSHIFT, 1) => Decision::go_on(act(Row::In2, LEFT)),
            (LSHIFT, 2) => Decision::go_on(act(Row::Carry, LEFT)),
            (LSHIFT, _) => Decision::end(act(Row::Out, LEFT)),
            _ => return None,
        };
        Some((decision, memory + u8::from(!decision.end)))
    }
}

impl Task for Addition {
    type World<'m> = Scratchpad<'m>;

    const SIGNATURE: Signature = Signature {
        task: "addition",
        programs: &[
            entry("ADD", 3, &[END, END, Sees::Each]),
            entry("ADD1", 2, &[Sees::Each; 3]),
            entry("CARRY", 3, &[]),
            entry("LSHIFT", 4, &[]),
        ],
        observation: &[
            Slot { name: "IN1", symbols: DIGITS },
            Slot { name: "IN2", symbols: DIGITS },
            Slot { name: "CARRY", symbols: CARRIES },
            Slot { name: "OUT", symbols: DIGITS },
        ],
        arguments: &[
            Slot { name: "row", symbols: &["IN1", "IN2", "CARRY", "OUT"] },
            Slot { name: "what", symbols: WHAT },
        ],
    };

    const MODEL: Option<&'static [u8]> = Some(crate::models::ADDITION);

    type Reader<'m> = Loader<'m>;

    type Stack<F> = Frames<F, 2>; // ADD, and whichever of ADD1, CARRY and LSHIFT it waits for

    const THEOREM: &'static str = "for any two numbers of any length, the network writes their sum and stops";

    const ARGUMENT: &'static str =
        "by induction over columns, in runtime/tasks/src/addition.rs; tested against big integers";

    const PROBLEM: &'static str = "two whole numbers";

    const EXAMPLE: &'static str = "579+1221";

    const SIZE: &'static str = "digits";

    fn start(_: &Scratchpad<'_>) -> Call<Arguments> {
        Call::new(ADD)
    }

    fn memory(problem: &[u8]) -> usize {
        let longest = problem.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).max();
        2 * (longest.unwrap_or(0) + 1)
    }

    fn capacity(memory: usize) -> usize {
        (memory / 2).saturating_sub(1) // a column is two bytes, and one column is for the last carry
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Scratchpad<'m>, Refusal> {
        let mut loader = Loader::new(memory);
        for &byte in problem {
            loader.push(byte)?;
        }
        loader.finish()
    }

    fn step_limit(world: &Scratchpad<'_>) -> usize {
        world.width().saturating_mul(12) // ADD 3, ADD1 2, CARRY 3, LSHIFT 4
    }

    fn sample(
        size: usize,
        smallest: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> core::fmt::Result {
        let (first, second) = sizes(size, smallest, random);
        number(first, random, out)?;
        out.write_char('+')?;
        number(second, random, out)
    }
}

const fn entry(name: &'static str, memories: u8, sees: &'static [Sees]) -> Entry {
    Entry { name, sees, arguments: &[], memories }
}
