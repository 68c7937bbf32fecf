//! The report of a training in a folder: JSON Lines for programs, a picture and a page for people.

use std::path::Path;

use super::Learned;
use super::sweep::{COLUMNS, Sweep};
use crate::error::{Context, Result};
use crate::files::{self, Sink};
use crate::pictures::training::page::{Table, page};
use crate::pictures::training::svg::picture;
use crate::shown::shown;

const NAMES: [&str; 3] = ["training.jsonl", "training.svg", "training.html"];

/// A folder in which the report can be written.
pub struct Report([Sink; 3]);

impl Report {
    /// Opens a folder, which is made if need be.
    ///
    /// # Errors
    /// If it cannot be written to.
    pub fn create(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", shown(folder)))?;
        let [lines, picture, page] = NAMES.map(|name| Sink::create(&folder.join(name)));
        Ok(Self([lines?, picture?, page?]))
    }

    /// Refuses another output that one of the files would overwrite.
    ///
    /// # Errors
    /// If it is one of them.
    pub fn spares(&self, output: &Sink) -> Result<()> {
        self.0.iter().try_for_each(|sink| sink.distinct(output))
    }

    /// Refuses a folder in which an input would be overwritten.
    ///
    /// # Errors
    /// If it is one of the files.
    pub fn distinct(input: &Path, folder: &Path) -> Result<()> {
        NAMES.iter().try_for_each(|name| files::distinct(input, &folder.join(name)))
    }

    /// Writes all files: of a sweep, about the training with the best weights.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn finish(self, best: &Learned, sweep: &Sweep) -> Result<()> {
        let mut text = String::new();
        for progress in &best.history {
            text += &(serde_json::to_string(progress)? + "\n");
        }
        let record = best.record();
        let seeds = (sweep.rows.len() > 1).then(|| seeds(sweep));
        let [lines, curves, whole] = self.0;
        lines.put(text.as_bytes())?;
        curves.put(picture(&record).as_bytes())?;
        whole.put(page(&record, seeds.as_slice()).as_bytes())
    }
}

/// What all seeds of a sweep came to.
fn seeds(sweep: &Sweep) -> Table {
    let [seed, updates, draws, seconds, proven, margin] = COLUMNS.map(str::to_owned);
    Table {
        title: format!("All seeds: {} of {} proven", sweep.proven(), sweep.rows.len()),
        head: vec![seed, updates, draws, seconds, proven, margin + ", logits"],
        rows: sweep.rows.iter().map(|row| row.cells().to_vec()).collect(),
    }
}
