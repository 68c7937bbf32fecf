//! `npi bench`: how fast this machine runs a model, and networks of every size.

mod sheet;

use std::path::PathBuf;

use clap::Args;
use npi_format::convert::convert;
use npi_format::{Model, Precision};
use npi_runtime::Task;
use sheet::Sheet;

use crate::bench::{SIZES, TeacherForced, measure, problem, random_network, solve};
use crate::error::{Context, Result, bail};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::record::network;
use crate::tasks::{ForTask, Tasks};

/// Measure steps per second, all in: of a model, and of networks of random weights, led by the teacher.
///
/// One problem is solved again and again on one core, in rounds; the first round is to warm up, and does not count.
#[derive(Debug, Args)]
#[command(after_help = "examples:\n  npi bench\n  npi bench model.npi --size 20")]
pub struct Cmd {
    /// The model; without it, the shipped one.
    model: Option<PathBuf>,
    /// The task whose network to measure; without it, the model's first.
    #[arg(long, value_name = "NAME")]
    task: Option<String>,
    /// The problem's size, for addition in digits.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    size: u32,
    /// Write a line of JSON a network, which docs/schemas/bench.json describes.
    #[arg(long)]
    json: bool,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A file that cannot be read, is not a model, or goes astray.
    pub fn run<R: Tasks>(self) -> Result<Outcome> {
        let blob = Blob::load_or_shipped::<R>(self.model.as_deref(), self.task.as_deref())?;
        let [task, ..] = &blob.tasks(self.task.as_deref())?[..] else { bail!("expected a task, found none") };
        R::for_task(task, Bench { blob, size: self.size as usize, json: self.json })
    }
}

struct Bench {
    blob: Blob,
    size: usize,
    json: bool,
}

impl ForTask for Bench {
    type Output = Outcome;

    fn for_task<T: Task>(self) -> Result<Outcome> {
        let (problem, mut memory) = (problem::<T>(self.size)?, Vec::new());
        let model = self.blob.model()?;
        let own = network::<T>(&model)?;
        let steps = solve::<T>(own, &problem, &mut memory).with_context(|| self.blob.name.clone())?;
        let sheet = Sheet::begin::<T>(self.size, steps, self.json)?;
        sheet.write(&model, false, measure(|| solve::<T>(own, &problem, &mut memory))?)?;
        for hidden in SIZES {
            let random = random_network::<T>(hidden, 0);
            for precision in [Precision::Int8, Precision::Int4, Precision::F32] {
                let (blob, _) = convert(&random, precision)?;
                let model = Model::parse(&blob)?;
                let led = TeacherForced::<T, _>::new(network::<T>(&model)?);
                sheet.write(&model, true, measure(|| solve::<T>(&led, &problem, &mut memory))?)?;
            }
        }
        Ok(Outcome::Done)
    }
}
