//! The hash of a run, against one that shares nothing with it: that of the boards' tests.

#[path = "firmware/host.rs"]
#[allow(dead_code, reason = "the boards' tests use all of it")]
mod host;

use host::Host;
use npi_format::Model;
use npi_runtime::Task;
use npi_runtime::trace::Hash;
use npi_tasks::{Addition, Calculator, Framing, models};
use npi_trainer::record::{network, solve_hashed};

/// The command's hash of a problem is what a board with this model should print.
#[track_caller]
fn check<T: Task>(blob: &[u8], problem: &str) {
    let model = Model::parse(blob).expect("a model");
    let network = network::<T>(&model).expect("of the task");
    let mut memory = Vec::new();
    let solved = solve_hashed::<T>(network, model.hidden(), problem.as_bytes(), &mut memory);
    let (_, steps, Hash(hash)) = solved.expect("a network that solves it");
    assert_eq!(format!("{steps} steps, hash {hash:016x}"), Host::<T>::new(blob).hash(problem));
}

/// In every precision, in networks of other sizes than there is room for, and in other tasks than addition.
#[test]
fn the_commands_hash_is_the_boards() {
    for problem in ["0+0", "579+1221", "999999+1"] {
        check::<Addition>(models::ADDITION, problem);
        check::<Addition>(models::ADDITION_F32, problem);
        check::<Addition>(include_bytes!("../models/addition-int4-h9.npi"), problem);
        check::<Addition>(include_bytes!("../models/addition-h32.npi"), problem);
    }
    check::<Calculator>(models::ALL, "12*34");
    check::<Framing>(models::FRAMES, Framing::EXAMPLE);
}
