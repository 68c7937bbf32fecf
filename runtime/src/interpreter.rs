//! Runs a policy over an environment: the paper's Algorithm 1, with proper tail calls.

use core::marker::PhantomData;

use crate::task::{Stack, depth, look};
use crate::{Call, Decision, Environment, Error, Evidence, Policy, Program, Task};

/// A call on the stack.
#[derive(Debug)]
pub struct Frame<A, S> {
    pub(crate) call: Call<A>,
    pub(crate) steps: u32,
    pub(crate) state: S,
}

/// One step of a run, as a trace records it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
    /// How clearly; nothing of that is known of a teacher.
    pub evidence: Option<Evidence>,
}

/// The call stack of a task, and the policy that steps its top frame.
///
/// ```
/// use npi_runtime::{Environment, Interpreter, Task, Teacher};
/// use npi_tasks::Addition;
/// let mut memory = [0; 16];
/// let mut world = Addition::world(b"579 + 1221", &mut memory)?;
/// let mut interpreter = Interpreter::<Addition, _>::new(Teacher::<Addition>::new());
/// interpreter.run(Addition::start(&world), &mut world, 100, |_, _| {})?;
/// let mut answer = heapless::String::<8>::new();
/// world.answer(&mut answer)?;
/// assert_eq!(answer, "1800");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct Interpreter<T: Task, P: Policy<T>> {
    pub(crate) policy: P,
    /// All frames that were ever needed: a call writes over what an earlier one has left.
    pub(crate) frames: T::Stack<Frame<T::Arguments, P::State>>,
    /// How many of them are on the stack.
    pub(crate) depth: usize,
    task: PhantomData<T>,
}

impl<T: Task, P: Policy<T>> Interpreter<T, P> {
    /// An interpreter with an empty stack.
    #[must_use]
    pub const fn new(policy: P) -> Self {
        Self { policy, frames: T::Stack::EMPTY, depth: 0, task: PhantomData }
    }

    /// Puts a call on the stack; [`Interpreter::step`] then runs it.
    ///
    /// # Errors
    /// [`Error::StackOverflow`].
    #[inline(never)] // a frame is built on the stack before it is moved: not for as long as the run takes
    pub fn call(&mut self, call: Call<T::Arguments>) -> Result<(), Error> {
        if let Some(frame) = self.frames.used().get_mut(self.depth) {
            (frame.call, frame.steps) = (call, 0);
            self.policy.restart(&mut frame.state);
        } else {
            let frame = Frame { call, steps: 0, state: self.policy.fresh() };
            if !self.frames.push(frame) {
                return Err(Error::StackOverflow { frames: depth::<T>() });
            }
        }
        self.depth += 1;
        Ok(())
    }

    /// One step of the call on top; false, and nothing done, when the stack is empty.
    ///
    /// `on_event` is shown the step and the policy's state after it, when the step's action is done and before a
    /// call that it makes begins.
    ///
    /// # Errors
    /// Any [`Error`] but [`Error::StepLimit`].
    pub fn step<E>(
        &mut self,
        environment: &mut E,
        on_event: impl FnOnce(&Event<T>, &P::State),
    ) -> Result<bool, Error>
    where
        E: Environment<Observation = T::Observation, Arguments = T::Arguments>,
    {
        let depth = self.depth.wrapping_sub(1); // of an empty stack, where there is no frame
        let Some(frame) = self.frames.used().get_mut(depth) else {
            return Ok(false);
        };
        let (call, step) = (frame.call, frame.steps);
        frame.steps = step.saturating_add(1);
        let view = look(&T::SIGNATURE, call.program, environment);
        let (decision, evidence) = self.policy.step(&call, &view, &mut frame.state)?;
        if decision.call.program == Program::ACT {
            environment.act(decision.call.arguments)?;
        }
        on_event(&Event { depth, step, call, view, decision, evidence }, &frame.state);
        if decision.end {
            self.depth = depth; // before the call: a proper tail call
        }
        if decision.call.program.index().is_some() {
            self.call(decision.call)?;
        }
        Ok(true)
    }

    /// Runs a call to its end and returns how many steps it took. Whatever stood on the stack is dropped first.
    ///
    /// `on_event` is shown each step and the state after it, as by [`Interpreter::step`].
    ///
    /// # Errors
    /// Any [`Error`]; the environment keeps what was done until then.
    pub fn run<E>(
        &mut self,
        call: Call<T::Arguments>,
        environment: &mut E,
        limit: usize,
        on_event: impl FnMut(&Event<T>, &P::State),
    ) -> Result<usize, Error>
    where
        E: Environment<Observation = T::Observation, Arguments = T::Arguments>,
    {
        self.depth = 0;
        self.call(call)?;
        self.resume(environment, limit, on_event)
    }

    /// Runs what stands on the stack to its end, and returns how many steps that took: a run that was stopped between two steps.
    ///
    /// # Errors
    /// As [`Interpreter::run`]; the limit counts from here.
    #[inline(always)] // `run` is this
    pub fn resume<E>(
        &mut self,
        environment: &mut E,
        limit: usize,
        mut on_event: impl FnMut(&Event<T>, &P::State),
    ) -> Result<usize, Error>
    where
        E: Environment<Observation = T::Observation, Arguments = T::Arguments>,
    {
        for steps in 0..limit {
            if !self.step(environment, &mut on_event)? {
                return Ok(steps);
            }
        }
        if self.depth == 0 { Ok(limit) } else { Err(Error::StepLimit { limit }) }
    }
}

/// Solves the problem that stands in a world, within its step limit; gives the number of steps. What came of it, the
/// world then says ([`Environment::answer`]).
///
/// ```
/// use npi_runtime::{Environment, Task, Teacher, solve};
/// use npi_tasks::Addition;
/// let mut memory = [0; 16];
/// let mut world = Addition::world(b"579 + 1221", &mut memory)?;
/// solve::<Addition, _>(Teacher::new(), &mut world, |_, _| {})?;
/// let mut answer = heapless::String::<8>::new();
/// world.answer(&mut answer)?;
/// assert_eq!(answer, "1800");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Any [`Error`]; the world keeps what was done until then.
pub fn solve<T: Task, P: Policy<T>>(
    policy: P,
    world: &mut T::World<'_>,
    on_event: impl FnMut(&Event<T>, &P::State),
) -> Result<usize, Error> {
    let (call, limit) = (T::start(world), T::step_limit(world));
    Interpreter::<T, P>::new(policy).run(call, world, limit, on_event)
}
