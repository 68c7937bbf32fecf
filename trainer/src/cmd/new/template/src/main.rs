//! The command: every verb of `npi`, for this task. `cargo run --release -- --help` lists them.

use std::process::ExitCode;

fn main() -> ExitCode {
    npi_trainer::cli::main::<(my_task::MyTask,)>()
}
