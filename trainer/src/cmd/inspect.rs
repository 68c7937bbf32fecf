//! `npi inspect`: what is in a blob.

mod board;
mod budget;
mod facts;
mod prices;
mod text;

use std::io::Write as _;
use std::path::PathBuf;

use board::Board;
use budget::Budget;
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
#[command(
    after_help = "examples:\n  npi inspect model.npi\n  npi inspect model.npi --svg map.svg\n  npi inspect model.npi --board microbit"
)]
pub struct Cmd {
    /// The model; without it, the shipped one.
    model: Option<PathBuf>,
    /// Draw its memory map into this file instead, as SVG; `-` is standard output.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    svg: Option<PathBuf>,
    /// Say instead what it takes on this board of `runtime/firmware`: flash, RAM, the largest problem, and instructions.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["json", "svg"])]
    board: Option<String>,
    /// Write a line of JSON, which docs/schemas/inspect.json describes.
    #[arg(long)]
    json: bool,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A file that cannot be read, or is not a model; a board that is none, or for which the model has no price.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        if let (Some(model), Some(svg)) = (&self.model, &self.svg) {
            files::distinct(model, svg)?;
        }
        let board = self.board.as_deref().map(Board::named).transpose()?;
        let blob = Blob::load_or_shipped::<R>(self.model.as_deref(), None)?;
        if let Some(path) = &self.svg {
            files::write(path, memory_map::picture(&blob.model()?, &blob.bytes).as_bytes())?;
            return Ok(Outcome::Done);
        }
        if let Some(board) = board {
            let budget = Budget::of::<R>(&blob.model()?, blob.bytes.len(), board)?;
            write!(std::io::stdout(), "{}", text::budget(&budget))?;
            return Ok(Outcome::Done);
        }
        let facts = Facts::of::<R>(&blob)?;
        let said = if self.json { json::line(&facts)? } else { text::describe(&facts) };
        write!(std::io::stdout(), "{said}")?;
        Ok(Outcome::Done)
    }
}
