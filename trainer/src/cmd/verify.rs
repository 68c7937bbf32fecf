//! `npi verify`: proves a model, or refutes it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use npi_runtime::Task;

use super::generate::Problems;
use crate::check::check;
use crate::error::Result;
use crate::files::{self, Sink};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::proof::{Certificate, prove};
use crate::refutation::Run;
use crate::spec::SpecOf;
use crate::tasks::{self, ForTask};

/// Prove that a model does what its teacher does, for problems of every size; or refute it.
#[derive(Debug, Args)]
#[command(after_help = "example: npi verify model.npi --certificate proof.json")]
pub struct Cmd {
    /// The model; without it, the shipped one.
    model: Option<PathBuf>,
    /// Write the figures here, bound to the model's hash, whether they prove or refute it; `-` is
    /// standard output, and what is said to people then goes to standard error.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A bad model, or a file that cannot be written.
    pub fn run(self) -> Result<Outcome> {
        if let (Some(model), Some(certificate)) = (&self.model, &self.certificate) {
            files::distinct(model, certificate)?;
        }
        let blob = Blob::load(self.model.as_deref())?;
        let task = blob.model()?.task.to_owned();
        tasks::for_task(&task, Verify { blob, certificate: self.certificate })
    }
}

struct Verify {
    blob: Blob,
    certificate: Option<PathBuf>,
}

impl ForTask for Verify {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        verify::<T>(&self.blob, self.certificate.as_deref())
    }
}

/// Problems that the teacher solves beside a proof, and, if there is none, the network.
const PROBLEMS: Problems = Problems { min: 1, max: 20, examples_per: 8, seed: 0 };

/// Proves a blob or refutes it, writes a certificate of that, and prints it.
///
/// # Errors
/// A blob that is not a model of the task, a task that is not well formed, or a file that cannot be written.
pub fn verify<T: Task>(blob: &Blob, certificate: Option<&Path>) -> Result<Outcome> {
    let start = Instant::now();
    let sink = certificate.map(Sink::create).transpose()?;
    let spec = SpecOf::<T>::of_task::<T>()?;
    let problems = PROBLEMS.texts::<T>().collect::<Result<Vec<_>>>()?;
    let tested = check::<T>(&problems, |_| None)?;
    let model = blob.model()?;
    let proof = prove::<T>(&spec, &model)?;
    let run = if proof.findings.is_proven() { None } else { Run::find::<T>(&model, &problems)? };
    let figures = Certificate::new::<T>(blob, &spec, &proof, tested, run)?;
    if let Some(sink) = sink {
        sink.put(figures.to_json()?.as_bytes())?;
    }
    let mut out: Box<dyn Write> =
        if certificate == Some(Path::new("-")) { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
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
