//! `npi train`: learns until the converted model is proven.

mod lessons;
mod report;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use lessons::{Data, Generated, Given, tasks};
pub use lessons::{generated, read};
use report::Report;

use super::convert::Precision;
use crate::error::{Result, ensure};
use crate::files::{self, Sink};
use crate::learn::{Backend, Options, Progress, Prover, Subject, Trained, train_all};
use crate::model::weights;
use crate::outcome::Outcome;
use crate::record::HIDDEN;
use crate::signals::Patience;
use crate::talk::say;
use crate::tasks::Tasks;

/// Train a network until its converted model is proven.
///
/// It learns from traces, given or generated, and, unless --plain is given, from the proof's
/// counterexamples. Ctrl-C or SIGTERM keeps the best weights so far. Unless all that the proof checks is right, it exits 1.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi generate addition | npi train --data - -o model.safetensors\n  npi train --task calculator --task sorting -o both.safetensors"
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
    /// Write the training curve into this folder, as training.svg and training.jsonl.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Where to write the weights; `-` is standard output.
    #[arg(short, long)]
    output: PathBuf,
}

/// How to train.
#[derive(Debug, Clone, Args)]
pub struct How {
    /// Units of the LSTM layer [default: 16, or the core's].
    #[arg(long)]
    pub hidden: Option<usize>,
    /// Keep the recurrent weights of this safetensors file: `npi join` then puts both models into one.
    #[arg(long, value_name = "FILE")]
    pub core: Option<PathBuf>,
    /// The seed: the same weights for the same seed and the same build.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// The precision in which to prove the model.
    #[arg(short, long, value_enum, default_value_t = Precision::Int8)]
    pub precision: Precision,
    /// Learn from traces alone, not from the proof's counterexamples.
    #[arg(long)]
    pub plain: bool,
    /// How programs are to be proven that do not loop; those that loop always are by boxes, which are learned with the network.
    #[arg(long, value_enum, default_value_t = By::Sequences)]
    pub prover: By,
    /// Use a box for each view by which a program comes to a memory, and not one for each memory: for teachers that remember much.
    #[arg(long)]
    pub split: bool,
    /// The margin, in logits, at which to stop; when the schedule ends, any proof will do.
    #[arg(long, default_value_t = Options::default().margin)]
    pub margin: f64,
    /// Give up after so many updates.
    #[arg(long, default_value_t = Options::default().updates)]
    pub updates: usize,
    /// What burn computes with.
    #[arg(long, value_enum, default_value_t = Backend::DEFAULT)]
    pub backend: Backend,
}

/// What proves a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Walking every sequence of views that a call can be shown: exact, for calls of finitely many steps.
    Sequences,
    /// Boxes in which the network's state stays for ever: checked in one pass, on a board at every power-on.
    Boxes,
}

impl How {
    /// The options of a training.
    ///
    /// # Errors
    /// Numbers out of range, and a core that cannot be read or does not fit.
    pub fn options(&self) -> Result<Options> {
        let Self { seed, margin, updates, .. } = *self;
        let core = self.core.as_deref().map(weights).transpose()?;
        let default = core.as_ref().map_or(Options::default().hidden, |core| core.metadata.hidden);
        let hidden = self.hidden.unwrap_or(default);
        ensure!(
            core.is_none() || hidden == default,
            "expected --hidden {default}, as the core's, found {hidden}"
        );
        ensure!((1..=HIDDEN).contains(&hidden), "expected --hidden from 1 to {HIDDEN}, found {hidden}");
        ensure!(margin >= 0.0, "expected a --margin of at least 0, found {margin}");
        let (precision, counterexamples) = (self.precision.into(), !self.plain);
        let prover = Prover { boxes: self.prover == By::Boxes, split: self.split };
        let core = core.map(|core| core.recurrent);
        let options = Options {
            hidden,
            seed,
            precision,
            backend: self.backend,
            core,
            counterexamples,
            prover,
            margin,
            updates,
        };
        options.check_core()?; // before anything is said of what is learned
        Ok(options)
    }
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Bad traces or options, or files that cannot be read or written.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        ensure!(
            !(is_stream(self.data.as_deref()) && is_stream(self.how.core.as_deref())),
            "expected one `-`, found --data and --core both on standard input"
        );
        let options = self.how.options()?;
        let outputs = Outputs::open(&self)?;
        let mut data = self.data.as_deref().map(Data::open).transpose()?;
        let subjects = match &mut data {
            Some(data) => vec![R::for_task(&data.first.task.clone(), Given(data, options.prover))?],
            None => tasks::<R>(&self.task)?
                .into_iter()
                .map(|task| R::for_task(task, Generated(options.seed, options.prover)))
                .collect::<Result<_>>()?,
        };
        let mut history = Vec::new();
        let trained = learn(subjects, &options, |progress| history.push(progress.clone()))?;
        outputs.weights.put(&trained.checkpoint.to_safetensors()?)?;
        outputs.report.map_or(Ok(()), |report| report.finish(&history))?;
        Ok(if trained.progress.total_wrong() == 0 { Outcome::Done } else { Outcome::Refuted })
    }
}

