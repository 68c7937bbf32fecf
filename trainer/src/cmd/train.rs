//! `npi train`: learns until the converted model is proven.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use npi_runtime::Task;

use super::convert::Precision;
use super::generate::Problems;
use crate::files;
use crate::learn::{Backend, Options, Progress, Trained, report, train};
use crate::outcome::Outcome;
use crate::record::HIDDEN;
use crate::sequence::{Sequence, Sequences};
use crate::shown::shown;
use crate::tasks::{self, ForTask};
use crate::trace::{self, Trace};

/// Train a network until its converted model is proven.
///
/// It learns from traces, given or generated, and, unless --plain is given, from the proof's
/// counterexamples. Ctrl-C keeps the best weights so far.
#[derive(Debug, Args)]
#[command(after_help = "example: npi generate addition | npi train --data - -o model.safetensors")]
pub struct Cmd {
    /// The task whose traces to generate.
    #[arg(long, default_value = "addition", conflicts_with = "data")]
    task: String,
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
    /// Units of the LSTM layer.
    #[arg(long, default_value_t = 16)]
    pub hidden: usize,
    /// The seed: the same weights for the same seed and the same build.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// The precision in which to prove the model.
    #[arg(short, long, value_enum, default_value_t = Precision::Int8)]
    pub precision: Precision,
    /// Learn from traces alone, not from the proof's counterexamples.
    #[arg(long)]
    pub plain: bool,
    /// The margin, in logits, at which to stop; when the schedule ends, any proof will do.
    #[arg(long, default_value_t = 0.5)]
    pub margin: f64,
    /// Give up after so many updates.
    #[arg(long, default_value_t = 30_000)]
    pub updates: usize,
    /// What burn computes with.
    #[arg(long, value_enum, default_value_t = Backend::DEFAULT)]
    pub backend: Backend,
}

impl How {
    fn options(&self) -> Result<Options> {
        let Self { hidden, seed, margin, updates, .. } = *self;
        ensure!((1..=HIDDEN).contains(&hidden), "expected --hidden from 1 to {HIDDEN}, found {hidden}");
        ensure!(margin >= 0.0, "expected a --margin of at least 0, found {margin}");
        let (precision, counterexamples) = (self.precision.into(), !self.plain);
        Ok(Options { hidden, seed, precision, backend: self.backend, counterexamples, margin, updates })
    }
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Bad traces or options, or files that cannot be read or written.
    pub fn run(self) -> Result<Outcome> {
        let traces = self.data.as_deref().map(read_all).transpose()?;
        let task = traces
            .as_ref()
            .and_then(|traces| traces.first())
            .map_or(&self.task, |(_, first)| &first.task)
            .clone();
        tasks::for_task(&task, Train { traces, cmd: self })
    }
}

struct Train {
    /// The traces given, and the number of each one's line; none if they are to be generated.
    traces: Option<Vec<(usize, Trace)>>,
    cmd: Cmd,
}

impl ForTask for Train {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        let taught = match (&self.traces, &self.cmd.data) {
            (Some(traces), Some(path)) => gather::<T>(path, traces)?,
            _ => generated::<T>(self.cmd.how.seed)?,
        };
        let mut history = Vec::new();
        let trained = learn::<T>(&self.cmd.how, &taught, |progress| history.push(progress.clone()))?;
        if let Some(folder) = &self.cmd.report {
            report::write(folder, &history)?;
        }
        files::write(&self.cmd.output, &trained.checkpoint.to_safetensors()?)?;
        Ok(if trained.reached { Outcome::Done } else { Outcome::Refuted })
    }
}

/// A file's traces, each after the number of its line.
fn read_all(path: &Path) -> Result<Vec<(usize, Trace)>> {
    let mut traces = Vec::new();
    let push = |line, trace| {
        traces.push((line, trace));
        Ok(())
    };
    trace::for_each(files::open(path)?, push).with_context(|| shown(path))?;
    Ok(traces)
}

fn gather<T: Task>(path: &Path, traces: &[(usize, Trace)]) -> Result<Sequences> {
    let mut taught = Sequences::default();
    for (line, trace) in traces {
        let place = || format!("{}: line {line}", shown(path));
        trace::collect::<T>(trace, &mut taught).with_context(place)?;
    }
    Ok(taught)
}

/// The sequences of a file's traces.
///
/// # Errors
/// If it cannot be read, or holds something else.
pub fn read<T: Task>(path: &Path) -> Result<Sequences> {
    gather::<T>(path, &read_all(path)?)
}

/// The sequences of the problems that `npi generate` makes of a seed.
///
/// # Errors
/// If the task's own teacher fails.
pub fn generated<T: Task>(seed: u64) -> Result<Sequences> {
    let (mut taught, problems) = (Sequences::default(), Problems { seed, ..Problems::default() });
    problems.each::<T>(|line| trace::collect::<T>(&Trace::parse(line.as_bytes())?, &mut taught))?;
    Ok(taught)
}

/// Trains, with a bar on a terminal, and says what came of it; `note` is told of every check.
///
/// # Errors
/// Bad options.
pub fn learn<T: Task>(how: &How, taught: &Sequences, mut note: impl FnMut(&Progress)) -> Result<Trained> {
    let (options, started) = (how.options()?, Instant::now());
    let distinct: Vec<Sequence> = taught.clone().into_vec();
    eprintln!("{} calls, {} distinct sequences to learn from", taught.calls(), distinct.len());
    let (bar, interrupted) = (bar(options.updates)?, on_interrupt()?);
    let trained = train::<T>(&distinct, &options, |progress| {
        show(&bar, progress);
        note(progress);
        if interrupted.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    bar.finish_and_clear();
    conclude(&trained, &options, started.elapsed().as_secs_f64());
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

fn conclude(trained: &Trained, options: &Options, seconds: f64) {
    let Trained { progress, updates, .. } = trained;
    let how = if options.counterexamples { "traces and counterexamples" } else { "traces alone" };
    let precision = options.precision.name();
    let wrong = progress.total_wrong();
    let verdict = match (wrong, trained.reached) {
        (0, _) => format!("{precision} proven with a margin of {:.3} logits", progress.margin),
        (_, true) => {
            format!("{precision} right on all that was taught; the proof finds {wrong} other sequences wrong")
        }
        (_, false) => format!("{precision} not proven: {wrong} sequences wrong"),
    };
    eprintln!("trained on {how}: {updates} updates, {seconds:.1} s; {verdict}");
}

/// True once the user has pressed Ctrl-C; a second time ends the process.
fn on_interrupt() -> Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = flag.clone();
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("interrupted: finishing with the best weights so far; once more ends at once");
    })?;
    Ok(flag)
}
