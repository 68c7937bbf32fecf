//! `npi verify`: proves a model, or refutes it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use npi_format::Slot;
use npi_runtime::verify::{Counterexample, Findings};
use npi_runtime::{Call, Decision, Task};

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
    /// Write the proof's figures here, bound to the model's hash.
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

/// Proves a blob or refutes it, prints which, and writes a certificate of a proof.
///
/// # Errors
/// A blob that is not a model of the task, or a file that cannot be written.
pub fn verify<T: Task>(blob: &Blob, certificate: Option<&Path>) -> Result<Outcome> {
    let (start, mut out) = (Instant::now(), std::io::stdout());
    let sink = certificate.map(Sink::create).transpose()?;
    let proof = prove::<T>(&blob.model()?)?;
    let figures = Certificate::new::<T>(blob, &proof)?;
    write!(out, "{}", figures.to_text())?;
    if let Some(counterexample) = &proof.findings.counterexample {
        write!(out, "{}", explain(counterexample, &proof.findings))?;
        return Ok(Outcome::Refuted);
    }
    if let Some(sink) = sink {
        sink.put(figures.to_json()?.as_bytes())?;
    }
    writeln!(out, "proven in {:.2} s: {}", start.elapsed().as_secs_f64(), T::THEOREM)?;
    Ok(Outcome::Done)
}

/// A counterexample that a person can follow.
fn explain<T: Task>(of: &Counterexample<T>, findings: &Findings<T>) -> String {
    let name = of.call.program.name(&T::SIGNATURE);
    let wrong = findings.wrong;
    let mut text =
        format!("refuted: {wrong} sequences are wrong; a shortest one is case {} of {name}:\n", of.case);
    for (index, seen) in of.observations.iter().enumerate() {
        let taught = T::teach(&of.call, &of.observations[..=index]);
        let _ =
            writeln!(text, "  step {index}  sees      {}", slots(T::SIGNATURE.observation, seen.as_ref()));
        let _ = writeln!(text, "          expected  {}", decision::<T>(&taught));
        if index + 1 == of.observations.len() {
            let _ = writeln!(text, "          found     {}", decision::<T>(&of.found));
        }
    }
    text
}

fn slots(slots: &[Slot], symbols: &[u8]) -> String {
    let one = |(slot, &symbol): (&Slot, &u8)| {
        format!("{} {}", slot.name, slot.symbols.get(usize::from(symbol)).unwrap_or(&"?"))
    };
    slots.iter().zip(symbols).map(one).collect::<Vec<_>>().join("  ")
}

/// A decision as one would write it: `ACT(OUT, 3), goes on`.
fn decision<T: Task>(decision: &Decision<T::Arguments>) -> String {
    let end = if decision.end { "ends" } else { "goes on" };
    format!("{}, {end}", call::<T>(&decision.call))
}

fn call<T: Task>(call: &Call<T::Arguments>) -> String {
    let (signature, name) = (T::SIGNATURE, call.program.name(&T::SIGNATURE));
    if !call.program.takes_arguments(&signature) {
        return name.to_owned();
    }
    let symbol = |(slot, &symbol): (&Slot, &u8)| *slot.symbols.get(usize::from(symbol)).unwrap_or(&"?");
    let arguments: Vec<_> = signature.arguments.iter().zip(call.arguments.as_ref()).map(symbol).collect();
    format!("{name}({})", arguments.join(", "))
}