fn is_stream(path: Option<&Path>) -> bool {
    path == Some(Path::new("-"))
}

/// Where the work of a training goes: opened before it begins, so that it is not in vain.
struct Outputs {
    weights: Sink,
    report: Option<Report>,
}

impl Outputs {
    fn open(cmd: &Cmd) -> Result<Self> {
        let report = cmd.report.as_deref();
        if let Some(data) = &cmd.data {
            files::distinct(data, &cmd.output)?;
            report.map_or(Ok(()), |folder| Report::distinct(data, folder))?;
        }
        if let Some(core) = &cmd.how.core {
            files::distinct(core, &cmd.output)?;
            report.map_or(Ok(()), |folder| Report::distinct(core, folder))?;
        }
        let report = report.map(Report::create).transpose()?; // it makes the folder, perhaps of both
        let weights = Sink::binary(&cmd.output)?;
        report.as_ref().map_or(Ok(()), |report| report.spares(&weights))?;
        Ok(Self { weights, report })
    }
}

/// Trains, with a bar on a terminal, and says what came of it; `note` is told of every check.
///
/// # Errors
/// Bad options.
pub fn learn(subjects: Vec<Subject>, options: &Options, mut note: impl FnMut(&Progress)) -> Result<Trained> {
    let started = Instant::now();
    let (bar, patience) = (bar(options.updates)?, Patience::begin()?);
    let boxed = subjects.iter().any(|subject| subject.obligations() > 0);
    for subject in &subjects {
        let (task, calls, distinct) = (subject.signature().task, subject.calls(), subject.given());
        let boxes = format!("{} obligations of {} boxes", subject.obligations(), subject.layout().boxes);
        match (distinct, subject.obligations()) {
            (_, 0) => say(format_args!("{task}: {calls} calls, {distinct} distinct sequences to learn from")),
            (0, _) => say(format_args!("{task}: {boxes} to learn from")),
            _ => say(format_args!(
                "{task}: {calls} calls, {distinct} distinct sequences and {boxes} to learn from"
            )),
        }
    }
    let trained = train_all(subjects, options, |progress| {
        show(&bar, progress);
        note(progress);
        if patience.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    bar.finish_and_clear();
    conclude(&trained, options, boxed, started.elapsed().as_secs_f64());
    Ok(trained)
}

fn bar(updates: usize) -> Result<ProgressBar> {
    let bar = ProgressBar::new(updates as u64);
    bar.set_style(ProgressStyle::with_template(
        "{spinner} update {pos} of at most {len}, {elapsed} gone: {msg}",
    )?);
    Ok(bar)
}

fn show(bar: &ProgressBar, progress: &Progress) {
    bar.set_position(progress.update as u64);
    let wrong: Vec<_> = progress.wrong.iter().map(|(name, wrong)| format!("{name} {wrong}")).collect();
    bar.set_message(format!("loss {:.4}, wrong: {}", progress.loss, wrong.join(", ")));
}

fn conclude(trained: &Trained, options: &Options, boxed: bool, seconds: f64) {
    let Trained { progress, updates, .. } = trained;
    let how = match (options.counterexamples, boxed) {
        (_, true) => "obligations of boxes, and traces and counterexamples of what else there is",
        (true, false) => "traces and counterexamples",
        (false, false) => "traces alone",
    };
    let precision = options.precision.name();
    let wrong = progress.total_wrong();
    let verdict = match (wrong, trained.reached) {
        (0, _) => format!("{precision} proven with {}", margins(progress)),
        (_, true) => {
            format!("{precision} right on all that was taught; the proof finds {wrong} other sequences wrong")
        }
        (_, false) if boxed => format!(
            "{precision} not proven: {}; hint: another --seed, more --hidden, or --split, which suits teachers that remember much",
            failing(progress)
        ),
        (_, false) => format!("{precision} not proven: {wrong} sequences wrong"),
    };
    say(format_args!("trained on {how}: {updates} updates, {seconds:.1} s; {verdict}"));
}

/// How much of each program, or of each task, is wrong.
fn failing(progress: &Progress) -> String {
    let wrong = progress.wrong.iter().filter(|(_, wrong)| *wrong > 0);
    let each: Vec<_> =
        wrong.map(|(name, wrong)| format!("{wrong} of {name}'s obligations or sequences")).collect();
    format!("{} do not hold", each.join(", "))
}

/// The smallest margin of all, and of several tasks each one's.
fn margins(progress: &Progress) -> String {
    let least = format!("a margin of {:.3} logits", progress.margin.unwrap_or_default());
    let each = |(task, margin): &(&str, Option<f64>)| format!("{task} {:.3}", margin.unwrap_or_default());
    match &progress.margins[..] {
        [_] => least,
        several => format!("{least}: {}", several.iter().map(each).collect::<Vec<_>>().join(", ")),
    }
}
