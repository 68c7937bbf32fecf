//! `npi export spec`: a task as a value; `trainer/src/spec/export.rs` documents the keys.

use std::path::PathBuf;

use clap::Args;
use npi_runtime::Task;

use crate::error::Result;
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
    /// The task; without it, the first that the command knows.
    task: Option<String>,
    /// Where to write it; `-` is standard output.
    #[arg(short, long, default_value = "-")]
    output: PathBuf,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// An unknown task, one that is not well formed, or a file that cannot be written.
    pub(super) fn run<R: Tasks>(self) -> Result<Outcome> {
        R::for_task(R::or_first(self.task.clone().as_deref()), self)
    }
}

impl ForTask for Cmd {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        files::write(&self.output, SpecOf::<T>::of_task::<T>()?.to_json()?.as_bytes())?;
        Ok(Outcome::Done)
    }
}
