//! The training curve in a folder: JSON Lines for programs, a picture for people.

use std::path::Path;

use crate::error::{Context, Result};
use crate::files::{self, Sink};
use crate::learn::Progress;
use crate::pictures::curve::{self, Check};
use crate::shown::shown;

const NAMES: [&str; 2] = ["training.jsonl", "training.svg"];

/// A folder for the training curve, in which `training.jsonl` and `training.svg` can be written.
pub struct Report([Sink; 2]);

impl Report {
    /// Opens a folder, which is made if need be.
    ///
    /// # Errors
    /// If it cannot be written to.
    pub fn create(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", shown(folder)))?;
        let [lines, picture] = NAMES.map(|name| Sink::create(&folder.join(name)));
        Ok(Self([lines?, picture?]))
    }

    /// Refuses another output that one of the two files would overwrite.
    ///
    /// # Errors
    /// If it is one of them.
    pub fn spares(&self, output: &Sink) -> Result<()> {
        self.0.iter().try_for_each(|sink| sink.distinct(output))
    }

    /// Refuses a folder in which an input would be overwritten.
    ///
    /// # Errors
    /// If it is one of the two files.
    pub fn distinct(input: &Path, folder: &Path) -> Result<()> {
        NAMES.iter().try_for_each(|name| files::distinct(input, &folder.join(name)))
    }

    /// Writes both files.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn finish(self, history: &[Progress]) -> Result<()> {
        let mut text = String::new();
        for progress in history {
            text += &(serde_json::to_string(progress)? + "\n");
        }
        let [lines, picture] = self.0;
        lines.put(text.as_bytes())?;
        let checks: Vec<_> = history.iter().map(check).collect();
        picture.put(curve::picture(&checks).as_bytes())
    }
}

fn check(progress: &Progress) -> Check {
    Check { update: progress.update, loss: progress.loss, wrong: progress.wrong.clone() }
}
