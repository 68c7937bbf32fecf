//! A training in steps: some updates, then a check; a new draw where the one before came to nothing.

mod fit;

use std::time::Instant;

use npi_format::convert::{Checked, Checkpoint, Metadata, TaskMetadata, convert};
use npi_runtime::verify::least;

use super::curriculum::Curriculum;
use super::learner::{Learner, Schedule};
use super::subject::{Standing, Subject};
use super::{Grid, Options, Trained};
use crate::error::{Context, Result, ensure};
use crate::progress::Progress;
use crate::proof::logits;
use crate::random::Random;
use crate::sequence::Layout;

/// Updates between two checks; there may be fewer before the last one.
const CHECK_EVERY: usize = 100;

/// A training that goes on for as long as it is asked to.
pub struct Training<'o> {
    options: &'o Options,
    random: Random,
    curriculum: Curriculum,
    learner: Learner,
    draw: Draw,
    best: Option<Trained>,
    /// Updates so far.
    update: usize,
    ended: bool,
}

impl<'o> Training<'o> {
    /// Draws one network for all of some tasks, or takes over the weights to go on from.
    ///
    /// # Errors
    /// If there is no task, there are no hidden units or too many, no updates, boxes where there can be none, or weights to go on from that
    /// are of other tasks, another size or another precision.
    pub fn new(subjects: Vec<Subject>, options: &'o Options) -> Result<Self> {
        ensure!(!subjects.is_empty(), "expected a task to learn, found none");
        options.check()?;
        fit::boxes(&subjects, options)?;
        let mut random = Random::new(options.seed, 1);
        let mut learner = Learner::new(layouts(&subjects), options, &mut random);
        if let Some(weights) = &options.resume {
            fit::resumed(&subjects, options, weights)?;
            learner.take(weights, |task| weights.metadata.tasks[task].methods == subjects[task].methods())?;
            ensure!(
                learner.weights().fit(Grid::of(options.precision).as_ref()),
                "expected weights to go on from that {} can hold, found larger ones; hint: --precision f32, or train anew",
                options.precision.name()
            );
        }
        let curriculum = Curriculum::new(subjects, options.counterexamples);
        let draw = Draw { number: 1, ..Draw::default() };
        Ok(Self { options, random, curriculum, learner, draw, best: None, update: 0, ended: false })
    }

    /// Learns until the next check, and checks; weights that were taken over are checked before anything is learned. `each` is told of every
    /// update. None once the training has ended: the goal is reached, or the updates have run out.
    ///
    /// # Errors
    /// If a task's own teacher fails, or weights cannot be converted.
    pub fn advance(&mut self, mut each: impl FnMut(usize)) -> Result<Option<Progress>> {
        if self.ended {
            return Ok(None);
        }
        let begun = Instant::now();
        let loss = self.learn(&mut each);
        let (learned, rate) =
            (begun.elapsed(), Schedule::USUAL.rate(self.draw.updates(self.update).saturating_sub(1)));
        let (checkpoint, blob) = self.export()?;
        let standings = self.curriculum.examine(&blob, &self.learner.weights(), 2.0 * self.options.margin)?;
        let mut progress = self.describe(&standings);
        (progress.loss, progress.rate, progress.learning) = (loss, rate, learned);
        progress.checking = begun.elapsed() - learned;
        let open = standings.iter().map(|of| of.open).sum();
        self.keep_if_best(&progress, standings, checkpoint, blob)?;
        self.go_on(&progress, open);
        Ok(Some(progress))
    }

    /// Ends the training, with the best weights.
    ///
    /// # Errors
    /// If nothing was checked yet.
    pub fn end(self) -> Result<Trained> {
        let best = self.best.context("expected at least one update")?;
        Ok(Trained { updates: self.update, draws: self.draw.number, ..best })
    }

    /// Updates until the next check; gives the mean loss of one, none if there was none.
    fn learn(&mut self, each: &mut impl FnMut(usize)) -> Option<f32> {
        let resumed = self.options.resume.is_some() && self.best.is_none();
        let count = if resumed { 0 } else { CHECK_EVERY.min(self.options.updates - self.update) };
        let loss = (0..count).map(|_| {
            let loss = self.learner.update(&self.curriculum.draw(&mut self.random));
            self.update += 1;
            each(self.update);
            loss
        });
        let loss = loss.sum::<f32>();
        (count > 0).then(|| loss / count as f32)
    }

