//! The steps of an addition, recorded once, and taken again by each contender: nothing of the world around a network is measured.

use std::cell::RefCell;
use std::hint::black_box;

use anyhow::Result;
use npi_format::Model;
use npi_runtime::kernel::Arithmetic;
use npi_runtime::{Call, Error, F32, Int8, Lstm, LstmState, Machine, Policy, Stepped, Task, Teacher, decide};
use npi_tasks::Addition;
use npi_trainer::bench::{problem, solve};
use npi_trainer::sequence::rows;

use crate::Framework;

/// The most hidden units.
const HIDDEN: usize = 128;

/// What a network is given in a step.
#[derive(Debug, Clone)]
pub struct Step {
    call: Call<<Addition as Machine>::Arguments>,
    view: <Addition as Machine>::Observation,
    /// Whether it is its call's first.
    first: bool,
    /// The rows of the tables that are looked up.
    rows: Vec<u32>,
}

/// Records the steps of an addition of two numbers of so many digits, as the teacher takes them.
///
/// # Errors
/// None: the teacher adds.
pub fn record(digits: usize) -> Result<Vec<Step>> {
    let recorder = Recorder { steps: RefCell::default(), teacher: Teacher::new() };
    solve::<Addition>(&recorder, &problem::<Addition>(digits)?, &mut Vec::new())?;
    Ok(recorder.steps.into_inner())
}

struct Recorder {
    steps: RefCell<Vec<Step>>,
    teacher: Teacher<Addition>,
}

impl Policy<Addition> for &Recorder {
    /// Whether no step was taken yet, and the teacher's memory.
    type State = (bool, <Teacher<Addition> as Policy<Addition>>::State);

    fn fresh(&self) -> Self::State {
        (true, self.teacher.fresh())
    }

    fn step(
        &self,
        call: &Call<<Addition as Machine>::Arguments>,
        view: &<Addition as Machine>::Observation,
        (first, memory): &mut Self::State,
    ) -> Result<Stepped<Addition>, Error> {
        let rows = rows(&Addition::SIGNATURE, call, view).into_iter().map(u32::from).collect();
        let first = std::mem::take(first);
        self.steps.borrow_mut().push(Step { call: *call, view: *view, first, rows });
        self.teacher.step(call, view, memory)
    }
}

/// Whatever takes the steps of a recording.
pub trait Contender {
    /// Takes all steps, and decides in each; shows the scores of each step to `visit`, if there are scores in floats.
    ///
    /// # Errors
    /// The framework's.
    fn run(&mut self, steps: &[Step], visit: &mut dyn FnMut(&[f32])) -> Result<()>;
}

/// The runtime's network in f32.
pub struct Float<'m>(Lstm<'m, Addition, F32, HIDDEN>);

/// The runtime's network in int8.
pub struct Integer<'m>(Lstm<'m, Addition, Int8, HIDDEN>);

impl<'m> Float<'m> {
    /// The network of a model.
    ///
    /// # Errors
    /// If it is not of addition in f32.
    pub fn new(model: &Model<'m>) -> Result<Self> {
        Ok(Self(Lstm::new(model)?))
    }
}

impl<'m> Integer<'m> {
    /// The network of a model.
    ///
    /// # Errors
    /// If it is not of addition in int8.
    pub fn new(model: &Model<'m>) -> Result<Self> {
        Ok(Self(Lstm::new(model)?))
    }
}

impl Contender for Float<'_> {
    fn run(&mut self, steps: &[Step], visit: &mut dyn FnMut(&[f32])) -> Result<()> {
        take(&self.0, steps, |_| visit(&[]))
    }
}

impl Float<'_> {
    /// The scores of all steps, so many each, one step's after another's; what stands behind them fills the kernel's vectors.
    ///
    /// # Errors
    /// None, for steps of a recording.
    pub fn scores(&self, steps: &[Step], outputs: usize) -> Result<Vec<f32>> {
        let mut scores = Vec::new();
        take(&self.0, steps, |state| scores.extend(self.0.scores(state).take(outputs)))?;
        Ok(scores)
    }
}

impl Contender for Integer<'_> {
    fn run(&mut self, steps: &[Step], visit: &mut dyn FnMut(&[f32])) -> Result<()> {
        take(&self.0, steps, |_| visit(&[]))
    }
}

/// Lets a network take all steps, and shows its state after each.
fn take<A: Arithmetic>(
    network: &Lstm<'_, Addition, A, HIDDEN>,
    steps: &[Step],
    mut visit: impl FnMut(&LstmState<A, HIDDEN>),
) -> Result<()> {
    let mut state = network.fresh();
    for Step { call, view, first, .. } in steps {
        if *first {
            network.restart(&mut state);
        }
        black_box(network.step(call, view, &mut state)?);
        visit(&state);
    }
    Ok(())
}

/// A network in a framework, whose scores become decisions as the runtime's do.
pub struct Peer<F: Framework> {
    framework: F,
    state: F::State,
    scores: Vec<f32>,
}

impl<F: Framework> Peer<F> {
    /// A framework whose network has so many scores.
    pub fn new(framework: F, scores: usize) -> Self {
        Self { state: framework.fresh(), framework, scores: vec![0.0; scores] }
    }
}

impl<F: Framework> Contender for Peer<F> {
    fn run(&mut self, steps: &[Step], visit: &mut dyn FnMut(&[f32])) -> Result<()> {
        for Step { first, rows, .. } in steps {
            if *first {
                self.framework.restart(&mut self.state);
            }
            self.framework.step(rows, &mut self.state, &mut self.scores)?;
            black_box(decide::<Addition, _>(self.scores.as_slice(), |score| score as i32));
            visit(&self.scores);
        }
        Ok(())
    }
}

#[cfg(feature = "silicon")]
impl Contender for crate::Limit {
    fn run(&mut self, steps: &[Step], _: &mut dyn FnMut(&[f32])) -> Result<()> {
        crate::Limit::run(self, steps.len());
        Ok(())
    }
}
