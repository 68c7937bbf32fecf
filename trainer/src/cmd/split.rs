//! `npi split`: one task's model out of a model of several.

use std::path::PathBuf;

use clap::Args;
use npi_format::convert::alone;

use crate::error::Result;
use crate::files::{self, Sink};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::shown::shown;
use crate::talk::say;

/// Take the network of one task out of a model of several: the bytes to which the task's certificate is bound.
#[derive(Debug, Args)]
#[command(after_help = "example: npi split all.npi addition -o addition.npi")]
pub struct Cmd {
    /// The model of several tasks, which stays as it is.
    model: PathBuf,
    /// The task.
    task: String,
    /// Where to write the task's model; `-` is standard output.
    #[arg(short, long)]
    output: PathBuf,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A model that does not have the task, or files that cannot be read or written.
    pub fn run(self) -> Result<Outcome> {
        files::distinct(&self.model, &self.output)?;
        let sink = Sink::binary(&self.output)?;
        let blob = Blob::load(&self.model)?;
        let alone = alone(&blob.section(&self.task)?);
        sink.put(&alone)?;
        say(format_args!("{}: {} bytes", shown(&self.output), alone.len()));
        Ok(Outcome::Done)
    }
}
