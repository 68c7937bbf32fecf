//! The course of a call: the states to which a network really comes in it, step by step, each with the box that is to hold it.

use npi_format::{Bounds, Boxes, Method, Model};
use npi_runtime::verify::{boxes_of, class_of};
use npi_runtime::{Call, Event, Machine, NetworkState, Task, boxes};

use crate::error::{Context, Result};
use crate::record::{HIDDEN, network, world};
use crate::refutation::{call, decision};
use crate::spec::SpecOf;

/// The course of a call, in the task's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The task's name.
    pub task: &'static str,
    /// The problem of which this is a call.
    pub problem: String,
    /// The call.
    pub call: String,
    /// The checksum of the network's model.
    pub checksum: u32,
    /// The states after each step.
    pub states: Vec<State>,
    /// Memories that the teacher has in it, each with what is decided there, view by view.
    pub memories: Vec<(u8, Vec<String>)>,
}

/// A state after a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Each unit's hidden state, in 128ths.
    pub hidden: Vec<i8>,
    /// The box that it is to lie in; none after the call's last step, of which nothing has to be shown.
    pub within: Option<Within>,
}

/// A box of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// The teacher's memory.
    pub memory: u8,
    /// Its number among all boxes of the task.
    pub number: usize,
    /// The least and the greatest hidden state of each unit, in 128ths.
    pub hidden: Vec<[i8; 2]>,
}

impl Course {
    /// Solves a problem; gives the course of the longest call that boxes prove, of a program that loops if there is one.
    ///
    /// # Errors
    /// If the model is not of the task, the problem is none, or no box is for a call of its run.
    pub fn of<T: Task>(spec: &SpecOf<T>, model: &Model<'_>, problem: &str) -> Result<Self> {
        let (network, boxes) = (network::<T>(model)?, boxes::<T>(model)?);
        let mut memory = vec![0; T::memory(problem.as_bytes())];
        let mut world = world::<T>(problem.as_bytes(), &mut memory)?;
        let mut watch = Watch::<T> { spec, boxes, units: model.hidden(), open: Vec::new(), best: None };
        // A run that fails still has calls to show.
        let _ = npi_runtime::solve::<T, _>(network, &mut world, |event, state| watch.step(event, state));
        let best = watch.best().context(
            "expected a call that boxes prove, found none in this run; hint: `npi inspect` shows a model's boxes",
        )?;
        Ok(best.told(spec, problem, model.checksum()))
    }
}

/// A call in the making.
struct Followed<T: Task> {
    call: Call<T::Arguments>,
    memory: u8,
    states: Vec<State>,
}

impl<T: Task> Followed<T> {
    /// The course, in words.
    fn told(self, spec: &SpecOf<T>, problem: &str, checksum: u32) -> Course {
        let within = self.states.iter().filter_map(|state| state.within.as_ref());
        let mut memories: Vec<_> = within.map(|within| within.memory).collect();
        memories.sort_unstable();
        memories.dedup();
        let decided = |memory| (memory, decided::<T>(spec, &self.call, memory));
        Course {
            task: T::SIGNATURE.task,
            problem: problem.to_owned(),
            call: call::<T>(&self.call),
            checksum,
            memories: memories.into_iter().map(decided).collect(),
            states: self.states,
        }
    }
}

/// What a teacher decides with a memory, view by view, each decision once.
fn decided<T: Task>(spec: &SpecOf<T>, call: &Call<T::Arguments>, memory: u8) -> Vec<String> {
    let rows = spec.rows().filter(|(of, before, ..)| of == call && *before == memory);
    let mut decided = Vec::new();
    for (decision, _) in rows.filter_map(|(.., row)| row) {
        let words = self::decision::<T>(&decision);
        if !decided.contains(&words) {
            decided.push(words);
        }
    }
    decided
}

/// Follows the calls of a run, and keeps the one that is to be shown.
struct Watch<'w, T: Task> {
    spec: &'w SpecOf<T>,
    boxes: Boxes<'w>,
    units: usize,
    /// The calls that have not ended, the outermost first.
    open: Vec<Followed<T>>,
    best: Option<Followed<T>>,
}

impl<T: Task> Watch<'_, T> {
    fn step(&mut self, event: &Event<T>, state: &NetworkState<HIDDEN>) {
        if event.step == 0 {
            self.open.truncate(event.depth);
            self.open.push(Followed { call: event.call, memory: 0, states: Vec::new() });
        }
        self.open.truncate(event.depth + 1);
        let Some(mut followed) = self.open.pop() else { return };
        let taught = self.spec.teach(&event.call, followed.memory, &event.view);
        let next = taught.filter(|(expected, _)| *expected == event.decision && !expected.end);
        let within = next.and_then(|(_, memory)| self.within(event, memory));
        followed.states.push(State { hidden: state.hidden().take(self.units).collect(), within });
        match next {
            Some((_, memory)) => {
                followed.memory = memory;
                self.open.push(followed);
            }
            None => self.keep(followed), // it ends, or leaves its teacher
        }
    }

    /// The box that is to hold a state after a step, by which the teacher comes to a memory.
    fn within(&self, event: &Event<T>, memory: u8) -> Option<Within> {
        let program = event.call.program;
        let method = self.boxes.method(program.index()?);
        let class = class_of(&T::SIGNATURE, program, method, memory, event.view);
        let number = boxes_of::<T::Observation>(&T::SIGNATURE, program, &self.boxes) + class.number;
        let hidden = |stored| Bounds::read(stored).hidden;
        let bounds = self.boxes.get(number).filter(|_| method != Method::Sequences)?;
        Some(Within { memory, number, hidden: bounds.iter().map(hidden).collect() })
    }

    /// Keeps a call if there is none better.
    fn keep(&mut self, call: Followed<T>) {
        let rank = |call: &Followed<T>| (self.spec.loops(call.call.program), call.states.len());
        let boxed = call.states.iter().any(|state| state.within.is_some());
        if boxed && self.best.as_ref().is_none_or(|best| rank(best) < rank(&call)) {
            self.best = Some(call);
        }
    }

    /// The call that is to be shown, which need not have ended.
    fn best(mut self) -> Option<Followed<T>> {
        for call in std::mem::take(&mut self.open) {
            self.keep(call);
        }
        self.best
    }
}
