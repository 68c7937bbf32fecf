//! Where the work of a training goes: opened before it begins, so that it is not in vain.

use super::report::Report;
use super::sweep::Sweep;
use super::{Cmd, Learned};
use crate::error::Result;
use crate::files::{self, Sink};

/// The weights, and the report if there is to be one.
pub struct Outputs {
    weights: Sink,
    report: Option<Report>,
}

impl Outputs {
    /// Opens all that a training is to write.
    ///
    /// # Errors
    /// If something cannot be written, or would overwrite what is read or written, too.
    pub fn open(cmd: &Cmd) -> Result<Self> {
        let report = cmd.report.as_deref();
        for input in [&cmd.data, &cmd.how.core, &cmd.how.resume].into_iter().flatten() {
            files::distinct(input, &cmd.output)?;
            report.map_or(Ok(()), |folder| Report::distinct(input, folder))?;
        }
        let report = report.map(Report::create).transpose()?; // it makes the folder, perhaps of both
        let weights = Sink::binary(&cmd.output)?;
        report.as_ref().map_or(Ok(()), |report| report.spares(&weights))?;
        Ok(Self { weights, report })
    }

    /// Writes the best weights, and the report of how they came about; gives the name of where the weights are.
    ///
    /// # Errors
    /// If something cannot be written.
    pub fn finish(self, best: &Learned, sweep: &Sweep) -> Result<String> {
        let name = self.weights.name().to_owned();
        self.weights.put(&best.trained.checkpoint.to_safetensors()?)?;
        self.report.map_or(Ok(()), |report| report.finish(best, sweep))?;
        Ok(name)
    }
}
