//! The lock with other eyes, or less of a call stack: whether a task is complete, only running it tells.

use std::fmt::Debug;
use std::marker::PhantomData;

use npi_format::{Program as Entry, Sees, Signature};
use npi_runtime::task::{Frames, Stack};
use npi_runtime::{Call, Decision, Machine, Program, Task};
use npi_tasks::Lock;
use npi_tasks::lock::{PRESS, THIRD};

/// A program that sees something else than it should, and the frames of the call stack.
pub(crate) trait Eyes: Debug + Clone + Copy + PartialEq + Eq + Default + 'static {
    const PROGRAM: Program;
    const SEES: &'static [Sees];
    type Stack<F>: Stack<F>;
}

/// A THIRD that sees nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Blind;

impl Eyes for Blind {
    const PROGRAM: Program = THIRD;
    const SEES: &'static [Sees] = &[];
    type Stack<F> = Frames<F, 3>;
}

/// A PRESS that does not see the tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Untried;

impl Eyes for Untried {
    const PROGRAM: Program = PRESS;
    const SEES: &'static [Sees] = &[Sees::Nothing, Sees::Each, Sees::Each];
    type Stack<F> = Frames<F, 3>;
}

/// Eyes as they must be, and a frame too few.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shallow;

impl Eyes for Shallow {
    const PROGRAM: Program = PRESS;
    const SEES: &'static [Sees] = &[Sees::Nothing, Sees::Each, Sees::Each, Sees::Each];
    type Stack<F> = Frames<F, 2>;
}

/// The lock, but for the eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Seeing<E>(PhantomData<E>);

impl<E: Eyes> Seeing<E> {
    const PROGRAMS: [Entry; 13] = {
        let (mut programs, mut index) = ([Lock::SIGNATURE.programs[0]; 13], 0);
        while index < programs.len() {
            programs[index] = Lock::SIGNATURE.programs[index];
            index += 1;
        }
        programs[E::PROGRAM.0 as usize - Signature::FIRST].sees = E::SEES;
        programs
    };
}

impl<E: Eyes> Machine for Seeing<E> {
    type Observation = [u8; 5];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, call: &Call<[u8; 1]>, memory: u8, view: &[u8; 5]) -> Option<(Decision<[u8; 1]>, u8)> {
        Lock.teach(call, memory, view)
    }
}

impl<E: Eyes> Task for Seeing<E> {
    npi_tests::worlds_of!(Lock);

    const SIGNATURE: Signature = Signature { programs: &Self::PROGRAMS, ..Lock::SIGNATURE };

    type Stack<F> = E::Stack<F>;
}
