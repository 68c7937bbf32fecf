//! `npi verify`: proves a model, or refutes it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use npi_runtime::Task;

use crate::error::Result;
use crate::files::{self, Sink};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::proof::{Certificate, prove};
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

/// Proves a blob or refutes it, writes a certificate of that, and prints it.
///
/// # Errors
/// A blob that is not a model of the task, or a file that cannot be written.
pub fn verify<T: Task>(blob: &Blob, certificate: Option<&Path>) -> Result<Outcome> {
    let start = Instant::now();
    let sink = certificate.map(Sink::create).transpose()?;
    let proof = prove::<T>(&blob.model()?)?;
    let figures = Certificate::new::<T>(blob, &proof)?;
    if let Some(sink) = sink {
        sink.put(figures.to_json()?.as_bytes())?;
    }
    let mut out: Box<dyn Write> =
        if certificate == Some(Path::new("-")) { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
    write!(out, "{}", figures.to_text())?;
    if !proof.findings.all_right() {
        return Ok(Outcome::Refuted);
    }
    writeln!(out, "proven in {:.2} s: {}", start.elapsed().as_secs_f64(), T::THEOREM)?;
    Ok(Outcome::Done)
}
