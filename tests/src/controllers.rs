//! What the tests of controllers share: tasks whose worlds show a sample a tick, held against machines that share nothing
//! with them.

use npi_format::{Program, Sees};
use npi_runtime::task::{ProblemReader, depth};
use npi_runtime::{Environment, Refusal, Symbols, Task};
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

/// Checks that a task is what a small controller is: its proof has so many sequences, excludes nothing; its calls take three steps at most; its stack is just deep enough; and some program sees no more than groups.
///
/// # Panics
/// If it is not.
#[track_caller]
pub fn is_small<T: Task>(sequences: usize) {
    let spec = SpecOf::<T>::of_task::<T>().expect("a task that is well formed");
    let counts = spec.counts().expect("calls that end");
    assert_eq!(counts.iter().map(|count| count.sequences).sum::<usize>(), sequences);
    assert_eq!(counts.iter().map(|count| count.excluded).sum::<usize>(), 0);
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

/// Checks that a task's worlds take whatever comes: texts of these bytes behind a beginning, and at times of any byte, are
/// refused or taken, and in those that are taken any action at any time is carried out or refused, and leaves observations
/// in their alphabets.
///
/// # Panics
/// If some observation is in no alphabet, or nothing was a problem, or nothing none.
#[track_caller]
pub fn survives<T: Task>(beginning: &str, bytes: &[u8]) {
    let mut state = 6;
    let mut random = random(&mut state);
    let (mut taken, mut refused) = (0, 0);
    for length in (0..200).chain(0..200) {
        let mut problem = beginning.as_bytes().to_vec();
        problem.extend((0..length).map(|_| bytes[random(bytes.len() as u32) as usize]));
        if let Some(byte) = problem.get_mut(random(400) as usize) {
            *byte = random(256) as u8;
        }
        let missing = random(8) as usize / 7; // a byte of memory, at times
        let mut memory = vec![0; T::memory(&problem).saturating_sub(missing)];
        let Ok(mut world) = T::world(&problem, &mut memory) else {
            refused += 1;
            continue;
        };
        taken += 1;
        for _ in 0..4 * length + 40 {
            let mut arguments = T::Arguments::ZERO;
            arguments.as_mut().fill_with(|| random(20) as u8);
            let _ = world.act(arguments); // carried out or refused, and both will do
            let observed = world.observe();
            let alphabets = observed.as_ref().iter().zip(T::SIGNATURE.observation);
            assert!(alphabets.into_iter().all(|(&symbol, slot)| usize::from(symbol) < slot.symbols.len()));
        }
        let mut answer = String::new();
        world.answer(&mut answer).expect("a String takes anything");
    }
    assert!(taken > 5 && refused > 5, "{taken} taken, {refused} refused");
}
