//! The command line: one verb a file in [`cmd`], and what every verb's end has in common.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ContextValue;

use crate::cmd;
use crate::outcome::Outcome;
use crate::shown::shown;

#[derive(Parser)]
#[command(name = "npi", version, about, after_help = "example: npi demo 579 1221")]
/// Train, prove and run Neural Programmer-Interpreters.
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    Generate(cmd::generate::Cmd),
    #[cfg(feature = "learn")]
    Train(cmd::train::Cmd),
    Convert(cmd::convert::Cmd),
    Run(cmd::run::Cmd),
    Animate(cmd::animate::Cmd),
    Verify(cmd::verify::Cmd),
    Inspect(cmd::inspect::Cmd),
    Bench(cmd::bench::Cmd),
    Demo(cmd::demo::Cmd),
}

impl Verb {
    fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Self::Generate(cmd) => cmd.run(),
            #[cfg(feature = "learn")]
            Self::Train(cmd) => cmd.run(),
            Self::Convert(cmd) => cmd.run(),
            Self::Run(cmd) => cmd.run(),
            Self::Animate(cmd) => cmd.run(),
            Self::Verify(cmd) => cmd.run(),
            Self::Inspect(cmd) => cmd.run(),
            Self::Bench(cmd) => cmd.run(),
            Self::Demo(cmd) => cmd.run(),
        }
    }
}

/// Parses the command line, runs the verb, and turns its end into an exit code:
/// 0 done, 1 refuted or failed, 2 bad input or usage.
#[must_use]
pub fn main() -> ExitCode {
    match parse().verb.run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refuted) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS, // as in `npi generate addition | head`
        Err(error) => {
            complain(&error);
            ExitCode::from(if is_failed_run(&error) { 1 } else { 2 })
        }
    }
}

/// The command line; a wrong one ends the process with a usage message and code 2.
fn parse() -> Cli {
    Cli::try_parse().unwrap_or_else(|mut error| {
        let quoted: Vec<_> =
            error.context().filter_map(|(kind, value)| Some((kind, harmless(value)?))).collect();
        for (kind, value) in quoted {
            error.insert(kind, value);
        }
        error.exit()
    })
}

/// What a usage message quotes, as it may be shown; none if nothing is quoted.
fn harmless(value: &ContextValue) -> Option<ContextValue> {
    match value {
        ContextValue::String(text) => Some(ContextValue::String(shown(text))),
        ContextValue::StyledStrs(tips) => {
            Some(ContextValue::StyledStrs(tips.iter().map(|tip| shown(tip.to_string()).into()).collect()))
        }
        _ => None,
    }
}

/// Tells people of an error, in one line.
pub(crate) fn complain(error: &anyhow::Error) {
    // Where nobody can be told, there is nothing else to do.
    let _ = writeln!(io::stderr(), "npi: {}", shown(format!("{error:#}")));
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().filter_map(|cause| cause.downcast_ref()).any(broken)
}

/// Whether a network went astray, rather than the input being wrong.
pub(crate) fn is_failed_run(error: &anyhow::Error) -> bool {
    use npi_runtime::{Error, Refusal};
    let astray =
        |error: &Error| !matches!(error, Error::Refused(Refusal::Problem { .. } | Refusal::Capacity { .. }));
    error.chain().filter_map(|cause| cause.downcast_ref()).any(astray)
}
