//! Training until proven: learn, convert, verify, learn from the counterexamples.

mod backend;
mod cell;
mod curriculum;
mod learner;
mod loss;
pub mod model;
pub mod network;
mod subject;

use std::ops::ControlFlow;

pub use backend::Backend;
use curriculum::Curriculum;
use learner::Learner;
use npi_format::Precision;
use npi_format::convert::{Checked, Checkpoint, Metadata, TaskMetadata, convert};
use npi_runtime::Task;
use npi_runtime::verify::least;
use subject::Standing;
pub use subject::Subject;

use crate::error::{Context, Result, ensure};
use crate::proof::logits;
use crate::random::Random;
use crate::record::HIDDEN;
use crate::sequence::Sequences;

/// The grid that integer weights lie on: a weight `w` stands for `w · 2^-fraction`.
///
/// Fixed for all hidden sizes and precisions: table entries reach about ±4, recurrent weights ±8, heads ±16.
/// (With ±4 for all, networks of fewer than eight units do not prove.)
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// Fraction bits of the input tables.
    pub tables: i32,
    /// Fraction bits of the recurrent weights.
    pub recurrent: i32,
    /// Fraction bits of the heads and their bias.
    pub heads: i32,
    /// The largest magnitude of a weight: 127 or 7.
    pub limit: f32,
}

impl Grid {
    /// The bias is a byte in every integer precision.
    pub const BIAS_LIMIT: f32 = 127.0;

    /// The grid of a precision; none for f32.
    #[must_use]
    pub fn of(precision: Precision) -> Option<Self> {
        match precision {
            Precision::F32 => None,
            Precision::Int8 => Some(Self { tables: 5, recurrent: 4, heads: 3, limit: 127.0 }),
            Precision::Int4 => Some(Self { tables: 1, recurrent: 0, heads: -1, limit: 7.0 }),
        }
    }
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Options {
    /// Units of the LSTM layer.
    pub hidden: usize,
    /// Same seed, same build, same weights.
    pub seed: u64,
    /// The precision that must be proven.
    pub precision: Precision,
    /// What burn computes with.
    pub backend: Backend,
    /// Recurrent weights `[hidden, 4 · hidden]` that are taken over and not trained, so that the model shares its core with
    /// the one that they come from; without them, the network's own are trained.
    pub core: Option<Vec<f32>>,
    /// Whether the proof's counterexamples are learned from, or the given traces alone.
    pub counterexamples: bool,
    /// The smallest margin, in logits, at which to stop before the schedule ends. What is taught is
    /// twice as much.
    pub margin: f64,
    /// Updates after which to give up.
    pub updates: usize,
}

impl Options {
    /// Checks that there are hidden units, not too many, and that a core, if one is given, suits.
    ///
    /// # Errors
    /// If not.
    pub fn check(&self) -> Result<()> {
        let hidden = self.hidden;
        ensure!((1..=HIDDEN).contains(&hidden), "expected 1 to {HIDDEN} hidden units, found {hidden}");
        self.check_core()
    }

    /// Checks that the core that is given, if one is, is of the network's size, and that its precision can hold it.
    ///
    /// # Errors
    /// A core of another size, or that was trained for another precision.
    pub fn check_core(&self) -> Result<()> {
        let Some(core) = &self.core else { return Ok(()) };
        let (expected, found) = (4 * self.hidden * self.hidden, core.len());
        ensure!(expected == found, "expected a core of {expected} weights, found {found}");
        let grid = Grid::of(self.precision);
        let held = model::snapped(&mut core.clone(), grid.map(|grid| (grid.recurrent, grid.limit)));
        ensure!(
            held == *core,
            "expected a core that was trained for {}, found weights that it rounds; hint: train the core in it, too",
            self.precision.name()
        );
        Ok(())
    }
}

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
    train_all(vec![Subject::new::<T>(taught)?], options, report)
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
    let mut random = Random::new(options.seed, 1);
    let mut curriculum = Curriculum::new(subjects, options.counterexamples);
    let mut learner = Learner::new(curriculum.layouts(), options, &mut random);
    let mut best: Option<Trained> = None;
    for update in (CHECK_EVERY..=options.updates.max(CHECK_EVERY)).step_by(CHECK_EVERY) {
        let loss = (0..CHECK_EVERY).map(|_| learner.update(&curriculum.draw(&mut random))).sum::<f32>();
        let (mut checkpoint, blob) = export(curriculum.subjects(), &learner, options, update)?;
        let standings = curriculum.examine(&blob, 2.0 * options.margin)?;
        let progress = describe(&standings, update, loss / CHECK_EVERY as f32, curriculum.known());
        let flow = report(&progress);
        let enough = progress.is_enough(options.margin);
        if best.as_ref().is_none_or(|best| progress.rank() < best.progress.rank()) {
            let (reached, proven) = (progress.unlearned == 0, progress.total_wrong() == 0);
            checkpoint.metadata.checked = Some(Checked { precision: options.precision, proven });
            best = Some(Trained { checkpoint, blob, updates: update, reached, progress });
        }
        let ends = update % SCHEDULE == 0;
        if enough || flow.is_break() || (ends && best.as_ref().is_some_and(|best| best.reached)) {
            break;
        }
        if ends {
            learner = Learner::new(curriculum.layouts(), options, &mut random); // a new draw, from the same stream
            curriculum.forget();
        }
    }
    best.context("expected at least one update")
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
    };
    let (blob, _) = convert(&checkpoint, options.precision)?;
    Ok((checkpoint, blob))
}
