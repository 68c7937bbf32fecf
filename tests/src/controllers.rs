//! What the tests of controllers share: tasks whose worlds show a sample a tick, held against machines that share nothing
//! with them.

use npi_format::{Program, Sees};
use npi_runtime::task::{ProblemReader, depth};
use npi_runtime::verify::verify_all;
use npi_runtime::{Refusal, Task, Teacher};
use npi_trainer::check::check;
use npi_trainer::spec::SpecOf;

use crate::random;

/// Samples that a controller is shown in every test run.
pub const STEPS: usize = 20_000;
/// Samples that it is shown when a test that is ignored is asked for.
pub const MILLION: usize = 1_000_000;
/// Samples of one problem.
const EACH: usize = 500;

/// Random problems of so many samples in all, the same in every run.
///
/// # Panics
/// If the task cannot write one.
#[must_use]
pub fn problems<T: Task>(samples: usize) -> Vec<String> {
    let mut state = 4;
    let mut random = random(&mut state);
    let problem = |_| {
        let mut problem = String::new();
        T::sample(EACH, 0, &mut random, &mut problem).expect("a String takes anything");
        problem
    };
    (0..samples / EACH).map(problem).collect()
}

/// Holds the teacher against a reference, tick by tick: an answer says what happens in each.
///
/// # Panics
/// If they are not the same.
#[track_caller]
pub fn hold<T: Task>(problems: &[String], reference: impl Fn(&str) -> Option<String>) {
    let checked = check::<T>(problems, reference).map_err(|error| format!("{error:#}"));
    let counts = checked.map(|checked| (checked.problems, checked.compared));
    assert_eq!(counts, Ok((problems.len(), problems.len())));
}

/// Checks that a task is what a small controller is: its proof has so many sequences, excludes nothing and holds for
/// its own teacher; its calls take three steps at most; its stack is just deep enough; and some program sees no more than groups.
///
/// # Panics
/// If it is not.
#[track_caller]
pub fn is_small<T: Task>(sequences: usize) {
    let spec = SpecOf::<T>::of_task::<T>().expect("a task that is well formed");
    let counts = spec.counts().expect("calls that end");
    assert_eq!(counts.iter().map(|count| count.sequences).sum::<usize>(), sequences);
    let findings = verify_all(&T::default(), &Teacher::<T>::new()).expect("symbols of the task");
    assert_eq!((findings.sequences, findings.wrong, findings.excluded), (sequences, 0, 0));
    assert_eq!(spec.depth(), depth::<T>());
    let programs = T::SIGNATURE.programs;
    assert!(programs.iter().all(|program| program.memories <= 3), "a call of more than three steps");
    let narrow = |program: &Program| program.sees.iter().any(|sees| matches!(sees, Sees::Groups(_)));
    assert!(programs.iter().any(narrow), "no program's view is narrow");
}

/// Checks that the largest problem that a task says fits into a memory does, and its reader gives it back.
///
/// # Panics
/// If it does not.
#[track_caller]
pub fn has_room<T: Task>(memory: usize, problem: impl Fn(usize) -> String) {
    let fits = |size: usize| {
        let mut memory = vec![0; memory];
        let mut reader = T::Reader::new(&mut memory);
        problem(size).bytes().try_for_each(|byte| reader.push(byte)).is_ok() && reader.finish().is_ok()
    };
    let capacity = T::capacity(memory);
    assert!(fits(capacity) && !fits(capacity + 1), "a capacity of {capacity}");
}

/// Checks that a text is no problem of a task, because of what stands at a place.
///
/// # Panics
/// If it is one, or refused for something else.
#[track_caller]
pub fn refuses<T: Task>(problem: &str, place: usize) {
    let mut memory = vec![0; T::memory(problem.as_bytes())];
    let refusal = T::world(problem.as_bytes(), &mut memory).err();
    let found = match refusal {
        Some(Refusal::Problem { at, .. }) => Some(at),
        _ => None,
    };
    assert_eq!(found, Some(place), "{problem}: {refusal:?}");
}
