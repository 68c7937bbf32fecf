//! A task: a world, and for each program a machine that teaches it. One definition serves generator, trainer,
//! verifier, interpreter and firmware. Nothing here knows of networks.
//!
//! # Example
//!
//! ```
//! use npi_runtime::task::{Program, view};
//! use npi_runtime::{Call, Environment, Machine, Task};
//! use npi_tasks::{Addition, addition::ADD};
//! let mut memory = [0; 16];
//! let world = Addition::world(b"579+1221", &mut memory)?;
//! let seen = view(&Addition::SIGNATURE, ADD, world.observe());
//! let (decision, next) = Addition.teach(&Call::new(ADD), 0, &seen).expect("a view that can come");
//! assert_eq!((decision.call.program, decision.end, next), (npi_tasks::addition::ADD1, false, 1));
//! # Ok::<(), npi_runtime::Refusal>(())
//! ```

mod frames;
mod reader;
mod shape;
mod symbols;
mod views;

use core::fmt::{Debug, Write};

pub use frames::{Frames, Stack, depth};
pub use npi_format::{Group, MAX_SLOTS, Program as Entry, Sees, Signature, Slot};
pub use reader::{ProblemReader, TextReader};
pub(crate) use shape::ShapeOf;
pub use symbols::{Call, Decision, Program, Symbols};
pub(crate) use views::look;
pub use views::{first_arguments, next_arguments, next_view, ranges, view};

use crate::Refusal;

/// What programs look at and act upon: a simulated world, or real pins.
pub trait Environment {
    /// One symbol for each slot of the signature's `observation`.
    type Observation: Symbols;
    /// One symbol for each slot of the signature's `arguments`.
    type Arguments: Symbols;

    /// What is there now, all of it; a program is shown its view of it.
    fn observe(&self) -> Self::Observation;

    /// Carries out the primitive `ACT`.
    ///
    /// # Errors
    /// [`Refusal::Action`] if the environment does not allow it; it is then unchanged.
    fn act(&mut self, arguments: Self::Arguments) -> Result<(), Refusal>;

    /// Writes the answer that stands in the environment.
    ///
    /// # Errors
    /// Those of `out`.
    fn answer(&self, out: &mut impl Write) -> core::fmt::Result;
}

/// An environment that can be drawn: rows of cells, with a pointer on each row.
pub trait Picture {
    /// The names of the rows.
    const ROWS: &'static [&'static str];

    /// Whether column 0 stands on the right, where a number has its lowest digit.
    const MIRRORED: bool = false;

    /// How many columns there are.
    fn columns(&self) -> usize;

    /// What stands in a cell.
    fn cell(&self, row: usize, column: usize) -> char;

    /// The column that a row's pointer is on.
    fn pointer(&self, row: usize) -> usize;
}

/// The teacher of a task's programs: a finite machine for each call.
///
/// A machine is a value, so that a task read from its table serves where one written as code does.
pub trait Machine {
    /// One symbol for each slot of the signature's `observation`.
    type Observation: Symbols;
    /// One symbol for each slot of the signature's `arguments`.
    type Arguments: Symbols;

    /// Names, alphabets, views, domains of arguments, and numbers of memories.
    fn signature(&self) -> &'static Signature;

    /// The next step of a call, and the memory after it. A pure function of what the program sees now and of
    /// a memory that begins as 0 and stays below the program's [`memories`](npi_format::Program::memories).
    ///
    /// `None` says that this view cannot come here: an assumption about the environment, which a proof names, and of
    /// which it says nothing more. A teacher that can answer every view should.
    fn teach(
        &self,
        call: &Call<Self::Arguments>,
        memory: u8,
        view: &Self::Observation,
    ) -> Option<(Decision<Self::Arguments>, u8)>;
}

impl<M: Machine> Machine for &M {
    type Observation = M::Observation;
    type Arguments = M::Arguments;

    fn signature(&self) -> &'static Signature {
        (**self).signature()
    }

    fn teach(
        &self,
        call: &Call<Self::Arguments>,
        memory: u8,
        view: &Self::Observation,
    ) -> Option<(Decision<Self::Arguments>, u8)> {
        (**self).teach(call, memory, view)
    }
}

/// A task: its machine, the worlds in which its problems are solved, and what a proof of it says.
pub trait Task: Machine + Default + Copy + Debug + Eq + 'static {
    /// A world in memory that the caller lends: there is no heap.
    type World<'m>: Environment<Observation = Self::Observation, Arguments = Self::Arguments> + Picture;

    /// What [`Machine::signature`] gives, known at compile time.
    const SIGNATURE: Signature;

    /// Takes a problem byte by byte, where it is typed: [`TextReader`], or one that needs no room for the text.
    type Reader<'m>: ProblemReader<'m, World = Self::World<'m>>;

    /// The call stack: [`Frames`] of as many frames as the teacher needs, however large the problem. Calls that are no tail
    /// calls wait for those that they make.
    type Stack<F>: Stack<F>;

    /// What a network that obeys the teacher does, in one sentence.
    const THEOREM: &'static str;

    /// Why the teacher does that: where it is argued, and against what it is tested, in one sentence.
    const ARGUMENT: &'static str;

    /// What a problem is, as it follows `expected`: `two whole numbers`.
    const PROBLEM: &'static str;

    /// A problem, as help shows it.
    const EXAMPLE: &'static str;

    /// What the size of a problem counts, in the plural: `digits`.
    const SIZE: &'static str;

    /// The size up to which problems are drawn that teach the task or test its teacher, unless another is asked for: large enough that all
    /// that can happen does, small enough that some hundred of them are solved within a second.
    const TAUGHT: usize = 20;

    /// The model that ships with the task, as a blob; none if none does.
    const MODEL: Option<&'static [u8]> = None;

    /// The call that solves the problem which stands in a world.
    fn start(world: &Self::World<'_>) -> Call<Self::Arguments>;

    /// Bytes of memory that [`Task::world`] needs for a problem.
    fn memory(problem: &[u8]) -> usize;

    /// The largest size of a problem that is typed into so many bytes of memory.
    fn capacity(memory: usize) -> usize;

    /// The world of a problem, before its first step.
    ///
    /// # Errors
    /// [`Refusal::Problem`] or [`Refusal::Capacity`].
    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Self::World<'m>, Refusal>;

    /// Steps within which the teacher solves any problem of the world's size.
    fn step_limit(world: &Self::World<'_>) -> usize;

    /// Writes a random problem of a given size, its other sizes independent and at least `smallest`.
    /// `random(n)` is uniform in `0..n`.
    ///
    /// # Errors
    /// Those of `out`.
    fn sample(
        size: usize,
        smallest: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> core::fmt::Result;
}
