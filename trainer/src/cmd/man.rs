//! `npi man`: manual pages.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;

use crate::error::{Context, Result};
use crate::files;
use crate::outcome::Outcome;
use crate::plural::counted;
use crate::shown::shown;
use crate::talk::say;

/// Write manual pages: the command's, or, into a folder, those of all verbs, too.
#[derive(Debug, Args)]
#[command(after_help = "examples:\n  npi man > npi.1\n  npi man -o ~/.local/share/man/man1")]
pub struct Cmd {
    /// The folder for npi.1, npi-verify.1 and so on; without it, npi.1 goes to standard output.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Cmd {
    /// Runs the verb, for a command with all that it has.
    ///
    /// # Errors
    /// If the pages cannot be written.
    pub fn run(self, mut command: Command) -> Result<Outcome> {
        command.build(); // verbs then know that they are of the command
        match self.output {
            None => io::stdout().write_all(&page(&command)?.1)?,
            Some(folder) => all(&command, &folder)?,
        }
        Ok(Outcome::Done)
    }
}

/// Writes the pages of a command, of its verbs, and of what they are followed by.
fn all(command: &Command, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", shown(folder)))?;
    let verbs = below(command).flat_map(|verb| std::iter::once(verb).chain(below(verb)));
    let pages = std::iter::once(command).chain(verbs).map(page).collect::<Result<Vec<_>>>()?;
    for (name, page) in &pages {
        files::write(&folder.join(name), page)?;
    }
    say(format_args!("{}: {}", shown(folder), counted(pages.len(), "page")));
    Ok(())
}

/// The verbs of a command, or what a verb is followed by.
fn below(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|verb| verb.get_name() != "help")
}

/// A page, and the name of its file.
fn page(command: &Command) -> Result<(String, Vec<u8>)> {
    let source = concat!("npi ", env!("CARGO_PKG_VERSION"));
    let (man, mut page) = (Man::new(command.clone()).source(source), Vec::new());
    man.render(&mut page)?;
    Ok((man.get_filename(), page))
}
