//! The model in flash, and a step of its networks: the one part of the firmware that is compiled for
//! speed and not for size (see `profile` in the workspace's manifest).
//!
//! Which tasks there are, the model says: `build.rs` reads its sections, and writes the call of `flash!`. Each task's step is
//! compiled once, here, with this crate's own level of optimisation.
//!
//! With the feature `teacher`, each task's teacher takes its network's place, and nothing of the model is in flash but which tasks
//! it has: so that the difference of two images is what a network costs.

#![no_std]
#![forbid(unsafe_code)]

#[cfg_attr(feature = "teacher", path = "teacher.rs")]
mod network;

use npi_runtime::verify::{Findings, Verifier, Visit};
use npi_runtime::{Call, Error, Policy, Program, Stepped, Task};

pub use network::{HIDDEN, Network, PRECISION, State};

/// A task of the model in flash.
pub trait Flashed: Task {
    /// A verifier with room for the longest call of the task.
    type Verifier: Prover<Self>;

    /// A step of the task's network: compiled in this crate, for speed.
    ///
    /// # Errors
    /// As [`Policy::step`].
    fn step(
        network: &Network<Self>,
        call: &Call<Self::Arguments>,
        view: &Self::Observation,
        state: &mut State,
    ) -> Result<Stepped<Self>, Error>;
}

impl<T: Flashed> Policy<T> for &Network<T> {
    type State = State;

    fn fresh(&self) -> State {
        State::REST
    }

    fn restart(&self, state: &mut State) {
        self.forget(state);
    }

    #[inline(always)]
    fn step(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut State,
    ) -> Result<Stepped<T>, Error> {
        T::step(self, call, view, state)
    }
}

/// A [`Verifier`] of a task, whatever its room.
pub trait Prover<T: Task> {
    /// One that has walked nothing yet.
    const NEW: Self;

    /// As [`Verifier::verify`].
    ///
    /// # Errors
    /// As [`Verifier::verify`].
    fn prove<P: Policy<T, State = State>>(
        &mut self,
        policy: &P,
        program: Program,
        visit: &mut Visit<'_, T>,
    ) -> Result<Findings, Error>;
}

impl<T: Task, const LONGEST: usize> Prover<T> for Verifier<T, State, LONGEST> {
    const NEW: Self = Self::new(State::REST);

    fn prove<P: Policy<T, State = State>>(
        &mut self,
        policy: &P,
        program: Program,
        visit: &mut Visit<'_, T>,
    ) -> Result<Findings, Error> {
        self.verify::<T, P>(&T::default(), policy, program, visit)
    }
}

/// Something to do with a task that is known by its place in [`NAMES`].
pub trait Visitor {
    /// What comes of it.
    type Output;

    /// Does it.
    fn visit<T: Flashed>(self, verifier: &mut T::Verifier) -> Self::Output;
}

/// Puts tasks into flash: a field of the workspace, and the type, of each.
macro_rules! flash {
    ($first:ident: $one:ty $(, $field:ident: $task:ty)*) => {
        flash!(@task $one);
        $(flash!(@task $task);)*

        /// The names of the tasks of the model in flash.
        pub const NAMES: &[&str] = &[<$one as Task>::SIGNATURE.task $(, <$task as Task>::SIGNATURE.task)*];

        /// What the verifiers work in: kept apart from the stack, which is short.
        pub struct Workspace {
            $first: <$one as Flashed>::Verifier,
            $($field: <$task as Flashed>::Verifier,)*
        }

        impl Workspace {
            /// A workspace that is not yet in use.
            pub const NEW: Self = Self { $first: Prover::NEW $(, $field: Prover::NEW)* };

            /// Lets a task be visited: that of a place in [`NAMES`], or the first.
            pub fn visit<V: Visitor>(&mut self, place: usize, visitor: V) -> V::Output {
                $(if NAMES.get(place) == Some(&<$task as Task>::SIGNATURE.task) {
                    return visitor.visit::<$task>(&mut self.$field);
                })*
                let _ = place;
                visitor.visit::<$one>(&mut self.$first)
            }
        }
    };
    (@task $task:ty) => {
        impl Flashed for $task {
            type Verifier = Verifier<$task, State, { <$task as Task>::SIGNATURE.longest() }>;

            #[inline(never)]
            fn step(
                network: &Network<Self>,
                call: &Call<<Self as npi_runtime::Machine>::Arguments>,
                view: &<Self as npi_runtime::Machine>::Observation,
                state: &mut State,
            ) -> Result<Stepped<Self>, Error> {
                network.decide(call, view, state)
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/tasks.rs"));
