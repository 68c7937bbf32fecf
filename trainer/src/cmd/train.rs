//! `npi train`: learns until the converted model is proven.

mod audience;
mod how;
mod lessons;
mod log;
mod outputs;
mod report;
mod screen;
mod sweep;

use std::path::{Path, PathBuf};
use std::time::Duration;

use audience::Watch;
pub use audience::{Audience, Show};
use clap::Args;
pub use how::{By, How};
use lessons::Source;
pub use lessons::{generated, read};
use outputs::Outputs;
use sweep::{Seeds, Sweep};

use crate::error::{Context, Result, ensure};
use crate::learn::{Options, Progress, Schedule, Subject, Trained, Training};
use crate::outcome::Outcome;
use crate::pictures::training::{Facts, Record};
use crate::signals::Patience;
use crate::tasks::Tasks;

/// Train a network until its converted model is proven.
///
/// It learns from traces, given or generated, and, unless --plain is given, from the proof's
/// counterexamples. On a terminal it shows curves and how each program stands. Ctrl-C or SIGTERM keeps the best weights so far. Unless all
/// that the proof checks is right, it exits 1.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi generate addition | npi train --data - -o model.safetensors\n  npi train --task calculator --task sorting -o both.safetensors\n  npi train --hidden 8 --seeds 0..9 -o best.safetensors"
)]
pub struct Cmd {
    /// The task whose traces to generate; without it, the first that the command knows. Several of them are learned on one core.
    #[arg(long, conflicts_with = "data")]
    task: Vec<String>,
    /// Traces to learn from; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    #[command(flatten)]
    how: How,
    /// Train once with each of these seeds, as in 0..9, which includes 9, or 1,5,7; keep the best weights, and exit 1 if none is proven.
    #[arg(long, conflicts_with = "seed")]
    seeds: Option<Seeds>,
    #[command(flatten)]
    show: Show,
    /// Write the training's curves into this folder, as training.svg, training.html and training.jsonl.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Where to write the weights; `-` is standard output.
    #[arg(short, long)]
    output: PathBuf,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Bad traces or options, or files that cannot be read or written.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        let inputs = [self.data.as_deref(), self.how.core.as_deref(), self.how.resume.as_deref()];
        ensure!(
            inputs.iter().filter(|path| **path == Some(Path::new("-"))).count() < 2,
            "expected one `-`, found two of --data, --core and --resume on standard input"
        );
        let options = self.how.options()?;
        let outputs = Outputs::open(&self)?;
        let source = Source::open::<R>(self.data.as_deref(), &self.task, options.prover)?;
        let mut audience = Audience::of(&self.show)?;
        let patience = audience.patience()?; // until all files stand: a signal may come at any time
        let sweep = self.sweep::<R>(&source, &options, &mut audience, &patience)?;
        let (seed, best) = sweep.best.as_ref().context("expected a seed to train with, found none")?;
        let name = outputs.finish(best, &sweep)?;
        self.conclude(&sweep, *seed, &name, &audience);
        if patience.is_over() {
            audience.say(format_args!("interrupted: the best weights so far are in {name}"));
        }
        let proven = best.trained.progress.total_wrong() == 0;
        Ok(if proven { Outcome::Done } else { Outcome::Refuted })
    }

    /// Trains with each seed, or until a signal comes.
    fn sweep<R: Tasks>(
        &self,
        source: &Source,
        options: &Options,
        audience: &mut Audience,
        patience: &Patience,
    ) -> Result<Sweep> {
        let seeds = self.seeds.as_ref().map_or(vec![options.seed], |seeds| seeds.0.clone());
        let mut sweep = Sweep::default();
        for (index, &seed) in seeds.iter().enumerate() {
            if self.seeds.is_some() {
                audience.note = format!("{} of {} seeds, {} proven", index + 1, seeds.len(), sweep.proven());
                audience.heading(format_args!("seed {seed}: {}", audience.note));
            }
            let options = Options { seed, ..options.clone() };
            sweep.add(seed, learn(source.subjects::<R>(seed)?, &options, audience, patience)?);
            if patience.is_over() {
                break;
            }
        }
        Ok(sweep)
    }

    /// Says what a sweep came to.
    fn conclude(&self, sweep: &Sweep, seed: u64, name: &str, audience: &Audience) {
        if self.seeds.is_some() {
            sweep.table().for_each(|line| audience.say(line));
            let (proven, run, all) =
                (sweep.proven(), sweep.rows.len(), self.seeds.as_ref().map_or(1, |seeds| seeds.0.len()));
            let left = if run < all { format!(", {} not run", all - run) } else { String::new() };
            audience.say(format_args!(
                "{proven} of {all} seeds proven{left}; {name} has the best weights, those of seed {seed}"
            ));
        }
    }
}

/// What a training came to, and how.
#[derive(Debug, Clone)]
pub struct Learned {
    /// What it came to.
    pub trained: Trained,
    /// What was known before.
    pub facts: Facts,
    /// How it stood at each check.
    pub history: Vec<Progress>,
    /// How long it took.
    pub time: Duration,
}

impl Learned {
    /// The record that pictures are made of.
    #[must_use]
    pub fn record(&self) -> Record<'_> {
        let Self { facts, history, time, .. } = self;
        Record { facts, history, kept: Some(&self.trained.progress), time: *time }
    }
}

/// Trains before an audience, and says what came of it.
///
/// # Errors
/// As [`Training::new`] and [`Training::advance`].
pub fn learn(
    subjects: Vec<Subject>,
    options: &Options,
    audience: &mut Audience,
    patience: &Patience,
) -> Result<Learned> {
    let (facts, opening) = (facts(&subjects, options), subjects.iter().map(log::begins).collect::<Vec<_>>());
    let mut training = Training::new(subjects, options)?;
    opening.iter().for_each(|line| audience.heading(line));
    let mut watch = Watch::begin(audience, &facts, patience);
    while let Some(progress) = training.advance(|update| watch.updated(update))? {
        watch.checked(progress);
        if patience.is_over() {
            break;
        }
    }
    let trained = training.end()?;
    let (history, time) = watch.end(&trained);
    audience.outcome(log::ends(&trained, options, time.as_secs_f64()));
    audience.detail(log::times(&history));
    Ok(Learned { trained, facts, history, time })
}

fn facts(subjects: &[Subject], options: &Options) -> Facts {
    let Schedule { first, last, .. } = Schedule::USUAL;
    Facts {
        tasks: subjects.iter().map(|subject| subject.signature().task).collect(),
        seed: options.seed,
        hidden: options.hidden,
        precision: options.precision.name(),
        rates: [first, last],
        margin: options.margin,
        updates: options.updates,
        taught: subjects.iter().map(Subject::given).sum(),
    }
}
