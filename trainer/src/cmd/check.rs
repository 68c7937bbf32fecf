//! `npi check`: whether a model still is what its certificate says.

mod certificate;
mod golden;

use std::io::{self, Write};
use std::path::PathBuf;

use certificate::{Known, differences};
use clap::Args;
use golden::Golden;
use npi_runtime::Task;

use super::verify::{Found, prove};
use crate::error::{Result, ensure};
use crate::jobs::cores;
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::plural::counted;
use crate::proof::Prover;
use crate::spec::SpecOf;
use crate::tasks::{ForTask, Tasks};

/// Prove a model again, and hold it against its certificate and against runs that were kept.
///
/// For tests that run by themselves: 0 if all is the same, 1 if something differs or the model is refuted, 2 if a file is bad. The names of the
/// model's file and of npi's version may differ.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi verify model.npi --certificate proof.json\n  npi generate addition --problems | npi run model.npi addition - --hash --json > golden.jsonl\n  npi check model.npi --certificate proof.json --golden golden.jsonl"
)]
pub struct Cmd {
    /// The model; `-` is standard input.
    model: PathBuf,
    /// What `npi verify --certificate` wrote of it.
    #[arg(long, value_name = "FILE")]
    certificate: PathBuf,
    /// What `npi run - --hash --json` wrote: problems that are run again, and the steps, answers and hashes that must come of them.
    #[arg(long, value_name = "FILE")]
    golden: Option<PathBuf>,
    /// What is to prove it: the same as when the certificate was made.
    #[arg(long, value_enum, default_value_t)]
    prover: Prover,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Files that cannot be read or hold something else; a task that the command or the model does not have.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        let streams = [Some(&self.model), Some(&self.certificate), self.golden.as_ref()];
        let streams = streams.into_iter().flatten().filter(|path| crate::files::is_dash(path));
        ensure!(streams.count() < 2, "expected one `-`, found more: standard input holds one file");
        let known = Known::load(&self.certificate)?;
        let golden = self.golden.as_deref().map(|path| Golden::load(path, &known.task)).transpose()?;
        R::known(&known.task)?;
        let blob = Blob::load(&self.model)?.alone(&known.task)?;
        let task = known.task.clone();
        R::for_task(&task, Check { blob, known, golden, prover: self.prover })
    }
}

/// What is held against what.
struct Check {
    blob: Blob,
    known: Known,
    golden: Option<Golden>,
    prover: Prover,
}

impl ForTask for Check {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        let Self { blob, known, golden, prover } = self;
        let Found { proof, figures, .. } = prove::<T>(&blob, &SpecOf::<T>::of_task::<T>()?, prover, cores())?;
        let mut differing = differences(&known.fields, &figures)?;
        if let Some(golden) = &golden {
            differing.extend(golden.differences::<T>(&blob)?);
        }
        let lines: Vec<_> = differing.iter().map(|line| format!("differs  {line}")).collect();
        let refuted = (!proof.findings.is_proven())
            .then(|| format!("refuted  {}; hint: `npi verify` says by what", blob.name));
        let alike = !differing.iter().any(|line| line.starts_with("sha256"));
        let other =
            alike && differing.iter().any(|line| line.starts_with("methods") || line.starts_with("by_boxes"));
        let hint = other.then(|| "hint     --prover as when the certificate was made".to_owned());
        let wrong: Vec<_> = lines.into_iter().chain(refuted).chain(hint).collect();
        let runs = golden.as_ref().map_or(0, Golden::len);
        say(&wrong, || same(&blob.name, &known, runs))
    }
}

/// Tells people what is wrong, or else that all is the same.
fn say(wrong: &[String], same: impl FnOnce() -> String) -> Result<Outcome> {
    if wrong.is_empty() {
        write!(io::stdout(), "{}", same())?;
        return Ok(Outcome::Done);
    }
    for line in wrong {
        let _ = writeln!(io::stdout(), "{line}"); // it is wrong even if nobody reads how
    }
    Ok(Outcome::Refuted)
}

/// That all is the same, and how much that is.
fn same(model: &str, known: &Known, runs: usize) -> String {
    let fields = counted(known.fields.len(), "field");
    let proof = format!("same     {model}: {}, proven, {fields} of its certificate\n", known.task);
    let kept = format!("same     {} kept\n", counted(runs, "run"));
    proof + if runs > 0 { &kept } else { "" }
}
