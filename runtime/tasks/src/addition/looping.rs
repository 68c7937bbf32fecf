//! Multi-digit addition with a loop, as the Neural Programmer-Interpreter's authors taught it (Reed & de Freitas, arXiv
//! 1511.06279).
//!
//! ```text
//! ADD     0  blank, blank, blank → NOP, end      anything else → ADD1, then 1
//!         1  LSHIFT, then 0
//! ```
//!
//! The number before a step is the memory. ADD1, CARRY and LSHIFT are those of [`Addition`], and so are its scratchpad and its
//! problems. Its ADD ends by calling itself; this one's memory comes to itself instead, so that one call of ADD takes two steps for
//! every column, and one more.
//!
//! # Why the teacher adds
//!
//! By induction over columns: when ADD's memory is 0 for the nth time, OUT holds the lowest n - 1 digits of the sum, the carry
//! into the column under the pointers stands there, and ADD has yet to look at that column. ADD1 and LSHIFT do for it what they do in
//! [`Addition`]. ADD ends at the first column that is blank throughout: an operand's digits end once and blanks follow for
//! ever, and each round moves all four pointers one column further, so there is one. It is not the first column, as each
//! operand has a digit.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::addition::looping::AdditionLoop;
//! let mut memory = [0; 16];
//! let mut world = AdditionLoop::world(b"579+1221", &mut memory)?;
//! solve::<AdditionLoop, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "1800");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use npi_runtime::task::{Entry, Frames, Signature};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};

use super::{ADD, ADD1, Addition, Arguments, BLANK, LSHIFT, Loader, Scratchpad, Seen};
use crate::problems::problems_of;

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AdditionLoop;

/// The programs of recursive addition, of which all but ADD are this task's, too.
const PROGRAMS: &[Entry] = Addition::SIGNATURE.programs;

impl Machine for AdditionLoop {
    type Observation = Seen;
    type Arguments = Arguments;

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    #[inline]
    fn teach(&self, call: &Call<Arguments>, memory: u8, view: &Seen) -> Option<(Decision<Arguments>, u8)> {
        Some(match (call.program, memory, view) {
            (ADD, 0, [BLANK, BLANK, 0, _]) => (Decision::end(Call::new(Program::NOP)), 0),
            (ADD, 0, _) => (Decision::go_on(Call::new(ADD1)), 1),
            (ADD, _, _) => (Decision::go_on(Call::new(LSHIFT)), 0),
            _ => return Addition.teach(call, memory, view),
        })
    }
}

impl Task for AdditionLoop {
    type World<'m> = Scratchpad<'m>;

    const SIGNATURE: Signature = Signature {
        task: "addition-loop",
        programs: &[Entry { memories: 2, ..PROGRAMS[0] }, PROGRAMS[1], PROGRAMS[2], PROGRAMS[3]],
        ..Addition::SIGNATURE
    };

    const MODEL: Option<&'static [u8]> = Some(crate::models::LOOPS);

    type Reader<'m> = Loader<'m>;

    type Stack<F> = Frames<F, 2>; // ADD, and whichever of ADD1, CARRY and LSHIFT it waits for

    problems_of!(Addition);

    const ARGUMENT: &'static str =
        "by induction over columns, in runtime/tasks/src/addition/looping.rs; tested against big integers";

    fn start(_: &Scratchpad<'_>) -> Call<Arguments> {
        Call::new(ADD)
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Scratchpad<'m>, Refusal> {
        Addition::world(problem, memory)
    }

    /// As many as recursion takes: for each column, of which there is one at least, ADD takes a step less, and one at the end.
    fn step_limit(world: &Scratchpad<'_>) -> usize {
        Addition::step_limit(world)
    }
}
