//! Saved runs that somebody has changed, and bytes that never were one: refused, or the one form of a run that goes on.

use npi_fill::Fill;
use npi_format::Model;
use npi_runtime::trace::Hash;
use npi_runtime::{Interpreter, Network, Task};
use npi_tasks::{Addition, Calculator, SortingLoop, models};
use npi_tests::tiny::sealed;

use crate::HIDDEN;

const AND_FILL: &[u8] = include_bytes!("../../models/addition-and-fill.npi");
const INT4_H9: &[u8] = include_bytes!("../../models/addition-int4-h9.npi");
const LOOPS: &[u8] = include_bytes!("../../../runtime/tasks/models/loops.npi");

/// Steps that a run which was taken up goes on for, at most.
const STEPS: usize = 100;

type Runner<'m, T> = Interpreter<T, Network<'m, T, HIDDEN>>;

/// Takes a network, and the step after which its run is saved, from the first two bytes. The rest are changes of what was saved, three bytes each (a
/// place, in two, and what it is combined with), and, for themselves, a run that was never saved; both with the checksum made right.
///
/// # Panics
/// If bytes are taken that are not what the interpreter itself would save, or a run that was taken up goes on in two ways.
pub fn check(bytes: &[u8]) {
    let &[network, at, ref rest @ ..] = bytes else { return };
    let check = match network % 6 {
        0 => check_of::<Addition>(models::ADDITION, at, rest),
        1 => check_of::<Addition>(models::ADDITION_F32, at, rest),
        2 => check_of::<Addition>(INT4_H9, at, rest),
        3 => check_of::<Calculator>(models::ALL, at, rest),
        4 => check_of::<SortingLoop>(LOOPS, at, rest),
        _ => check_of::<Fill>(AND_FILL, at, rest),
    };
    assert_eq!(check, Some(()), "the committed models have these tasks");
}

fn check_of<T: Task>(blob: &[u8], at: u8, rest: &[u8]) -> Option<()> {
    let network = Network::<T, HIDDEN>::new(&Model::parse(blob).ok()?).ok()?;
    let saved = save(&begun(network, at.into())?);
    assert!(go_on(network, &saved).is_some(), "what was saved is taken");
    go_on(network, rest);
    go_on(network, &sealed([rest, &[0; 4]].concat()));
    go_on(network, &changed(saved, rest));
    Some(())
}

/// The task's example, after so many steps, or before its last.
fn begun<T: Task>(network: Network<'_, T, HIDDEN>, steps: usize) -> Option<Runner<'_, T>> {
    let mut memory = vec![0; T::memory(T::EXAMPLE.as_bytes())];
    let mut world = T::world(T::EXAMPLE.as_bytes(), &mut memory).ok()?;
    let mut runner = Runner::new(network);
    runner.call(T::start(&world)).ok()?;
    for _ in 0..steps {
        let before = save(&runner);
        if !runner.step(&mut world, |_, _| {}).ok()? {
            runner.restore(&before).ok()?;
            break;
        }
    }
    Some(runner)
}

/// Saved bytes with changes, each combined with what stands there, and the checksum made right.
fn changed(mut saved: Vec<u8>, changes: &[u8]) -> Vec<u8> {
    let length = saved.len() - 4;
    for change in changes.chunks_exact(3) {
        saved[usize::from(u16::from_le_bytes([change[0], change[1]])) % length] ^= change[2];
    }
    sealed(saved)
}

/// Takes up a run and goes on, twice; `None` if it is refused.
fn go_on<T: Task>(network: Network<'_, T, HIDDEN>, bytes: &[u8]) -> Option<Hash> {
    let mut runner = Runner::new(network);
    runner.restore(bytes).ok()?;
    let again = save(&runner);
    assert_eq!(again, bytes[..again.len()], "a run has one form");
    let ended = steps(&mut runner);
    runner.restore(bytes).expect("what was taken is taken by an interpreter that has run");
    assert_eq!(steps(&mut runner), ended);
    Some(ended)
}

/// Some steps over the task's example; their hash. The run ends, or is refused by the world, or goes on.
fn steps<T: Task>(runner: &mut Runner<'_, T>) -> Hash {
    let mut memory = vec![0; T::memory(T::EXAMPLE.as_bytes())];
    let mut world = T::world(T::EXAMPLE.as_bytes(), &mut memory).expect("a problem");
    let mut hash = Hash::EMPTY;
    for _ in 0..STEPS {
        if runner.step(&mut world, |event, _| hash = hash.event(event)) != Ok(true) {
            break;
        }
    }
    hash
}

fn save<T: Task>(runner: &Runner<'_, T>) -> Vec<u8> {
    let mut bytes = vec![0; Runner::<T>::SAVED];
    let length = runner.save(&mut bytes).expect("the size that is promised to do");
    bytes.truncate(length);
    bytes
}
