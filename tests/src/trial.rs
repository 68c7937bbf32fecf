//! Boxes on trial: the states to which a network comes under its teacher, all of them or along random walks, held against
//! what the boxes say of them.

use std::collections::HashSet;

use npi_format::{Bounds, Boxes, Method, Model};
use npi_runtime::verify::{Findings, boxes_of, check_boxes, programs};
use npi_runtime::{Call, Machine, Network, NetworkState, Policy, Program, Task, boxes};
use npi_trainer::spec::SpecOf;

use crate::calls::{calls, numbers, views};

/// The boxes of one program, with the network and the teacher that they are of.
pub struct Trial<'t, T: Task, const H: usize> {
    /// The teacher.
    pub spec: &'t SpecOf<T>,
    /// The network.
    pub network: Network<'t, T, H>,
    /// The boxes of all programs.
    pub boxes: Boxes<'t>,
    /// The program.
    pub program: Program,
    units: usize,
    calls: Vec<Call<T::Arguments>>,
    views: Vec<T::Observation>,
}

/// What a call has come to before a step.
#[derive(Clone, Copy)]
struct At<const H: usize> {
    memory: u8,
    state: NetworkState<H>,
}

/// What enumeration has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Different states, of all calls together, in which no call ended.
    pub states: usize,
    /// Steps that were wrong: another decision than the teacher's, or a state outside of its box.
    pub wrong: usize,
    /// Whether these are all states that there are.
    pub all: bool,
}

/// Where a step leads: nowhere, if its view cannot come or the call ends with it.
type Step<const H: usize> = (Option<At<H>>, bool);

impl<'t, T: Task, const H: usize> Trial<'t, T, H> {
    /// The trials of all programs that a model says are proven by boxes.
    ///
    /// # Panics
    /// If the model is not of the task, or has not as many boxes as the task demands.
    #[must_use]
    pub fn all(spec: &'t SpecOf<T>, model: &Model<'t>) -> Vec<Self> {
        let boxes = boxes::<T>(model).expect("boxes of the task");
        let by_boxes = |&(index, _): &(usize, Program)| boxes.method(index) != Method::Sequences;
        let each = programs(&T::SIGNATURE).enumerate().filter(by_boxes);
        each.map(|(_, program)| Self::new(spec, model, boxes, program)).collect()
    }

    /// A trial of other boxes than those that the model carries.
    ///
    /// # Panics
    /// If the model is not of the task.
    #[must_use]
    pub fn new(spec: &'t SpecOf<T>, model: &Model<'t>, boxes: Boxes<'t>, program: Program) -> Self {
        let network = Network::new(model).expect("a network of the task");
        Self {
            spec,
            network,
            boxes,
            program,
            units: model.hidden(),
            calls: calls::<T>(program),
            views: views::<T>(program),
        }
    }

    /// What the check in one pass says of the boxes; none if there are too few.
    #[must_use]
    pub fn findings(&self) -> Option<Findings> {
        let (mut image, visit) = (vec![Bounds::REST; self.units], &mut |_: &_| {});
        check_boxes::<T, _, _>(self.spec, &self.network, &self.boxes, self.program, &mut image, visit).ok()
    }

    /// Whether the check in one pass accepts the boxes.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.findings().is_some_and(|findings| findings.is_proven())
    }

    /// Comes to every state of every call, but for states beyond the first `most` of a call.
    #[must_use]
    pub fn enumerate(&self, most: usize) -> Reached {
        let mut reached = Reached { states: 0, wrong: 0, all: true };
        for call in &self.calls {
            self.enumerate_call(call, most, &mut reached);
        }
        reached
    }

    fn enumerate_call(&self, call: &Call<T::Arguments>, most: usize, reached: &mut Reached) {
        let (mut known, mut open) = (HashSet::new(), vec![self.rest()]);
        while let Some(at) = open.pop() {
            if known.len() > most {
                reached.all = false;
                break;
            }
            for rank in 0..self.views.len() {
                let (next, right) = self.step(call, &at, rank);
                reached.wrong += usize::from(!right);
                open.extend(next.filter(|next| known.insert((next.memory, self.numbers(&next.state)))));
            }
        }
        reached.states += known.len();
    }

    /// Takes random steps along the teacher, from rest again whenever a call ends; counts those that were wrong.
    pub fn walk(&self, steps: usize, random: &mut impl FnMut(u32) -> u32) -> usize {
        let (mut call, mut at, mut wrong) = (self.calls[0], self.rest(), 0);
        for _ in 0..steps {
            let (next, right) = self.step(&call, &at, random(self.views.len() as u32) as usize);
            wrong += usize::from(!right);
            at = next.unwrap_or_else(|| {
                call = self.calls[random(self.calls.len() as u32) as usize];
                self.rest()
            });
        }
        wrong
    }

    fn rest(&self) -> At<H> {
        At { memory: 0, state: self.network.fresh() }
    }

    /// Takes a step under the view of a rank; also tells whether it was right.
    fn step(&self, call: &Call<T::Arguments>, at: &At<H>, rank: usize) -> Step<H> {
        let (view, mut state) = (&self.views[rank], at.state);
        let Some((expected, memory)) = self.spec.teach(call, at.memory, view) else { return (None, true) };
        let (found, _) = self.network.step(call, view, &mut state).expect("a step of the task");
        if expected.end {
            return (None, found == expected);
        }
        let inside = self.holds(self.class(memory, rank), &state);
        (Some(At { memory, state }), inside && found == expected)
    }

    /// The number of the box for a memory to which the teacher comes by the view of a rank.
    fn class(&self, memory: u8, rank: usize) -> usize {
        let before = boxes_of::<T::Observation>(&T::SIGNATURE, self.program, &self.boxes);
        let split = self.program.index().is_some_and(|index| self.boxes.method(index) == Method::Split);
        before + if split { usize::from(memory) * self.views.len() + rank } else { usize::from(memory) }
    }

    fn holds(&self, number: usize, state: &NetworkState<H>) -> bool {
        let bounds = self.boxes.get(number).unwrap_or_default().iter().map(Bounds::read);
        let numbers = self.numbers(state);
        let (hidden, cell) = numbers.split_at(self.units);
        let inside = |(bounds, (&hidden, &cell)): (Bounds, (&i16, &i16))| {
            let [least, greatest] = bounds.hidden.map(i16::from);
            (least..=greatest).contains(&hidden) && (bounds.cell[0]..=bounds.cell[1]).contains(&cell)
        };
        bounds.len() == self.units && bounds.zip(hidden.iter().zip(cell)).all(inside)
    }

    /// The hidden states, then the cell states.
    fn numbers(&self, state: &NetworkState<H>) -> Vec<i16> {
        numbers(state, self.units)
    }
}
