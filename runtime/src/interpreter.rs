//! Runs a policy over an environment: the paper's Algorithm 1, with proper tail calls.

use core::marker::PhantomData;

use heapless::Vec;

use crate::task::look;
use crate::{Call, Decision, Environment, Error, Evidence, Policy, Program, Task};

struct Frame<A, S> {
    call: Call<A>,
    steps: u32,
    state: S,
}

/// One step of a run, as a trace records it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event<T: Task> {
    /// Frames below the one that stepped.
    pub depth: usize,
    /// How many steps this call had taken before; 0 begins a call.
    pub step: u32,
    /// The call that stepped.
    pub call: Call<T::Arguments>,
    /// What it saw: its program's view of the observation.
    pub view: T::Observation,
    /// What it decided.
    pub decision: Decision<T::Arguments>,
    /// How clearly.
    pub evidence: Evidence,
}

/// A call stack of at most `DEPTH` frames, and the policy that steps its top frame.
///
/// ```
/// use npi_runtime::{Addition, Environment, Interpreter, Task, Teacher};
/// let mut memory = [0; 16];
/// let mut world = Addition::world(b"579 + 1221", &mut memory)?;
/// let mut interpreter = Interpreter::<Addition, _, 4>::new(Teacher::<Addition>::new());
/// interpreter.run(Addition::start(&world), &mut world, 100, |_| {})?;
/// let mut answer = heapless::String::<8>::new();
/// world.answer(&mut answer)?;
/// assert_eq!(answer, "1800");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct Interpreter<T: Task, P: Policy<T>, const DEPTH: usize> {
    policy: P,
    /// All frames that were ever needed: a call writes over what an earlier one has left.
    frames: Vec<Frame<T::Arguments, P::State>, DEPTH>,
    /// How many of them are on the stack.
    depth: usize,
    task: PhantomData<T>,
}

impl<T: Task, P: Policy<T>, const DEPTH: usize> Interpreter<T, P, DEPTH> {
    /// An interpreter with an empty stack. One that is too small for the task does not compile:
    ///
    /// ```
    /// # use npi_runtime::{Addition, Interpreter, Teacher};
    /// Interpreter::<Addition, _, 2>::new(Teacher::of(Addition));
    /// ```
    /// ```compile_fail,E0080
    /// # use npi_runtime::{Addition, Interpreter, Teacher};
    /// Interpreter::<Addition, _, 1>::new(Teacher::of(Addition)); // ADD waits for ADD1
    /// ```
    #[must_use]
    pub const fn new(policy: P) -> Self {
        const { assert!(DEPTH >= T::DEPTH, "the task needs more frames") }
        Self { policy, frames: Vec::new(), depth: 0, task: PhantomData }
    }

    /// Puts a call on the stack; [`Interpreter::step`] then runs it.
    ///
    /// # Errors
    /// [`Error::StackOverflow`].
    #[inline(never)] // a frame is built on the stack before it is moved: not for as long as the run takes
    pub fn call(&mut self, call: Call<T::Arguments>) -> Result<(), Error> {
        if let Some(frame) = self.frames.get_mut(self.depth) {
            (frame.call, frame.steps) = (call, 0);
            self.policy.restart(&mut frame.state);
        } else {
            let frame = Frame { call, steps: 0, state: self.policy.fresh() };
            self.frames.push(frame).map_err(|_| Error::StackOverflow)?;
        }
        self.depth += 1;
        Ok(())
    }

    /// One step of the call on top; `None` when the stack is empty.
    ///
    /// # Errors
    /// Any [`Error`] but [`Error::StepLimit`].
    pub fn step<E>(&mut self, environment: &mut E) -> Result<Option<Event<T>>, Error>
    where
        E: Environment<Observation = T::Observation, Arguments = T::Arguments>,
    {
        let depth = self.depth.wrapping_sub(1); // of an empty stack, where there is no frame
        let Some(frame) = self.frames.get_mut(depth) else {
            return Ok(None);
        };
        let (call, step) = (frame.call, frame.steps);
        frame.steps = step.saturating_add(1);
        let view = look(&T::SIGNATURE, call.program, environment);
        let (decision, evidence) = self.policy.step(&call, &view, &mut frame.state)?;
        if decision.end {
            self.depth = depth; // before the call: a proper tail call
        }
        match decision.call.program {
            Program::NOP => {}
            Program::ACT => environment.act(decision.call.arguments)?,
            _ => self.call(decision.call)?,
        }
        Ok(Some(Event { depth, step, call, view, decision, evidence }))
    }

    /// Runs a call to its end and returns how many steps it took. Whatever stood on the stack is dropped first.
    ///
    /// # Errors
    /// Any [`Error`]; the environment keeps what was done until then.
    pub fn run<E>(
        &mut self,
        call: Call<T::Arguments>,
        environment: &mut E,
        limit: usize,
        mut on_event: impl FnMut(&Event<T>),
    ) -> Result<usize, Error>
    where
        E: Environment<Observation = T::Observation, Arguments = T::Arguments>,
    {
        self.depth = 0;
        self.call(call)?;
        for steps in 0..limit {
            match self.step(environment)? {
                Some(event) => on_event(&event),
                None => return Ok(steps),
            }
        }
        if self.depth == 0 { Ok(limit) } else { Err(Error::StepLimit) }
    }
}
