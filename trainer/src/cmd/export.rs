//! `npi export`: what a task is, and what a model is, for other programs.

mod coq;
mod spec;

use clap::{Args, Subcommand};

use crate::error::Result;
use crate::outcome::Outcome;
use crate::tasks::Tasks;

/// Write a task or a model for other programs.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi export spec addition | sha256sum\n  npi export coq addition.npi -o addition"
)]
pub struct Cmd {
    #[command(subcommand)]
    what: What,
}

/// What can be written.
#[derive(Debug, Subcommand)]
enum What {
    Spec(spec::Cmd),
    Coq(coq::Cmd),
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// An unknown task, one that is not well formed, a file that is no model, or one that cannot be written.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        match self.what {
            What::Spec(cmd) => cmd.run::<R>(),
            What::Coq(cmd) => cmd.run::<R>(),
        }
    }
}
