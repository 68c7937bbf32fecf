//! What was measured, as a table or as JSON.

use std::io::{self, Write};

use npi_format::Model;
use npi_runtime::Task;
use serde::Serialize;

use crate::bench::{Measured, ROUND, ROUNDS, Spread};
use crate::error::Result;
use crate::json;
use crate::plural::counted;

/// What all rows have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    task: &'static str,
    /// The problem's size.
    size: usize,
    /// Steps that it takes.
    steps: usize,
    json: bool,
}

/// A network, and what was measured of it.
#[derive(Debug, Serialize)]
struct Row {
    task: &'static str,
    size: usize,
    steps_a_run: usize,
    /// Whether the weights are random, so that the teacher leads, or the model's.
    random: bool,
    precision: &'static str,
    hidden: usize,
    rounds: usize,
    round_seconds: f64,
    #[serde(flatten)]
    measured: Measured,
}

impl Sheet {
    /// Begins a table, and says what is measured in it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn begin<T: Task>(size: usize, steps: usize, json: bool) -> Result<Self> {
        let sheet = Self { task: T::SIGNATURE.task, size, steps, json };
        if !json {
            sheet.head(T::SIZE)?;
        }
        Ok(sheet)
    }

    fn head(&self, of_size: &str) -> Result<()> {
        let Self { task, size, steps, .. } = self;
        let mut out = io::stdout();
        writeln!(
            out,
            "one problem of `{task}`, {size} {of_size} and {}, again and again on one core; a step is all of it: look, network, decide, act",
            counted(*steps, "step")
        )?;
        writeln!(
            out,
            "median, least and most of {ROUNDS} rounds of {} ms, after one to warm up",
            ROUND.as_millis()
        )?;
        writeln!(
            out,
            "{:<24} {:>12} {:>12} {:>12} {:>12} {:>10} {:>7}",
            "",
            "steps/s",
            "least",
            "most",
            format!("{of_size}/s"),
            "ns a step",
            "runs"
        )?;
        Ok(())
    }

    /// Writes a row.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn write(&self, model: &Model<'_>, random: bool, measured: Measured) -> Result<()> {
        let (precision, hidden) = (model.precision().name(), model.hidden());
        let Self { task, size, steps, json } = *self;
        if json {
            let (rounds, round_seconds) = (ROUNDS, ROUND.as_secs_f64());
            let row = Row {
                task,
                size,
                steps_a_run: steps,
                random,
                precision,
                hidden,
                rounds,
                round_seconds,
                measured,
            };
            return Ok(io::stdout().write_all(json::line(&row)?.as_bytes())?);
        }
        let name = format!("{}{precision}, {hidden} hidden", if random { "random, " } else { "" });
        let Measured { runs, steps_per_second: Spread { median, least, most }, .. } = measured;
        let (of_size, nanoseconds) = (median * size as f64 / steps as f64, 1e9 / median);
        writeln!(
            io::stdout(),
            "{name:<24} {median:>12.0} {least:>12.0} {most:>12.0} {of_size:>12.0} {nanoseconds:>10.1} {runs:>7}"
        )?;
        Ok(())
    }
}
