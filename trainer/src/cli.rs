//! The command line: one verb a file in [`cmd`], and what every verb's end has in common.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ContextValue;

use crate::cmd;
use crate::error::{Error, Fault, Result};
use crate::outcome::Outcome;
use crate::shown::shown;
use crate::talk::complain;
use crate::tasks::Tasks;

/// What the exit codes mean.
const CODES: &str = "\
exit codes:
  0  done
  1  refuted or failed: a model is not proven, a network went astray
  2  bad input or usage
  3  the system failed: a full disk, a device that cannot be read or written

example: npi demo 579 1221";

#[derive(Parser)]
#[command(name = "npi", version, about, after_help = CODES)]
/// Train, prove and run Neural Programmer-Interpreters.
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    New(cmd::new::Cmd),
    Generate(cmd::generate::Cmd),
    #[cfg(feature = "learn")]
    Train(cmd::train::Cmd),
    Convert(cmd::convert::Cmd),
    Run(cmd::run::Cmd),
    Animate(cmd::animate::Cmd),
    Verify(cmd::verify::Cmd),
    Check(cmd::check::Cmd),
    Export(cmd::export::Cmd),
    Inspect(cmd::inspect::Cmd),
    Join(cmd::join::Cmd),
    Split(cmd::split::Cmd),
    Bench(cmd::bench::Cmd),
    Demo(cmd::demo::Cmd),
}

impl Verb {
    fn run<R: Tasks>(self) -> Result<Outcome> {
        match self {
            Self::New(cmd) => cmd.run(),
            Self::Generate(cmd) => cmd.run::<R>(),
            #[cfg(feature = "learn")]
            Self::Train(cmd) => cmd.run::<R>(),
            Self::Convert(cmd) => cmd.run(),
            Self::Run(cmd) => cmd.run::<R>(),
            Self::Animate(cmd) => cmd.run::<R>(),
            Self::Verify(cmd) => cmd.run::<R>(),
            Self::Check(cmd) => cmd.run::<R>(),
            Self::Export(cmd) => cmd.run::<R>(),
            Self::Inspect(cmd) => cmd.run::<R>(),
            Self::Join(cmd) => cmd.run(),
            Self::Split(cmd) => cmd.run(),
            Self::Bench(cmd) => cmd.run::<R>(),
            Self::Demo(cmd) => cmd.run::<R>(),
        }
    }
}

/// The command over these tasks: parses the command line, runs the verb, and turns its end into one of the exit codes that `--help` lists.
#[must_use]
pub fn main<R: Tasks>() -> ExitCode {
    let ended = Cli::try_parse().map(|cli| cli.verb.run::<R>().and_then(flushed));
    ExitCode::from(match ended {
        Ok(Ok(outcome)) => outcome.code(),
        Ok(Err(error)) => fail(&error),
        Err(usage) => explain(harmless(usage)),
    })
}

/// A full disk may only be noticed at the end. A reader who has gone changes no verdict.
fn flushed(outcome: Outcome) -> Result<Outcome> {
    match io::stdout().flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(outcome),
    }
}

fn fail(error: &Error) -> u8 {
    if error.fault() != Fault::Closed {
        complain(error);
    }
    error.fault().code()
}

/// A usage message whose quotations may be shown.
fn harmless(mut usage: clap::Error) -> clap::Error {
    let quoted: Vec<_> =
        usage.context().filter_map(|(kind, value)| Some((kind, quotation(value)?))).collect();
    for (kind, value) in quoted {
        usage.insert(kind, value);
    }
    usage
}

/// What a usage message quotes, as it may be shown; none if nothing is quoted.
fn quotation(value: &ContextValue) -> Option<ContextValue> {
    match value {
        ContextValue::String(text) => Some(ContextValue::String(shown(text))),
        ContextValue::StyledStrs(tips) => {
            Some(ContextValue::StyledStrs(tips.iter().map(|tip| shown(tip.to_string()).into()).collect()))
        }
        _ => None,
    }
}

/// Prints the help that was asked for, or what is wrong with the words.
fn explain(usage: clap::Error) -> u8 {
    match usage.print().and_then(|()| io::stdout().flush()) {
        Err(error) if !usage.use_stderr() => fail(&error.into()),
        _ if usage.use_stderr() => Fault::Input.code(),
        _ => Outcome::Done.code(),
    }
}
