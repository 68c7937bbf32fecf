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

#[cfg_attr(not(boxes), path = "unboxed.rs")]
mod boxed;
#[cfg_attr(feature = "teacher", path = "teacher.rs")]
mod network;
mod prover;

#[cfg(boxes)]
use npi_runtime::Decision;
use npi_runtime::format::Method;
#[cfg(boxes)]
use npi_runtime::format::{Bounds, Stored};
use npi_runtime::verify::Verifier;
#[cfg(boxes)]
use npi_runtime::verify::{Boxed, Lead};
use npi_runtime::{Call, Error, Policy, Program, Stepped, Task};

pub use network::{HIDDEN, Network, PRECISION, State};
pub use prover::Prover;
use prover::{longest, some};

/// A task of the model in flash.
pub trait Flashed: Task {
    /// How each program is proven, a byte each as the model says; empty if all are by sequences. That the model in this chip's flash
    /// says the same is checked when it is loaded.
    const METHODS: &'static [u8];

    /// Whether some program is proven by boxes.
    const BOXED: bool = some(&Self::SIGNATURE, Self::METHODS, true);

    /// Whether some program is proven by sequences.
    const WALKED: bool = some(&Self::SIGNATURE, Self::METHODS, false);

    /// A verifier with room for the longest call that is walked; without any if none is.
    type Verifier: Prover<Self>;

    /// How a program is proven.
    #[must_use]
    fn method(program: Program) -> Method {
        let method = program.index().and_then(|index| Self::METHODS.get(index));
        method.and_then(|&byte| Method::of(byte)).unwrap_or(Method::Sequences)
    }

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

    /// A step of the task's network with a box of states: compiled in this crate, for speed.
    ///
    /// # Errors
    /// As [`Boxed::step_box`](npi_runtime::verify::Boxed::step_box).
    #[cfg(boxes)]
    fn step_box(
        network: &Network<Self>,
        call: &Call<Self::Arguments>,
        view: &Self::Observation,
        from: &[Stored],
        image: &mut [Bounds],
    ) -> Result<(), Error>;

    /// By how much all states in a box decide as expected: compiled in this crate, for speed.
    #[cfg(boxes)]
    fn lead(network: &Network<Self>, states: &[Bounds], expected: &Decision<Self::Arguments>) -> Lead;
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

/// Something to do with a task that is known by its place in [`NAMES`].
pub trait Visitor {
    /// What comes of it.
    type Output;

    /// Does it.
    fn visit<T: Flashed>(self, verifier: &mut T::Verifier) -> Self::Output;
}

/// Puts tasks into flash: a field of the workspace, and the type, of each.
macro_rules! flash {
    ($first:ident: $one:ty = $by:expr $(, $field:ident: $task:ty = $methods:expr)*) => {
        flash!(@task $one = $by);
        $(flash!(@task $task = $methods);)*

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
    (@task $task:ty = $methods:expr) => {
        impl Flashed for $task {
            const METHODS: &'static [u8] = $methods;

            type Verifier = Verifier<$task, State, { longest(&<$task as Task>::SIGNATURE, $methods) }>;

            #[inline(never)]
            fn step(
                network: &Network<Self>,
                call: &Call<<Self as npi_runtime::Machine>::Arguments>,
                view: &<Self as npi_runtime::Machine>::Observation,
                state: &mut State,
            ) -> Result<Stepped<Self>, Error> {
                network.decide(call, view, state)
            }

            #[cfg(boxes)]
            #[inline(never)]
            fn step_box(
                network: &Network<Self>,
                call: &Call<<Self as npi_runtime::Machine>::Arguments>,
                view: &<Self as npi_runtime::Machine>::Observation,
                from: &[Stored],
                image: &mut [Bounds],
            ) -> Result<(), Error> {
                Boxed::step_box(&network.lstm, call, view, from, image)
            }

            #[cfg(boxes)]
            #[inline(never)]
            fn lead(
                network: &Network<Self>,
                states: &[Bounds],
                expected: &Decision<<Self as npi_runtime::Machine>::Arguments>,
            ) -> Lead {
                Boxed::<Self>::lead(&network.lstm, states, expected)
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/tasks.rs"));
