//! Sorting by recursive bubble sort (Cai, Shin & Song, arXiv 1704.06611), and the maximum, which calls what sorting knows.
//!
//! ```text
//! SORT      BUBBLE;  RESET;  ACT(P3 RIGHT);  P3 at the end → NOP, end;  else SORT, end
//! BUBBLE    ACT(P2 RIGHT);  P2 at the end → NOP, end;  else STEP, end
//! STEP      SWAP;  ACT(P1 RIGHT);  ACT(P2 RIGHT);  P2 at the end → NOP, end;  else STEP, end
//! SWAP      the value at P1 is greater than that at P2 → ACT(SWAP), end;  else NOP, end
//! RESET     ACT(P2 LEFT);  P1 at the start → NOP, end;  ACT(P1 LEFT);  RESET, end
//! MAXIMUM   BUBBLE, end
//! ```
//!
//! Programs see how two values compare, and whether pointers are at the start or the end: never a value. So they sort values of
//! any kind and size, and as many as there are.
//!
//! # Why the teacher sorts
//!
//! BUBBLE brings the greatest value of an array to its end, as P1 always stands on the greatest of those that it has passed;
//! when it ends, P1 stands on the last value. RESET brings P1 and P2 back to the start. After k BUBBLEs the k greatest
//! values stand sorted at the end, by induction; SORT ends when P3 has gone past all of them, after as many BUBBLEs as there are
//! values.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::Sorting;
//! let mut memory = [0; 64];
//! let mut world = Sorting::world(b"3 1 2", &mut memory)?;
//! solve::<Sorting, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "1 2 3");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod array;
pub mod looping;
mod numbers;

use core::fmt::{self, Write};

pub use array::Array;
use npi_runtime::task::{Entry, Frames, Sees, Signature, Slot, TextReader};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};
pub use numbers::{Numbers, Wanted};

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sorting;

/// Sorts all values.
pub const SORT: Program = Program::learned(0);
/// Brings the greatest value to the end.
pub const BUBBLE: Program = Program::learned(1);
/// Compares two neighbours and goes on.
pub const STEP: Program = Program::learned(2);
/// Brings two neighbours into order.
pub const SWAP: Program = Program::learned(3);
/// Goes back to the start.
pub const RESET: Program = Program::learned(4);
/// Finds the greatest value.
pub const MAXIMUM: Program = Program::learned(5);

/// What `ACT` can do. The number is the symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Act {
    Swap,
    P1Left,
    P1Right,
    P2Left,
    P2Right,
    P3Right,
}

const ACTS: &[&str] = &["SWAP", "P1 LEFT", "P1 RIGHT", "P2 LEFT", "P2 RIGHT", "P3 RIGHT"];

fn act(act: Act) -> Call<[u8; 1]> {
    Call::act([act as u8])
}

impl Machine for Sorting {
    type Observation = [u8; 4];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, call: &Call<[u8; 1]>, memory: u8, view: &[u8; 4]) -> Option<(Decision<[u8; 1]>, u8)> {
        let [greater, start, end2, end3] = view.map(|seen| seen == 1);
        let last = |over, program| Decision::end(Call::new(if over { Program::NOP } else { program }));
        let decision = match (call.program, memory) {
            (SORT, 0) => Decision::go_on(Call::new(BUBBLE)),
            (SORT, 1) => Decision::go_on(Call::new(RESET)),
            (SORT, 2) => Decision::go_on(act(Act::P3Right)),
            (SORT, 3) => last(end3, SORT),
            (BUBBLE, 0) => Decision::go_on(act(Act::P2Right)),
            (BUBBLE, 1) => last(end2, STEP),
            (STEP, 0) => Decision::go_on(Call::new(SWAP)),
            (STEP, 1) => Decision::go_on(act(Act::P1Right)),
            (STEP, 2) => Decision::go_on(act(Act::P2Right)),
            (STEP, 3) => last(end2, STEP),
            (SWAP, 0) if greater => Decision::end(act(Act::Swap)),
            (SWAP, 0) => Decision::end(Call::new(Program::NOP)),
            (RESET, 0) => Decision::go_on(act(Act::P2Left)),
            (RESET, 1) if start => Decision::end(Call::new(Program::NOP)),
            (RESET, 1) => Decision::go_on(act(Act::P1Left)),
            (RESET, 2) => Decision::end(Call::new(RESET)),
            (MAXIMUM, 0) => Decision::end(Call::new(BUBBLE)),
            _ => return None,
        };
        Some((decision, memory + u8::from(!decision.end)))
    }
}

const fn entry(name: &'static str, memories: u8, sees: &'static [Sees]) -> Entry {
    Entry { name, sees, arguments: &[], memories }
}

const ORDER: &[Sees] = &[Sees::Each];
const P1: &[Sees] = &[Sees::Nothing, Sees::Each];
const P2: &[Sees] = &[Sees::Nothing, Sees::Nothing, Sees::Each];
const P3: &[Sees] = &[Sees::Nothing, Sees::Nothing, Sees::Nothing, Sees::Each];

impl Task for Sorting {
    type World<'m> = Numbers<'m>;

    const SIGNATURE: Signature = Signature {
        task: "sorting",
        programs: &[
            entry("SORT", 4, P3),
            entry("BUBBLE", 2, P2),
            entry("STEP", 4, P2),
            entry("SWAP", 1, ORDER),
            entry("RESET", 3, P1),
            entry("MAXIMUM", 1, &[]),
        ],
        observation: &[
            Slot { name: "order", symbols: &["right", "wrong"] },
            Slot { name: "P1", symbols: &["inside", "start"] },
            Slot { name: "P2", symbols: &["inside", "end"] },
            Slot { name: "P3", symbols: &["inside", "end"] },
        ],
        arguments: &[Slot { name: "what", symbols: ACTS }],
    };

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = Frames<F, 3>; // SORT and STEP wait for SWAP

    const THEOREM: &'static str =
        "any number of values that can be compared is sorted, or their greatest found, and the network stops";

    const ARGUMENT: &'static str =
        "by induction over passes, in runtime/tasks/src/sorting.rs; tested against a library's sort";

    const PROBLEM: &'static str = "integers, with spaces between them";

    const EXAMPLE: &'static str = "3 1 2";

    const SIZE: &'static str = "values";

    const TAUGHT: usize = 8;

    const MODEL: Option<&'static [u8]> = Some(crate::models::ALL);

    fn start(numbers: &Numbers<'_>) -> Call<[u8; 1]> {
        Call::new(match numbers.wanted() {
            Wanted::Order => SORT,
            Wanted::Maximum => MAXIMUM,
        })
    }

    fn memory(problem: &[u8]) -> usize {
        numbers::BYTES * numbers::words(problem).count()
    }

    fn capacity(memory: usize) -> usize {
        const TEXT: usize = 3; // of a value of two digits, of which the reader counts one byte
        TextReader::<Self>::capacity(memory, numbers::BYTES + TEXT - 1)
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Numbers<'m>, Refusal> {
        Numbers::read(problem, memory)
    }

    /// For each value a pass, of at most nine steps a value and nine of its own.
    fn step_limit(numbers: &Numbers<'_>) -> usize {
        let count = numbers.count();
        count.saturating_mul(count.saturating_mul(9).saturating_add(9))
    }

    fn sample(
        size: usize,
        _: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> fmt::Result {
        numbers::sample(size, random, out)
    }
}
