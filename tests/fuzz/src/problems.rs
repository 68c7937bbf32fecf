//! Texts as problems of the tasks that ship, held against the oracles.

use npi_runtime::task::ProblemReader;
use npi_runtime::{Environment, Refusal, Task, Teacher, solve};
use npi_tasks::{
    Addition, AdditionLoop, Calculator, Framing, Lock, Sorting, SortingLoop, Traffic, TrafficLoop,
};

use crate::oracles::{self, Oracle};

/// The key that takes back the last one.
const BACKSPACE: u8 = 8;

/// Takes a task and how much memory is missing from the first two bytes, and a text from the rest.
///
/// # Panics
/// If a world takes what is no problem, or its answer is not the oracle's.
pub fn check(bytes: &[u8]) {
    let &[task, missing, ref text @ ..] = bytes else { return };
    let check = match task % 9 {
        0 => check_of::<Addition>,
        1 => check_of::<Calculator>,
        2 => check_of::<Sorting>,
        3 => check_of::<Lock>,
        4 => check_of::<Traffic>,
        5 => check_of::<Framing>,
        6 => check_of::<AdditionLoop>,
        7 => check_of::<SortingLoop>,
        _ => check_of::<TrafficLoop>,
    };
    check(ORACLES[usize::from(task % 9)], text, missing.into());
}

/// The oracles, in the order of the registry.
pub const ORACLES: [Oracle; 9] = [
    oracles::sum,
    oracles::calculation,
    oracles::sorted,
    oracles::locked,
    oracles::lights,
    oracles::framed,
    oracles::sum,
    oracles::sorted,
    oracles::quick_lights,
];

fn check_of<T: Task>(oracle: Oracle, text: &[u8], missing: usize) {
    let expected = std::str::from_utf8(text).ok().and_then(oracle);
    let mut memory = vec![0x55; T::memory(text)];
    assert_eq!(T::world(text, &mut memory).ok().map(solved::<T>), expected);
    let mut less = vec![0x55; T::memory(text).saturating_sub(missing)];
    if let Ok(world) = T::world(text, &mut less) {
        assert_eq!(Some(solved::<T>(world)), expected);
    }
    typed::<T>(oracle, text);
}

/// What the teacher makes of a world.
fn solved<T: Task>(mut world: T::World<'_>) -> String {
    solve::<T, _>(Teacher::new(), &mut world, |_, _| {}).expect("a teacher solves every problem");
    let mut answer = String::new();
    world.answer(&mut answer).expect("a String takes anything");
    answer
}

/// Types a text, backspaces among it: what the reader makes of it is what is left of it.
fn typed<T: Task>(oracle: Oracle, text: &[u8]) {
    let mut memory = vec![0x55; T::memory(text) + text.len() + 16];
    let (mut reader, mut left) = (T::Reader::new(&mut memory), Vec::new());
    for &byte in text {
        if byte == BACKSPACE {
            assert_eq!(reader.pop(), left.pop().is_some());
        } else if let Err(refusal) = reader.push(byte) {
            left.push(byte);
            assert!(matches!(refusal, Refusal::Problem { .. }), "{refusal:?}");
            return assert_eq!(String::from_utf8(left).ok().as_deref().and_then(oracle), None);
        } else {
            left.push(byte);
        }
        assert_eq!(reader.is_empty(), left.is_empty());
    }
    let expected = String::from_utf8(left).ok().as_deref().and_then(oracle);
    let again = reader.finish().map(solved::<T>).ok();
    assert_eq!(again, expected);
    if again.is_some() {
        assert_eq!(T::Reader::rewind(&mut memory).map(solved::<T>).ok(), expected, "once more");
    }
}
