//! `npi completions`: what a shell needs to complete words.

use std::io::{self, Write};

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use crate::error::Result;
use crate::outcome::Outcome;

/// Write a script by which a shell completes verbs, options and tasks.
#[derive(Debug, Args)]
#[command(
    after_help = "examples:\n  npi completions bash > ~/.local/share/bash-completion/completions/npi\n  npi completions zsh > ~/.zfunc/_npi\n  npi completions fish > ~/.config/fish/completions/npi.fish"
)]
pub struct Cmd {
    /// The shell.
    shell: Shell,
}

impl Cmd {
    /// Runs the verb, for a command with all that it has.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub fn run(self, mut command: Command) -> Result<Outcome> {
        let (name, mut script) = (command.get_name().to_owned(), Vec::new());
        generate(self.shell, &mut command, name, &mut script);
        io::stdout().write_all(&script)?;
        Ok(Outcome::Done)
    }
}
