//! `npi inspect`: what is in a blob.

mod facts;
mod text;

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use facts::Facts;

use crate::error::Result;
use crate::files;
use crate::json;
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::pictures::memory_map;
use crate::tasks::Tasks;

/// Show what is in a model: its core and its tasks, tensors, bytes, arithmetic per step, memory for the state.
#[derive(Debug, Args)]
#[command(after_help = "examples:\n  npi inspect model.npi\n  npi inspect model.npi --svg map.svg")]
pub struct Cmd {
    /// The model; without it, the shipped one.
    model: Option<PathBuf>,
    /// Draw its memory map into this file instead, as SVG; `-` is standard output.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    svg: Option<PathBuf>,
    /// Write a line of JSON, which docs/schemas/inspect.json describes.
    #[arg(long)]
    json: bool,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A file that cannot be read, or is not a model.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        if let (Some(model), Some(svg)) = (&self.model, &self.svg) {
            files::distinct(model, svg)?;
        }
        let blob = Blob::load_or_shipped::<R>(self.model.as_deref(), None)?;
        if let Some(path) = &self.svg {
            files::write(path, memory_map::picture(&blob.model()?, &blob.bytes).as_bytes())?;
            return Ok(Outcome::Done);
        }
        let facts = Facts::of::<R>(&blob)?;
        let said = if self.json { json::line(&facts)? } else { text::describe(&facts) };
        write!(std::io::stdout(), "{said}")?;
        Ok(Outcome::Done)
    }
}
