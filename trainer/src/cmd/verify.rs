//! `npi verify`: proves a model, or refutes it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use npi_runtime::Task;

use super::generate::Problems;
use crate::check::check;
use crate::error::{Context, Result, ensure};
use crate::files::{self, Sink};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::proof::{Certificate, Prover, prove_by};
use crate::record::tasks_of;
use crate::refutation::Run;
use crate::spec::SpecOf;
use crate::tasks::{ForTask, Tasks};

/// Prove that a model does what its teacher does, for problems of every size; or refute it.
///
/// A model of several tasks is proven task after task.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi verify model.npi --certificate proof.json\n  npi verify all.npi --task addition"
)]
pub struct Cmd {
    /// The model; without it, the shipped one.
    model: Option<PathBuf>,
    /// Prove this task alone.
    #[arg(long, value_name = "NAME")]
    task: Option<String>,
    /// Write the figures here, whether they prove or refute the model; `-` is standard output, and what is said to
    /// people then goes to standard error. They are bound to the task, and to the bytes of the blob that holds the
    /// network of this task alone, which `npi split` gives.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// What is to prove it.
    #[arg(long, value_enum, default_value_t)]
    prover: Prover,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A bad model, or a file that cannot be written.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        if let (Some(model), Some(certificate)) = (&self.model, &self.certificate) {
            files::distinct(model, certificate)?;
        }
        let blob = Blob::load_or_shipped::<R>(self.model.as_deref(), self.task.as_deref())?;
        let tasks = blob.tasks(self.task.as_deref())?;
        let how = How { certificate: self.certificate.as_deref(), prover: self.prover };
        ensure!(
            how.certificate.is_none() || tasks.len() == 1,
            "expected --task beside --certificate, as a certificate is of one task; found {}",
            tasks_of(&blob.model()?)
        );
        // Before the first proof, not after it.
        tasks.iter().try_for_each(|task| R::known(task)).with_context(|| blob.name.clone())?;
        let mut worst = Outcome::Done;
        for task in &tasks {
            if R::for_task(task, Verify { blob: &blob, how })? == Outcome::Refuted {
                worst = Outcome::Refuted;
            }
        }
        Ok(worst)
    }
}

/// How to prove a task, and what to write of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct How<'a> {
    /// Where the certificate goes.
    pub certificate: Option<&'a Path>,
    /// What is to prove it.
    pub prover: Prover,
}

struct Verify<'a> {
    blob: &'a Blob,
    how: How<'a>,
}

impl ForTask for Verify<'_> {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        verify::<T>(self.blob, self.how)
    }
}

/// Problems that the teacher solves beside a proof, and, if there is none, the network.
const PROBLEMS: Problems = Problems { min: 1, max: None, examples_per: 8, seed: 0 };

/// Proves a task's network in a blob or refutes it, on the bytes of the blob that holds it alone; writes a certificate of
/// that, and prints it.
///
/// # Errors
/// A blob that is not a model of the task, a task that is not well formed, or a file that cannot be written.
pub fn verify<T: Task>(blob: &Blob, how: How<'_>) -> Result<Outcome> {
    let start = Instant::now();
    let blob = &blob.alone(T::SIGNATURE.task)?;
    let sink = how.certificate.map(Sink::create).transpose()?;
    let spec = SpecOf::<T>::of_task::<T>()?;
    let problems = PROBLEMS.texts::<T>().collect::<Result<Vec<_>>>()?;
    let tested = check::<T>(&problems, |_| None)?;
    let model = blob.model()?;
    let proof = prove_by::<T>(&spec, &model, how.prover)?;
    let run = if proof.findings.is_proven() { None } else { Run::find::<T>(&model, &problems)? };
    let figures = Certificate::new::<T>(blob, &spec, &proof, tested, run)?;
    if let Some(sink) = sink {
        sink.put(figures.to_json()?.as_bytes())?;
    }
    let mut out: Box<dyn Write> =
        if how.certificate == Some(Path::new("-")) { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
    let said = write!(out, "{}", figures.to_text());
    if !proof.findings.is_proven() {
        return Ok(Outcome::Refuted); // even if nobody reads why
    }
    said?;
    let seconds = start.elapsed().as_secs_f64();
    writeln!(out, "proven in {seconds:.2} s: the network obeys its teacher, whatever it sees")?;
    writeln!(out, "so       {}", T::THEOREM)?;
    Ok(Outcome::Done)
}
