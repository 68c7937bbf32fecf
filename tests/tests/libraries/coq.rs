//! What the theorem of `tests/coq` takes from the runtime: the table of σ.

use npi_runtime::kernel::Unit;

/// The numbers of the list that a file of Coq defines by a name.
fn list(text: &str, name: &str) -> Vec<i32> {
    let start = text.split_once(&format!("Definition {name} : list Z := [")).expect("the definition").1;
    let numbers = start.split_once(']').expect("its end").0;
    numbers.split(';').map(|number| number.trim().parse().expect("a number")).collect()
}

/// Coq's table of σ is the kernel's, entry by entry: a gate with 6 fraction bits that stands at a step of the table.
#[test]
fn the_table_is_the_kernels() {
    let text = include_str!("../../coq/Sigma.v");
    let gate = |step: i32| Unit::new([2 * (step - 256), 0, 0, 0], 6, 0).input;
    assert_eq!(list(text, "sigma_list"), (0..512).map(gate).collect::<Vec<_>>());
}
