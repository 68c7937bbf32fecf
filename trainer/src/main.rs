//! The command `npi`.

#![deny(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

fn main() -> ExitCode {
    npi_trainer::cli::main::<npi_tasks::Shipped>()
}
