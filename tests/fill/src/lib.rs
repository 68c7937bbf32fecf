//! A task that is not built in, whose program takes an argument: fill a tape with the symbol on its first cell.
//!
//! ```text
//! MAIN        ACT(RIGHT); FILL(what stood on the first cell), end
//! FILL(s)     ACT(s); ACT(RIGHT); then, looking at the next cell:
//!             the wall → NOP, end      anything else → FILL(s), end
//! ```
//!
//! MAIN sees the cell, and remembers it; FILL tells apart only whether it is the wall. That MAIN begins on a blank or on
//! the wall is excluded: no tape does.
//!
//! # Why the teacher fills
//!
//! By induction over cells: FILL writes one and moves to the next, and ends at the wall, which every tape has.
//!
//! # What the types keep apart
//!
//! A network knows its task: in one interpreter it runs, in the other it does not compile.
//!
//! ```
//! use npi_fill::Fill;
//! use npi_runtime::{Int8, Interpreter, Lstm, Misfit, format::Model};
//! use npi_tasks::Addition;
//! fn interpreter<'m>(model: &Model<'m>) -> Result<(), Misfit> {
//!     let network = Lstm::<Fill, Int8, 16>::new(model)?;
//!     Interpreter::<Fill, _>::new(network);
//!     Ok(())
//! }
//! ```
//! ```compile_fail,E0277
//! use npi_fill::Fill;
//! use npi_runtime::{Int8, Interpreter, Lstm, Misfit, format::Model};
//! use npi_tasks::Addition;
//! fn interpreter<'m>(model: &Model<'m>) -> Result<(), Misfit> {
//!     let network = Lstm::<Fill, Int8, 16>::new(model)?;
//!     Interpreter::<Addition, _>::new(network);
//!     Ok(())
//! }
//! ```
#![no_std]

use core::fmt::{self, Write};

use npi_format::{Group, Program as Entry, Sees, Signature, Slot};
use npi_runtime::task::{Frames, TextReader};
use npi_runtime::{Call, Decision, Environment, Machine, Picture, Program, Refusal, Task};

/// The task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fill;

/// Looks at the first cell and fills the others.
pub const MAIN: Program = Program::learned(0);
/// Fills the cells from here on with its argument.
pub const FILL: Program = Program::learned(1);

const BLANK: u8 = 2;
const WALL: u8 = 3;
const RIGHT: u8 = 2;

const TAPE: Group = Group { symbol: 0, name: "tape" };
/// Whether the wall is reached.
const END: Sees = Sees::Groups(&[TAPE, TAPE, TAPE, Group { symbol: WALL, name: "|" }]);

/// A tape with a wall at its end.
#[derive(Debug)]
pub struct Tape<'m> {
    cells: &'m mut [u8],
    pointer: usize,
}

impl Environment for Tape<'_> {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];

    fn observe(&self) -> [u8; 1] {
        [self.cells.get(self.pointer).copied().unwrap_or(WALL)]
    }

    fn act(&mut self, [what]: [u8; 1]) -> Result<(), Refusal> {
        let cell = self.cells.get_mut(self.pointer).ok_or(Refusal::Action("the wall"))?;
        if what == RIGHT {
            self.pointer += 1;
        } else {
            *cell = what;
        }
        Ok(())
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        (0..self.cells.len()).try_for_each(|column| out.write_char(self.cell(0, column)))
    }
}

impl Picture for Tape<'_> {
    const ROWS: &'static [&'static str] = &["TAPE"];

    fn columns(&self) -> usize {
        self.cells.len()
    }

    fn cell(&self, _: usize, column: usize) -> char {
        self.cells.get(column).map_or(' ', |&cell| char::from(b"01_|"[usize::from(cell & 3)]))
    }

    fn pointer(&self, _: usize) -> usize {
        self.pointer
    }
}

impl Machine for Fill {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, call: &Call<[u8; 1]>, memory: u8, &[cell]: &[u8; 1]) -> Option<(Decision<[u8; 1]>, u8)> {
        Some(match (call.program, memory) {
            (MAIN, 0) if cell < BLANK => (Decision::go_on(Call::act([RIGHT])), 1 + cell),
            (MAIN, 1 | 2) => (Decision::end(Call { program: FILL, arguments: [memory - 1] }), 0),
            (FILL, 0) => (Decision::go_on(Call::act(call.arguments)), 1),
            (FILL, 1) => (Decision::go_on(Call::act([RIGHT])), 2),
            (FILL, 2) if cell == WALL => (Decision::end(Call::new(Program::NOP)), 0),
            (FILL, 2) => (Decision::end(*call), 0),
            _ => return None,
        })
    }
}

impl Task for Fill {
    type World<'m> = Tape<'m>;

    const SIGNATURE: Signature = Signature {
        task: "fill",
        programs: &[
            Entry { name: "MAIN", sees: &[Sees::Each], arguments: &[], memories: 3 },
            Entry { name: "FILL", sees: &[END], arguments: &[&[0, 1]], memories: 3 },
        ],
        observation: &[Slot { name: "cell", symbols: &["0", "1", "_", "|"] }],
        arguments: &[Slot { name: "what", symbols: &["0", "1", "RIGHT"] }],
    };

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = Frames<F, 1>; // every call is a tail call

    const THEOREM: &'static str = "for a tape of any length, every cell becomes what the first one is";

    const ARGUMENT: &'static str =
        "by induction over cells, in tests/fill/src/lib.rs; tested against the first cell, repeated";

    const PROBLEM: &'static str = "a tape of `0`, `1` and `_`";
    const EXAMPLE: &'static str = "1______";

    const SIZE: &'static str = "cells";

    fn start(_: &Tape<'_>) -> Call<[u8; 1]> {
        Call::new(MAIN)
    }

    fn memory(problem: &[u8]) -> usize {
        problem.len()
    }

    fn capacity(memory: usize) -> usize {
        TextReader::<Self>::capacity(memory, 1) // the tape, and the text behind it
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Tape<'m>, Refusal> {
        let columns = memory.len();
        let cells = memory.get_mut(..problem.len()).ok_or(Refusal::Capacity { columns })?;
        for (at, (cell, &byte)) in cells.iter_mut().zip(problem).enumerate() {
            *cell = match (at, byte) {
                (0, b'0' | b'1') => byte - b'0',
                (1.., b'_') => BLANK,
                _ => return Err(Refusal::Problem { expected: "0 or 1, then `_`", at }),
            };
        }
        if cells.len() < 2 {
            return Err(Refusal::Problem { expected: "two cells or more", at: cells.len() });
        }
        Ok(Tape { cells, pointer: 0 })
    }

    fn step_limit(world: &Tape<'_>) -> usize {
        3 * world.cells.len() - 1 // to the step: MAIN 2, and FILL 3 for each cell but the first
    }

    fn sample(
        size: usize,
        _: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> fmt::Result {
        out.write_char(char::from(b'0' + random(2) as u8))?;
        (0..size).try_for_each(|_| out.write_char('_'))
    }
}
