//! The command `npi`.

use std::process::ExitCode;

fn main() -> ExitCode {
    npi_trainer::cli::main()
}
