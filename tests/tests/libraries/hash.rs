//! The hash of a run, against one that shares nothing with it: that of the boards' tests.

#[path = "../firmware/host.rs"]
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
        check::<Addition>(include_bytes!("../../models/addition-int4-h9.npi"), problem);
        check::<Addition>(include_bytes!("../../models/addition-h32.npi"), problem);
    }
    check::<Calculator>(models::ALL, "12*34");
    check::<Framing>(models::FRAMES, Framing::EXAMPLE);
}

/// What is not a number is one word, whichever bits a kernel has given it: Rust promises none.
#[test]
fn all_that_is_not_a_number_hashes_alike() {
    let hash = |bits: u32| Hash::EMPTY.state(&[f32::from_bits(bits)], &[1.0]);
    for bits in [0xffc0_0000, 0x7fc0_0001, 0x7f80_0001, u32::MAX] {
        assert_eq!(hash(bits), hash(0x7fc0_0000), "{bits:x}");
    }
    assert_ne!(hash(0x7f80_0000), hash(0x7fc0_0000), "infinity is a number");
}
