//! A task: a world, the teacher of its programs, and the finite set of worlds
//! that stands for all of them. One definition serves generator, trainer,
//! verifier, interpreter and firmware. Nothing here knows of networks.

pub mod addition;
mod symbols;

use core::fmt::Write;

pub use npi_format::Signature;
pub use symbols::{Call, Decision, Program, Symbols};

use crate::Refusal;

/// The most inputs that one step may have: observation slots, argument slots, the program.
pub const MAX_INPUTS: usize = 16;

/// A concrete world: what a program looks at and acts upon.
pub trait World {
    /// One symbol for each slot of the signature's `observation`.
    type Observation: Symbols;
    /// One symbol for each slot of the signature's `arguments`.
    type Arguments: Symbols;

    /// What is seen now.
    fn observe(&self) -> Self::Observation;

    /// Carries out the primitive `ACT`.
    ///
    /// # Errors
    /// [`Refusal::Action`] if the world does not allow it; the world is then unchanged.
    fn act(&mut self, arguments: Self::Arguments) -> Result<(), Refusal>;

    /// Writes the answer that stands in the world.
    ///
    /// # Errors
    /// Those of `out`.
    fn answer(&self, out: &mut impl Write) -> core::fmt::Result;

    /// The names of the rows that a picture of it has.
    const ROWS: &'static [&'static str];

    /// Whether a picture shows column 0 on the right, where a number has its lowest digit.
    const MIRRORED: bool = false;

    /// How many columns a picture of it has.
    fn columns(&self) -> usize;

    /// What stands in a cell of the picture.
    fn cell(&self, row: usize, column: usize) -> char;

    /// The column that a row's pointer is on.
    fn pointer(&self, row: usize) -> usize;
}

/// A task: how its worlds come to be, how its programs are taught, and what has to be proven.
pub trait Task: Copy + core::fmt::Debug + Eq + 'static {
    /// As in [`World`].
    type Observation: Symbols;
    /// As in [`World`].
    type Arguments: Symbols;
    /// A world in memory that the caller lends: there is no heap.
    type World<'m>: World<Observation = Self::Observation, Arguments = Self::Arguments>;

    /// Names and alphabets.
    const SIGNATURE: Signature;

    /// What a proof of a network says, in one sentence.
    const THEOREM: &'static str;

    /// The call that solves a problem.
    fn start() -> Call<Self::Arguments>;

    /// Bytes of memory that [`Task::world`] needs for a problem.
    fn memory(problem: &[u8]) -> usize;

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

    /// The teacher: the next step of a call that has seen `seen` so far, the present
    /// observation last (so `seen` is not empty). A pure function.
    fn teach(call: &Call<Self::Arguments>, seen: &[Self::Observation]) -> Decision<Self::Arguments>;

    /// How many worlds it takes to cover, for calls of one program, every sequence of
    /// observations that one call can see in a problem of *any* size.
    fn cases(program: Program) -> usize;

    /// World number `index` below [`Task::cases`], and the call to make in it; `None` beyond.
    /// Neighbours should share their first observations: the proof then shares their work.
    fn case<'m>(
        program: Program,
        index: usize,
        memory: &'m mut [u8],
    ) -> Option<(Self::World<'m>, Call<Self::Arguments>)>;
}
