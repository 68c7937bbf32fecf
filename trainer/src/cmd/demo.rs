//! `npi demo`: the whole line, from nothing to a sum.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use npi_runtime::{Addition, Task};

use super::verify;
use crate::error::{Context, Result};
use crate::files::{self, Sink};
use crate::model::Blob;
use crate::outcome::Outcome;
use crate::record;
use crate::shown::shown;
use crate::talk::say;

/// Train a network from scratch, convert it, prove it, and add two numbers with it.
#[derive(Debug, Args)]
#[command(after_help = "example: npi demo 579 1221")]
pub struct Cmd {
    /// The first number.
    #[arg(default_value = "579")]
    first: String,
    /// The second number.
    #[arg(default_value = "1221")]
    second: String,
    /// The folder for what each stage makes.
    #[arg(long, default_value = "npi-demo")]
    folder: PathBuf,
    #[cfg(feature = "learn")]
    #[command(flatten)]
    how: super::train::How,
}

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// Bad numbers, or a folder that cannot be written to.
    pub fn run(self) -> Result<Outcome> {
        let problem = format!("{}+{}", self.first, self.second);
        record::world::<Addition>(problem.as_bytes(), &mut vec![0; Addition::memory(problem.as_bytes())])?;
        std::fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot make {}", shown(&self.folder)))?;
        // What cannot be written is found before the work, not after it.
        for name in ["traces.jsonl", "model.safetensors", "model.npi", "trace.json"] {
            drop(Sink::create(&self.folder.join(name))?);
        }
        let model = self.folder.join("model.npi");
        self.model(&model)?;
        let blob = Blob::load(Some(&model))?;
        let proven = stage("verify", "", || verify::verify::<Addition>(&blob, None))?;
        if proven == Outcome::Refuted {
            return Ok(proven);
        }
        let trace = self.folder.join("trace.json");
        stage("run", &shown(&trace), || {
            let mut text = String::new();
            record::trace::<Addition>(&blob.model()?, &problem, &mut text)?;
            files::write(&trace, text.as_bytes())
        })?;
        writeln!(io::stdout(), "{} + {} =", shown(&self.first), shown(&self.second))?;
        record::answer::<Addition>(
            record::network::<Addition>(&blob.model()?)?,
            problem.as_bytes(),
            &mut Vec::new(),
            &mut io::stdout(),
        )?;
        Ok(Outcome::Done)
    }

    /// Learns a model.
    #[cfg(feature = "learn")]
    fn model(&self, model: &Path) -> Result<()> {
        use npi_format::convert::convert;

        use super::{convert, generate, train};
        let (traces, weights) = (self.folder.join("traces.jsonl"), self.folder.join("model.safetensors"));
        stage("generate", &shown(&traces), || {
            let problems = generate::Problems { seed: self.how.seed, ..Default::default() };
            generate::write::<Addition>(&problems, &traces)
        })?;
        stage("train", &shown(&weights), || {
            let taught = train::read::<Addition>(&traces)?;
            let trained = train::learn::<Addition>(&self.how, &taught, |_| {})?;
            files::write(&weights, &trained.checkpoint.to_safetensors()?)
        })?;
        stage("convert", &shown(model), || {
            let (blob, reports) = convert(&crate::model::weights(&weights)?, self.how.precision.into())?;
            convert::report(&reports);
            files::write(model, &blob)
        })
    }

    /// Without burn there is nothing to learn with: the shipped model stands in, and it is said so.
    #[cfg(not(feature = "learn"))]
    fn model(&self, model: &Path) -> Result<()> {
        stage("copy", &shown(model), || {
            say("built without burn: the shipped model instead of a newly trained one");
            files::write(model, &Blob::load(None)?.bytes)
        })
    }
}

/// Says what is done, does it, and says how long it took.
fn stage<R>(name: &str, makes: &str, work: impl FnOnce() -> Result<R>) -> Result<R> {
    say(format_args!("── {name}"));
    let started = Instant::now();
    let result = work()?;
    let arrow = if makes.is_empty() { "" } else { " → " };
    say(format_args!("   {:.2} s{arrow}{makes}", started.elapsed().as_secs_f64()));
    Ok(result)
}
