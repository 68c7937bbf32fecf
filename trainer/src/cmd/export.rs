//! `npi export`: what a task is, for other programs.

use std::path::PathBuf;

use crate::error::Result;
use clap::{Args, ValueEnum};
use npi_runtime::Task;

use crate::files;
use crate::outcome::Outcome;
use crate::spec::SpecOf;
use crate::tasks::{ForTask, Tasks};

/// Write a task as JSON: its names, alphabets, views, and everything that its teacher decides.
///
/// The SHA-256 of a spec's bytes is what a certificate names it by.
#[derive(Debug, Args)]
#[command(after_help = "example: npi export spec addition | sha256sum")]
pub struct Cmd {
    /// What to write.
    what: What,
    /// The task; without it, the first that the command knows.
    task: Option<String>,
    /// Where to write it; `-` is standard output.
    #[arg(short, long, default_value = "-")]
    output: PathBuf,
}

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The task as a value; trainer/src/spec/export.rs documents the keys.
    Spec,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// An unknown task, one that is not well formed, or a file that cannot be written.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        R::for_task(R::or_first(self.task.clone().as_deref()), self)
    }
}

impl ForTask for Cmd {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        let What::Spec = self.what;
        files::write(&self.output, SpecOf::<T>::of_task::<T>()?.to_json()?.as_bytes())?;
        Ok(Outcome::Done)
    }
}
