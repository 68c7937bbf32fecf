//! What `check` says of a task whose author has missed something: the fill example, with one fault each.

use std::fmt::{self, Write};

use npi_fill::{FILL, Fill, Tape};
use npi_format::Signature;
use npi_runtime::task::{Frames, TextReader};
use npi_runtime::{Call, Decision, Environment, Machine, Picture, Program, Refusal, Task};
use npi_trainer::check::check;

const NO_FAULT: u8 = 0;
const UNKNOWN_SYMBOL: u8 = 1;
const REFUSED_ACTION: u8 = 2;
const EXCLUDED_VIEW: u8 = 3;
const LOW_LIMIT: u8 = 4;
const NO_STACK: u8 = 5;
const UNFILLED: u8 = 6;

/// The fill example with a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Faulty<const FAULT: u8>;

/// Its tape.
struct World<'m, const FAULT: u8>(Tape<'m>);

impl<const FAULT: u8> Environment for World<'_, FAULT> {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];

    fn observe(&self) -> [u8; 1] {
        let [cell] = self.0.observe();
        [if FAULT == UNKNOWN_SYMBOL && cell == 2 { 9 } else { cell }]
    }

    fn act(&mut self, arguments: [u8; 1]) -> Result<(), Refusal> {
        self.0.act(arguments)
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        self.0.answer(out)
    }
}

impl<const FAULT: u8> Picture for World<'_, FAULT> {
    const ROWS: &'static [&'static str] = Tape::ROWS;

    fn columns(&self) -> usize {
        self.0.columns()
    }

    fn cell(&self, row: usize, column: usize) -> char {
        self.0.cell(row, column)
    }

    fn pointer(&self, row: usize) -> usize {
        self.0.pointer(row)
    }
}

impl<const FAULT: u8> Machine for Faulty<FAULT> {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        Fill.signature()
    }

    fn teach(&self, call: &Call<[u8; 1]>, memory: u8, view: &[u8; 1]) -> Option<(Decision<[u8; 1]>, u8)> {
        let end = |call| Some((Decision::end(call), 0));
        let at_the_wall = (call.program, memory, view) == (FILL, 2, &[3]);
        match FAULT {
            REFUSED_ACTION if at_the_wall => end(Call::act([2])),
            EXCLUDED_VIEW if at_the_wall => None,
            NO_STACK if (call.program, memory) == (FILL, 1) => Some((Decision::go_on(*call), 2)),
            UNFILLED if (call.program, memory) == (FILL, 2) => end(Call::new(Program::NOP)),
            _ => Fill.teach(call, memory, view),
        }
    }
}

impl<const FAULT: u8> Task for Faulty<FAULT> {
    type World<'m> = World<'m, FAULT>;

    const SIGNATURE: Signature = Fill::SIGNATURE;
    type Reader<'m> = TextReader<'m, Self>;
    type Stack<F> = Frames<F, 1>;
    const THEOREM: &'static str = Fill::THEOREM;
    const ARGUMENT: &'static str = Fill::ARGUMENT;
    const PROBLEM: &'static str = Fill::PROBLEM;
    const EXAMPLE: &'static str = Fill::EXAMPLE;
    const SIZE: &'static str = Fill::SIZE;

    fn start(world: &World<'_, FAULT>) -> Call<[u8; 1]> {
        Fill::start(&world.0)
    }

    fn memory(problem: &[u8]) -> usize {
        Fill::memory(problem)
    }

    fn capacity(memory: usize) -> usize {
        Fill::capacity(memory)
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<World<'m, FAULT>, Refusal> {
        Fill::world(problem, memory).map(World)
    }

    fn step_limit(world: &World<'_, FAULT>) -> usize {
        Fill::step_limit(&world.0) - usize::from(FAULT == LOW_LIMIT)
    }

    fn sample(
        size: usize,
        smallest: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> fmt::Result {
        Fill::sample(size, smallest, random, out)
    }
}

#[track_caller]
fn caught<const FAULT: u8>(expected: &str) {
    let error = check::<Faulty<FAULT>>(&["1__".to_owned()], |_| Some("111".to_owned())).unwrap_err();
    assert_eq!(format!("{error:#}"), format!("the teacher of `fill`{expected}"));
}

/// Each thing that a task owes is missed by name, with the problem that shows it.
#[test]
fn everything_that_a_task_owes_is_checked() {
    let checked = check::<Faulty<NO_FAULT>>(&["1__".to_owned()], |_| Some("111".to_owned())).unwrap();
    assert_eq!((checked.problems, checked.steps, checked.compared), (1, 8, 1));
    caught::<UNKNOWN_SYMBOL>(", solving 1__: expected a symbol of cell, found number 9");
    caught::<REFUSED_ACTION>(", solving 1__: the wall");
    caught::<EXCLUDED_VIEW>(", solving 1__: program 3 sees what its teacher says cannot come");
    caught::<LOW_LIMIT>(
        ", solving 1__: the step limit was reached: expected an end within 7 steps, found none",
    );
    caught::<NO_STACK>(
        ", solving 1__: the call stack is full: expected calls at most 1 deep, found a deeper one",
    );
    caught::<UNFILLED>(" solves 1__ wrongly: expected 111, found 11_");
}
