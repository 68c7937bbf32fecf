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
//! # Why a proof over [`cases`](Addition::cases) is a proof for every number of digits
//!
//! 1. *One call sees at most two columns.* ADD and LSHIFT see a column and the next one, ADD1 and
//!    CARRY a column and the next carry, which is blank: nobody writes it before CARRY does. OUT is
//!    blank until ADD1 writes it.
//! 2. *Every pair of columns is among the cases.* An operand's digits end once and blanks
//!    follow for ever, so a blank is never followed by a digit. The carry into the second column is
//!    determined by the first. A column of three blanks is never added: ADD ends on seeing it. That leaves
//!    241 first columns and 24,641 pairs, and each is one case. (Some pairs, such as a carry into
//!    the first column of a problem, occur only later in one; all of them can occur.)
//! 3. *So a network that does as the teacher does on all cases does so on every problem*, by
//!    induction over the steps: it saw the same, decided the same, and so sees the same next.
//! 4. *The teacher adds.* After ADD has run on columns 0 to n, OUT holds the lowest n + 1 digits of the
//!    sum and CARRY the carry into column n + 1: by induction over columns, as ADD1 and CARRY do
//!    what one does on paper. It ends after the first column that is blank throughout, and each
//!    ADD moves all four pointers one column further, so there is one.

mod cases;
mod loader;
mod scratchpad;

use core::fmt::Write;

pub use loader::Loader;
use npi_format::{Program as Entry, Signature, Slot};
pub use scratchpad::Scratchpad;

use super::{Call, Decision, Program, Task};
use crate::Refusal;

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// What the teacher knows of a column: the digit to write, and whether a carry follows.
fn sum(seen: &Seen) -> (u8, bool) {
    let digit = |symbol: u8| if symbol == BLANK { 0 } else { symbol };
    let sum = digit(seen[0]) + digit(seen[1]) + seen[2];
    (sum % 10, sum >= 10)
}

fn act(row: Row, what: u8) -> Call<Arguments> {
    Call::act([row as u8, what])
}

impl Task for Addition {
    type Observation = Seen;
    type Arguments = Arguments;
    type World<'m> = Scratchpad<'m>;

    const SIGNATURE: Signature = Signature {
        task: "addition",
        programs: &[entry("ADD"), entry("ADD1"), entry("CARRY"), entry("LSHIFT")],
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

    const THEOREM: &'static str = "for any two numbers of any length, the network writes their sum and stops";

    fn start() -> Call<Arguments> {
        Call::new(ADD)
    }

    fn memory(problem: &[u8]) -> usize {
        let longest = problem.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).max();
        2 * (longest.unwrap_or(0) + 1)
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
        let span = u32::try_from(size.saturating_sub(smallest)).unwrap_or(u32::MAX).saturating_add(1);
        let other = size.saturating_sub(random(span) as usize);
        let (first, second) = if random(2) == 0 { (size, other) } else { (other, size) };
        number(first, random, out)?;
        out.write_char('+')?;
        number(second, random, out)
    }

    fn teach(call: &Call<Arguments>, seen: &[Seen]) -> Decision<Arguments> {
        let (Some(first), Some(now)) = (seen.first(), seen.last()) else {
            return Decision::end(Call::new(Program::NOP));
        };
        match (call.program, seen.len()) {
            (ADD, 1) => Decision::go_on(Call::new(ADD1)),
            (ADD, 2) => Decision::go_on(Call::new(LSHIFT)),
            (ADD, _) if now[..3] == [BLANK, BLANK, 0] => Decision::end(Call::new(Program::NOP)),
            (ADD, _) => Decision::end(Call::new(ADD)),
            (ADD1, 1) => Decision { call: act(Row::Out, sum(first).0), end: !sum(first).1 },
            (ADD1, _) => Decision::end(Call::new(CARRY)),
            (CARRY, 1) => Decision::go_on(act(Row::Carry, LEFT)),
            (CARRY, 2) => Decision::go_on(act(Row::Carry, 1)),
            (CARRY, _) => Decision::end(act(Row::Carry, RIGHT)),
            (LSHIFT, 1) => Decision::go_on(act(Row::In1, LEFT)),
            (LSHIFT, 2) => Decision::go_on(act(Row::In2, LEFT)),
            (LSHIFT, 3) => Decision::go_on(act(Row::Carry, LEFT)),
            (LSHIFT, _) => Decision::end(act(Row::Out, LEFT)),
            _ => Decision::end(Call::new(Program::NOP)),
        }
    }

    fn cases(program: Program) -> usize {
        cases::count(program)
    }

    fn case<'m>(
        program: Program,
        index: usize,
        memory: &'m mut [u8],
    ) -> Option<(Scratchpad<'m>, Call<Arguments>)> {
        Some((cases::world(program, index, memory)?, Call::new(program)))
    }
}

const fn entry(name: &'static str) -> Entry {
    Entry { name, takes_arguments: false }
}

/// A number of exactly `digits` digits: only the number 0 begins with a zero.
fn number(digits: usize, random: &mut impl FnMut(u32) -> u32, out: &mut impl Write) -> core::fmt::Result {
    for place in 0..digits {
        let digit = if place == 0 && digits > 1 { 1 + random(9) } else { random(10) };
        out.write_char(char::from(b'0' + digit as u8))?;
    }
    Ok(())
}
