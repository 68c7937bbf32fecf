//! All calls and views of a program, and what stands in a network's state.

use npi_runtime::task::{first_arguments, next_arguments, next_view};
use npi_runtime::{Call, NetworkState, Program, Symbols, Task};

/// Every call of a program.
#[must_use]
pub fn calls<T: Task>(program: Program) -> Vec<Call<T::Arguments>> {
    let mut arguments = first_arguments(&T::SIGNATURE, program);
    let mut calls = vec![Call { program, arguments }];
    while next_arguments(&T::SIGNATURE, program, &mut arguments) {
        calls.push(Call { program, arguments });
    }
    calls
}

/// Every view of a program.
#[must_use]
pub fn views<T: Task>(program: Program) -> Vec<T::Observation> {
    let mut views = vec![T::Observation::ZERO];
    let mut view = T::Observation::ZERO;
    while next_view(&T::SIGNATURE, program, &mut view) {
        views.push(view);
    }
    views
}

/// The hidden states of a network of so many units, then its cell states; none of a network in floats.
#[must_use]
pub fn numbers<const H: usize>(state: &NetworkState<H>, units: usize) -> Vec<i16> {
    let (hidden, cell) = match state {
        NetworkState::Int8(state) => state.parts(),
        NetworkState::Int4(state) => state.parts(),
        NetworkState::F32(_) => return Vec::new(),
    };
    [&hidden[..units], &cell[..units]].concat()
}