    /// Keeps the weights if none before were better.
    fn keep_if_best(
        &mut self,
        progress: &Progress,
        standings: Vec<Standing>,
        mut checkpoint: Checkpoint,
        blob: Vec<u8>,
    ) -> Result<()> {
        if self.best.as_ref().is_some_and(|best| progress.rank() >= best.progress.rank()) {
            return Ok(());
        }
        let (reached, proven) = (progress.unlearned == 0, progress.total_wrong() == 0);
        checkpoint.metadata.checked = Some(Checked { precision: self.options.precision, proven });
        let blob = with_boxes(&mut checkpoint, self.curriculum.subjects(), standings, blob)?;
        let (updates, draws, progress) = (self.update, self.draw.number, progress.clone());
        self.best = Some(Trained { checkpoint, blob, progress, updates, draws, reached });
        Ok(())
    }

    /// Ends, begins a new draw, or neither.
    fn go_on(&mut self, progress: &Progress, open: usize) {
        let stuck = self.draw.is_stuck(self.update, open, self.options.prover.recipe().patience);
        let over = self.draw.updates(self.update) >= Schedule::USUAL.updates || stuck;
        let reached = self.best.as_ref().is_some_and(|best| best.reached);
        self.ended = progress.is_enough(self.options.margin)
            || (over && reached)
            || self.update >= self.options.updates;
        if over && !self.ended {
            let layouts = layouts(self.curriculum.subjects());
            self.learner = Learner::new(layouts, self.options, &mut self.random); // from the same stream
            self.curriculum.forget();
            self.draw = Draw { number: self.draw.number + 1, begun: self.update, least: None };
        }
    }

    fn describe(&self, standings: &[Standing]) -> Progress {
        let smallest = |margin: fn(&Standing) -> Option<i32>| standings.iter().map(margin).fold(None, least);
        let tasks: Vec<_> = standings.iter().map(Standing::progress).collect();
        let is_right = tasks.iter().all(|of| of.wrong() == 0);
        Progress {
            update: self.update,
            draw: self.draw.number,
            loss: None,
            rate: 0.0,
            tasks,
            unlearned: standings.iter().map(|of| of.unlearned).sum(),
            margin: smallest(|of| of.margin).filter(|_| is_right).map(logits),
            taught_margin: smallest(|of| of.taught_margin).map(logits),
            lessons: self.curriculum.known(),
            learning: Default::default(),
            checking: Default::default(),
        }
    }

    fn export(&self) -> Result<(Checkpoint, Vec<u8>)> {
        let subjects = self.curriculum.subjects();
        let tasks = subjects.iter().map(|subject| TaskMetadata::new(subject.signature())).collect();
        let weights = self.learner.weights();
        let checkpoint = Checkpoint {
            metadata: Metadata { hidden: self.options.hidden, tasks, training: self.words(), checked: None },
            recurrent: weights.recurrent,
            own: weights.own.into_iter().map(|own| [own.tables, own.heads, own.bias]).collect(),
            boxes: subjects.iter().map(|_| Vec::new()).collect(),
        };
        let (blob, _) = convert(&checkpoint, self.options.precision)?;
        Ok((checkpoint, blob))
    }

    /// How the weights were trained, for their file.
    fn words(&self) -> String {
        let Options { seed, precision, counterexamples, .. } = *self.options;
        let how = if counterexamples { "traces and counterexamples" } else { "traces alone" };
        let core = if self.options.core.is_some() { ", on a given core" } else { "" };
        let words = format!("{how} for {}, seed {seed}, {} updates{core}", precision.name(), self.update);
        match &self.options.resume {
            Some(before) if self.draw.number == 1 => format!("{words}; before: {}", before.metadata.training),
            _ => words,
        }
    }
}

fn layouts(subjects: &[Subject]) -> Vec<Layout> {
    subjects.iter().map(|subject| subject.layout().clone()).collect()
}

/// How a network has come along since it was drawn.
#[derive(Default)]
struct Draw {
    /// Its number, from 1.
    number: usize,
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
