//! The command of somebody else's task: every verb of `npi`, in three lines. `cargo run --release -p npi-fill --example fill`

use std::process::ExitCode;

fn main() -> ExitCode {
    npi_trainer::cli::main::<(npi_fill::Fill,)>()
}
