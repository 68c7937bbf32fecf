//! `npi join`: one model of several.

use std::path::PathBuf;

use clap::Args;
use npi_format::convert::join;

use crate::error::{Context, Result, ensure};
use crate::files::{self, Sink};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::plural::counted;
use crate::shown::shown;
use crate::talk::say;

/// Put the tasks of several models of one core into one model. No task's certificate is touched by that.
#[derive(Debug, Args)]
#[command(
    after_help = "example: npi join addition.npi new.npi -o both.npi\n\nA task learns on the core of another by `npi train --core addition.safetensors --task NEW -o new.safetensors`, of a\ncommand that knows the new task."
)]
pub struct Cmd {
    /// The models, whose recurrent weights, precision and hidden size must be the same.
    #[arg(required = true)]
    models: Vec<PathBuf>,
    /// Where to write the model; `-` is standard output.
    #[arg(short, long)]
    output: PathBuf,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Models of different cores or of the same task, or files that cannot be read or written.
    pub fn run(self) -> Result<Outcome> {
        let streams = self.models.iter().filter(|model| files::is_dash(model)).count();
        ensure!(streams <= 1, "expected one `-`, found {streams}: standard input holds one model");
        self.models.iter().try_for_each(|model| files::distinct(model, &self.output))?;
        let sink = Sink::binary(&self.output)?;
        let blobs = self.models.iter().map(|path| Blob::load(path)).collect::<Result<Vec<_>>>()?;
        let models = blobs.iter().map(Blob::model).collect::<Result<Vec<_>>>()?;
        let sections: Vec<_> = models.iter().flat_map(|model| model.sections()).collect();
        let joined = join(&sections).context("cannot join them")?;
        sink.put(&joined)?;
        let (tasks, bytes) = (counted(sections.len(), "task"), joined.len());
        say(format_args!("{}: {tasks}, {bytes} bytes", shown(&self.output)));
        Ok(Outcome::Done)
    }
}
