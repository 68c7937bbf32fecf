//! Training until proven: learn, convert, verify, learn from the counterexamples.

mod backend;
mod boxed;
mod cell;
mod curriculum;
mod interval;
mod learner;
mod loss;
mod model;
pub mod network;
mod options;
mod recipe;
mod sides;
mod subject;
pub mod weights;

use std::ops::ControlFlow;

pub use backend::Backend;
use curriculum::Curriculum;
use learner::Learner;
use npi_format::Precision;
use npi_format::convert::{Checked, Checkpoint, Metadata, TaskMetadata, convert};
use npi_runtime::Task;
use npi_runtime::verify::least;
pub use options::{Grid, Options, Prover};
use subject::Standing;
pub use subject::Subject;

use crate::error::{Context, Result, ensure};
use crate::proof::logits;
use crate::random::Random;
use crate::sequence::Sequences;

/// How training stands.
#[derive(Debug, Clone, serde::Serialize)]
#[non_exhaustive]
pub struct Progress {
    /// Updates so far.
    pub update: usize,
    /// The mean loss since the last report.
    pub loss: f32,
    /// Wrong sequences of each program, or, where several tasks are learned, of each task: of all that the proof checks.
    pub wrong: Vec<(&'static str, usize)>,
    /// The smallest margin of each task, in logits; meaningful once nothing of it is wrong.
    pub margins: Vec<(&'static str, Option<f64>)>,
    /// Wrong sequences of those that may be learned from: with counterexamples, all.
    pub unlearned: usize,
    /// The smallest margin, in logits; meaningful once nothing is wrong.
    pub margin: Option<f64>,
    /// The smallest margin of those that may be learned from.
    pub taught_margin: Option<f64>,
    /// Distinct sequences learned from so far, counterexamples included.
    pub lessons: usize,
}

impl Progress {
    /// Wrong sequences of all programs.
    #[must_use]
    pub fn total_wrong(&self) -> usize {
        self.wrong.iter().map(|(_, wrong)| wrong).sum()
    }

    /// Whether all that may be learned from is right by a margin.
    fn is_enough(&self, margin: f64) -> bool {
        self.unlearned == 0 && self.taught_margin.is_none_or(|found| found >= margin)
    }

    /// Less is better: fewer wrong sequences, then a larger margin.
    fn rank(&self) -> (usize, i64) {
        (self.unlearned, -(self.taught_margin.unwrap_or_default() * 65536.0) as i64)
    }
}

/// What training came to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Trained {
    /// The best weights.
    pub checkpoint: Checkpoint,
    /// The blob that was checked.
    pub blob: Vec<u8>,
    /// How the best weights stand.
    pub progress: Progress,
    /// Updates that these weights took.
    pub updates: usize,
    /// Whether the goal was reached: every sequence right that may be learned from.
    pub reached: bool,
}

/// Updates between two checks.
const CHECK_EVERY: usize = 100;
/// Updates after which a network that is not proven is given up for a new draw.
const SCHEDULE: usize = 6000;

/// Trains a network for a task on `taught` sequences: [`train_all`] with one task.
///
/// # Errors
/// As [`Subject::new`] and [`train_all`].
pub fn train<T: Task>(
    taught: &Sequences,
    options: &Options,
    report: impl FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Trained> {
    options.check()?;
    train_all(vec![Subject::proven_by::<T>(taught, options.prover)?], options, report)
}

/// Trains one network for all of some tasks, until each is proven in the converted model with the margin asked for, or proven at
/// all when the schedule ends, or the updates run out, or `report` breaks off.
///
/// # Errors
/// If there is no task, there are no hidden units or too many, a task's own teacher fails, or weights cannot be converted.
pub fn train_all(
    subjects: Vec<Subject>,
    options: &Options,
    mut report: impl FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Trained> {
    ensure!(!subjects.is_empty(), "expected a task to learn, found none");
    options.check()?;
    check_boxes(&subjects, options)?;
    let mut random = Random::new(options.seed, 1);
    let mut curriculum = Curriculum::new(subjects, options.counterexamples);
    let mut learner = Learner::new(curriculum.layouts(), options, &mut random);
    let mut best: Option<Trained> = None;
    let mut draw = Draw::default();
    for update in (CHECK_EVERY..=options.updates.max(CHECK_EVERY)).step_by(CHECK_EVERY) {
        let loss = (0..CHECK_EVERY).map(|_| learner.update(&curriculum.draw(&mut random))).sum::<f32>();
        let (mut checkpoint, blob) = export(curriculum.subjects(), &learner, options, update)?;
        let standings = curriculum.examine(&blob, &learner.weights(), 2.0 * options.margin)?;
        let progress = describe(&standings, update, loss / CHECK_EVERY as f32, curriculum.known());
        let flow = report(&progress);
        let enough = progress.is_enough(options.margin);
        let open = standings.iter().map(|of| of.open).sum();
        let stuck = draw.is_stuck(update, open, options.prover.recipe().patience);
        if best.as_ref().is_none_or(|best| progress.rank() < best.progress.rank()) {
            let (reached, proven) = (progress.unlearned == 0, progress.total_wrong() == 0);
            checkpoint.metadata.checked = Some(Checked { precision: options.precision, proven });
            let blob = with_boxes(&mut checkpoint, curriculum.subjects(), standings, blob)?;
            best = Some(Trained { checkpoint, blob, updates: update, reached, progress });
        }
        let ends = draw.updates(update) >= SCHEDULE || stuck;
        if enough || flow.is_break() || (ends && best.as_ref().is_some_and(|best| best.reached)) {
            break;
        }
        if ends {
            learner = Learner::new(curriculum.layouts(), options, &mut random); // a new draw, from the same stream
            curriculum.forget();
            draw = Draw { begun: update, ..Draw::default() };
        }
    }
    best.context("expected at least one update")
}

/// How a network has come along since it was drawn.
#[derive(Default)]
struct Draw {
    /// The update at which it was drawn.
    begun: usize,
    /// The fewest obligations of programs that loop that ever failed, and the update at which they did first.
    least: Option<(usize, usize)>,
}

impl Draw {
    /// Counts the updates since.
    fn updates(&self, update: usize) -> usize {
        update - self.begun
    }

    /// Whether for so many updates no fewer obligations fail; notes how many do now.
    fn is_stuck(&mut self, update: usize, failing: usize, patience: usize) -> bool {
        let (least, since) = *self.least.get_or_insert((failing, update));
        if failing < least {
            self.least = Some((failing, update));
        }
        failing >= least && failing > 0 && update - since >= patience
    }
}

/// Refuses boxes where there can be none: in floats, and for a network that learns from traces alone.
fn check_boxes(subjects: &[Subject], options: &Options) -> Result<()> {
    let Some(subject) = subjects.iter().find(|subject| subject.obligations() > 0) else {
        ensure!(
            !options.prover.split,
            "expected programs that are proven by boxes for split ones, found none; hint: --prover boxes, or leave out --split"
        );
        return Ok(());
    };
    let task = subject.signature().task;
    ensure!(
        options.precision != Precision::F32,
        "task `{task}` is proven by boxes: expected precision int8 or int4, found f32, whose sums are rounded, \
         so that bounds of states are not exact; hint: --precision int8"
    );
    ensure!(
        options.counterexamples,
        "task `{task}` is proven by boxes: expected training with counterexamples, found traces alone; hint: leave out --plain"
    );
    Ok(())
}

/// Puts the boxes of tasks that have some into weights and blob, whether they hold or not.
fn with_boxes(
    checkpoint: &mut Checkpoint,
    subjects: &[Subject],
    standings: Vec<Standing>,
    blob: Vec<u8>,
) -> Result<Vec<u8>> {
    let mut some = false;
    for (task, (subject, standing)) in subjects.iter().zip(standings).enumerate() {
        if standing.boxes.is_empty() {
            continue;
        }
        checkpoint.metadata.tasks[task].methods = subject.methods().to_vec();
        checkpoint.boxes[task] = standing.boxes;
        some = true;
    }
    let Some(Checked { precision, .. }) = checkpoint.metadata.checked.filter(|_| some) else {
        return Ok(blob);
    };
    Ok(convert(checkpoint, precision)?.0)
}

fn describe(standings: &[Standing], update: usize, loss: f32, lessons: usize) -> Progress {
    let wrong = match standings {
        [one] => one.wrong.clone(),
        _ => standings.iter().map(|of| (of.task, of.wrong.iter().map(|(_, wrong)| wrong).sum())).collect(),
    };
    let smallest = |margin: fn(&Standing) -> Option<i32>| standings.iter().map(margin).fold(None, least);
    Progress {
        update,
        loss,
        wrong,
        margins: standings.iter().map(|of| (of.task, of.margin.map(logits))).collect(),
        unlearned: standings.iter().map(|of| of.unlearned).sum(),
        margin: smallest(|of| of.margin).map(logits),
        taught_margin: smallest(|of| of.taught_margin).map(logits),
        lessons,
    }
}

fn export(
    subjects: &[Subject],
    learner: &Learner,
    options: &Options,
    updates: usize,
) -> Result<(Checkpoint, Vec<u8>)> {
    let Options { seed, hidden, counterexamples, .. } = *options;
    let how = if counterexamples { "traces and counterexamples" } else { "traces alone" };
    let core = if options.core.is_some() { ", on a given core" } else { "" };
    let training = format!("{how} for {}, seed {seed}, {updates} updates{core}", options.precision.name());
    let tasks = subjects.iter().map(|subject| TaskMetadata::new(subject.signature())).collect();
    let weights = learner.weights();
    let checkpoint = Checkpoint {
        metadata: Metadata { hidden, tasks, training, checked: None },
        recurrent: weights.recurrent,
        own: weights.own.into_iter().map(|own| [own.tables, own.heads, own.bias]).collect(),
        boxes: subjects.iter().map(|_| Vec::new()).collect(),
    };
    let (blob, _) = convert(&checkpoint, options.precision)?;
    Ok((checkpoint, blob))
}
