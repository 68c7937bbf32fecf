//! The command line: one verb a file in [`cmd`], and what every verb's end has in common.

mod color;
mod usage;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{ColorChoice, Command, CommandFactory, Parser};

use crate::cmd;
use crate::error::{Error, Fault, Result};
use crate::outcome::Outcome;
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
#[command(name = "npi", version, after_help = CODES, propagate_version = true)]
/// Train, prove and run Neural Programmer-Interpreters.
struct Cli {
    /// Whether to write in colours: auto, on a terminal, unless NO_COLOR is set; always; or never.
    #[arg(long, global = true, value_name = "WHEN", value_enum, hide_possible_values = true, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
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
    Completions(cmd::completions::Cmd),
    Man(cmd::man::Cmd),
}

impl Verb {
    fn run<R: Tasks>(self, name: &str) -> Result<Outcome> {
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
            Self::Completions(cmd) => cmd.run(command::<R>(name)),
            Self::Man(cmd) => cmd.run(command::<R>(name)),
        }
    }
}

/// The command over these tasks: parses the command line, runs the verb, and turns its end into one of the exit codes that `--help` lists.
#[must_use]
pub fn main<R: Tasks>() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    color::choose(&words);
    let name = name(&words);
    ExitCode::from(match Cli::try_parse_from(&words) {
        Ok(cli) => {
            color::set(cli.color);
            let ended = cli.verb.run::<R>(&name).and_then(flushed);
            ended.map_or_else(|error| fail(&error), Outcome::code)
        }
        Err(usage) => explain(&usage, &verb(&name, &words)),
    })
}

/// What the command is called.
fn name(words: &[OsString]) -> String {
    let name = words.first().and_then(|word| Path::new(word).file_stem()).and_then(|name| name.to_str());
    name.unwrap_or("npi").to_owned()
}

/// The command with the verb that was typed, if there is one.
fn verb(name: &str, words: &[OsString]) -> String {
    let verbs = Cli::command();
    let typed = words.iter().skip(1).find_map(|word| verbs.find_subcommand(word));
    typed.map_or(name.to_owned(), |verb| format!("{name} {}", verb.get_name()))
}

/// All that the command line has, with the name of the command and those of its tasks: for shells and for manual pages.
fn command<R: Tasks>(name: &str) -> Command {
    let verbs = Cli::command().name(name.to_owned()).bin_name(name.to_owned());
    let named = |arg: clap::Arg| match arg.get_id().as_str() {
        "task" => arg.value_parser(PossibleValuesParser::new(R::NAMES)),
        _ => arg,
    };
    verbs.mut_subcommands(|verb| verb.mut_args(named).mut_subcommands(|what| what.mut_args(named)))
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

/// Prints the help that was asked for, or that stands for missing words; or what is wrong with the words.
fn explain(usage: &clap::Error, command: &str) -> u8 {
    let is_error = usage.use_stderr();
    if is_error && usage.kind() != clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return fail(&usage::error(usage, command));
    }
    match usage.print().and_then(|()| io::stdout().flush()) {
        Err(error) if !is_error => fail(&error.into()),
        _ if is_error => Fault::Input.code(),
        _ => Outcome::Done.code(),
    }
}
