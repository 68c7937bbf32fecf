//! Sorting by bubble sort with loops, as the Neural Programmer-Interpreter's authors taught it (Reed & de Freitas, arXiv
//! 1511.06279); and the maximum, which is one BUBBLE.
//!
//! ```text
//! BUBBLESORT  0  P3 at the end → NOP, end      else BUBBLE, then 1
//!             1  RESET, then 0
//! BUBBLE      0  ACT(P2 RIGHT), then 1
//!             1  P2 at the end → NOP, end      else COMPSWAP, then 2
//!             2  RSHIFT, then 1
//! RESET       0  LSHIFT, then 1
//!             1  ACT(P2 LEFT), then 2
//!             2  ACT(P3 RIGHT), end
//! COMPSWAP    0  the value at P1 is greater than that at P2 → ACT(SWAP), end      else NOP, end
//! LSHIFT      0  P1 at the start → NOP, end    else ACT(P1 LEFT), then 1
//!             1  ACT(P2 LEFT), then 0
//! RSHIFT      0  ACT(P1 RIGHT), then 1
//!             1  ACT(P2 RIGHT), end
//! ```
//!
//! The number before a step is the memory. Those of BUBBLESORT, BUBBLE and LSHIFT come to themselves: one call of each takes as many
//! steps as there are values. World, problems and actions are those of [`Sorting`].
//!
//! # Why the teacher sorts
//!
//! In BUBBLE P2 is one place beyond P1 whenever the memory is 1, and P1 stands on the greatest value of those up to it, as
//! COMPSWAP brings the greater one of two to P2 and RSHIFT moves both on. So when P2 has come to the end, P1 is on the last
//! value, the greatest. LSHIFT moves both back by as many places until P1 is at the start and P2 one beyond, and RESET's own step
//! moves P2 there, too; with one value, LSHIFT has nothing to do. After k BUBBLEs the k greatest values stand sorted at the
//! end, by induction; each RESET moves P3 on by one, so that BUBBLESORT ends after as many BUBBLEs as there are values.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::sorting::looping::SortingLoop;
//! let mut memory = [0; 64];
//! let mut world = SortingLoop::world(b"3 1 2", &mut memory)?;
//! solve::<SortingLoop, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "1 2 3");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use npi_runtime::task::{Frames, Signature, TextReader};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};

use super::{Act, Numbers, ORDER, P1, P2, P3, Sorting, Wanted, act, entry};
use crate::problems::problems_of;

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SortingLoop;

/// Sorts all values.
pub const BUBBLESORT: Program = Program::learned(0);
/// Brings the greatest value to the end.
pub const BUBBLE: Program = Program::learned(1);
/// Goes back to the start, and counts a pass.
pub const RESET: Program = Program::learned(2);
/// Brings two neighbours into order.
pub const COMPSWAP: Program = Program::learned(3);
/// Moves P1 and P2 left until P1 is at the start.
pub const LSHIFT: Program = Program::learned(4);
/// Moves P1 and P2 right by one place.
pub const RSHIFT: Program = Program::learned(5);

/// A step that is not the last, and the memory after it.
fn then(call: Call<[u8; 1]>, memory: u8) -> (Decision<[u8; 1]>, u8) {
    (Decision::go_on(call), memory)
}

/// A call's last step.
fn end(call: Call<[u8; 1]>) -> (Decision<[u8; 1]>, u8) {
    (Decision::end(call), 0)
}

impl Machine for SortingLoop {
    type Observation = [u8; 4];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, call: &Call<[u8; 1]>, memory: u8, view: &[u8; 4]) -> Option<(Decision<[u8; 1]>, u8)> {
        let [greater, start, end2, end3] = view.map(|seen| seen == 1);
        let nop = Call::new(Program::NOP);
        Some(match (call.program, memory) {
            (BUBBLESORT, 0) if end3 => end(nop),
            (BUBBLESORT, 0) => then(Call::new(BUBBLE), 1),
            (BUBBLESORT, 1) => then(Call::new(RESET), 0),
            (BUBBLE, 0) => then(act(Act::P2Right), 1),
            (BUBBLE, 1) if end2 => end(nop),
            (BUBBLE, 1) => then(Call::new(COMPSWAP), 2),
            (BUBBLE, 2) => then(Call::new(RSHIFT), 1),
            (RESET, 0) => then(Call::new(LSHIFT), 1),
            (RESET, 1) => then(act(Act::P2Left), 2),
            (RESET, 2) => end(act(Act::P3Right)),
            (COMPSWAP, 0) => end(if greater { act(Act::Swap) } else { nop }),
            (LSHIFT, 0) if start => end(nop),
            (LSHIFT, 0) => then(act(Act::P1Left), 1),
            (LSHIFT, 1) => then(act(Act::P2Left), 0),
            (RSHIFT, 0) => then(act(Act::P1Right), 1),
            (RSHIFT, 1) => end(act(Act::P2Right)),
            _ => return None,
        })
    }
}

impl Task for SortingLoop {
    type World<'m> = Numbers<'m>;

    const SIGNATURE: Signature = Signature {
        task: "sorting-loop",
        programs: &[
            entry("BUBBLESORT", 2, P3),
            entry("BUBBLE", 3, P2),
            entry("RESET", 3, &[]),
            entry("COMPSWAP", 1, ORDER),
            entry("LSHIFT", 2, P1),
            entry("RSHIFT", 2, &[]),
        ],
        ..Sorting::SIGNATURE
    };

    const MODEL: Option<&'static [u8]> = Some(crate::models::LOOPS);

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = Frames<F, 3>; // BUBBLESORT waits for BUBBLE, which waits for COMPSWAP

    problems_of!(Sorting);

    const TAUGHT: usize = Sorting::TAUGHT;

    const ARGUMENT: &'static str =
        "by induction over passes, in runtime/tasks/src/sorting/looping.rs; tested against a library's sort";

    fn start(numbers: &Numbers<'_>) -> Call<[u8; 1]> {
        Call::new(match numbers.wanted() {
            Wanted::Order => BUBBLESORT,
            Wanted::Maximum => BUBBLE,
        })
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Numbers<'m>, Refusal> {
        Sorting::world(problem, memory)
    }

    /// As many as recursion takes: a pass is of seven steps a value and one of its own, and there is one step at the end.
    fn step_limit(numbers: &Numbers<'_>) -> usize {
        Sorting::step_limit(numbers)
    }
}
