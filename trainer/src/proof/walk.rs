//! A walk over the sequences of a program, by several threads: each takes beginnings that nobody has taken, and walks all that begins
//! so. What is found is the same for any number of threads.

use std::sync::{Mutex, PoisonError};
use std::thread;

use indicatif::ProgressBar;
use npi_runtime::verify::{BeginningOf, Findings, Verifier, Walked, beginnings};
use npi_runtime::{Call, Error, Machine, Policy, Program, Symbols, Task};

use crate::error::Result;
use crate::refutation::Counterexample;
use crate::spec::{Spec, SpecOf};

/// Steps for which a thread has room: a teacher's memory is a byte, so that no sequence is longer.
const LONGEST: usize = u8::MAX as usize;
/// Bytes of a thread's stack, on which it keeps as many states of a network.
const STACK: usize = 1 << 24;
/// Beginnings that a thread takes at once: few, as some of them lead to thousands of sequences, and others to one.
const AT_ONCE: usize = 8;

/// What was found on sequences, and a shortest one on which network and teacher disagree: of those, the one that begins first.
pub(super) struct Found<O, A> {
    pub(super) findings: Findings,
    /// The number of its beginning, and the sequence.
    wrong: Option<(usize, Counterexample<O, A>)>,
}

/// The same of a task.
type FoundOf<T> = Found<<T as Machine>::Observation, <T as Machine>::Arguments>;

/// Walks all sequences of a program by `jobs` threads, and counts them on a bar.
///
/// # Errors
/// Those of the walk, and a thread that cannot be started.
pub(super) fn walk<T: Task, P: Policy<T, State: Copy + Send> + Sync>(
    spec: &SpecOf<T>,
    network: &P,
    program: Program,
    jobs: usize,
    bar: &ProgressBar,
) -> Result<FoundOf<T>> {
    let beginnings = Mutex::new(beginnings(spec, program).enumerate());
    let all = Mutex::new(Ok(Found::nothing()));
    let work = || {
        let take = || locked(&beginnings, |left| left.take(AT_ONCE).collect());
        let found = some::<T, P>(spec, network, take, bar);
        locked(&all, |all| merge(all, found));
    };
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).map(|_| ());
        (0..jobs).try_for_each(start)
    })?;
    Ok(all.into_inner().unwrap_or_else(PoisonError::into_inner)?)
}

/// Uses what is shared.
fn locked<V, R>(shared: &Mutex<V>, with: impl FnOnce(&mut V) -> R) -> R {
    with(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Adds what one thread found to what others have, unless one of them failed.
fn merge<O, A>(all: &mut Result<Found<O, A>, Error>, found: Result<Found<O, A>, Error>) {
    match (all, found) {
        (Ok(all), Ok(found)) => {
            all.findings.merge(&found.findings);
            found.wrong.into_iter().for_each(|(number, wrong)| all.keep(number, wrong.steps.len(), || wrong));
        }
        (all @ Ok(_), Err(error)) => *all = Err(error),
        (Err(_), _) => {}
    }
}

/// Walks what one thread takes, until nothing is left.
fn some<T: Task, P: Policy<T, State: Copy>>(
    spec: &SpecOf<T>,
    network: &P,
    take: impl Fn() -> Vec<(usize, BeginningOf<T>)>,
    bar: &ProgressBar,
) -> Result<FoundOf<T>, Error> {
    let mut verifier = Verifier::<SpecOf<T>, P::State, LONGEST>::new(network.fresh());
    let mut found = Found::nothing();
    loop {
        let taken = take();
        if taken.is_empty() {
            return Ok(found);
        }
        let mut findings = Findings::NONE;
        for (number, beginning) in taken {
            let visit = &mut |call: &_, walked: &[_]| found.note(number, call, walked);
            verifier.walk::<T, P>(spec, network, &beginning, &mut findings, visit)?;
        }
        found.findings.merge(&findings);
        bar.inc(findings.sequences as u64);
    }
}

impl<O, A> Found<O, A> {
    const fn nothing() -> Self {
        Self { findings: Findings::NONE, wrong: None }
    }

    /// The sequence on which network and teacher disagree, if there is one.
    pub(super) fn counterexample(self) -> Option<Counterexample<O, A>> {
        self.wrong.map(|(_, wrong)| wrong)
    }

    /// Keeps a wrong sequence of so many steps if none so short is known, and none as short that begins before it.
    fn keep(&mut self, number: usize, steps: usize, wrong: impl FnOnce() -> Counterexample<O, A>) {
        let known = self.wrong.as_ref().map(|(number, known)| (known.steps.len(), *number));
        if known.is_none_or(|known| (steps, number) < known) {
            self.wrong = Some((number, wrong()));
        }
    }
}

impl<O: Symbols, A: Symbols> Found<O, A> {
    /// Keeps a sequence of the beginning with this number, if it is wrong.
    fn note(&mut self, number: usize, call: &Call<A>, walked: &[Walked<Spec<O, A>>]) {
        let Some(wrong) = walked.iter().find(|step| step.expected != step.found) else { return };
        let steps = walked.iter().take(wrong.tally.steps).map(|step| (step.view, step.expected));
        self.keep(number, wrong.tally.steps, || Counterexample {
            call: *call,
            steps: steps.collect(),
            found: wrong.found,
        });
    }
}

#[cfg(test)]
mod tests {
    use npi_runtime::{Decision, Program};

    use super::*;

    /// Of wrong sequences the shortest is kept, and of those the one that begins first, whoever finds them in what order.
    #[test]
    fn the_first_shortest_sequence_is_kept() {
        let call = Call::new(Program::NOP);
        let wrong = |number, steps: usize| Found {
            findings: Findings::NONE,
            wrong: Some((
                number,
                Counterexample {
                    call,
                    steps: vec![([0; 2], Decision::go_on(call)); steps],
                    found: Decision::<[u8; 1]>::go_on(call),
                },
            )),
        };
        for order in [[(4, 2), (7, 1), (5, 1)], [(5, 1), (7, 1), (4, 2)], [(7, 1), (5, 1), (4, 2)]] {
            let mut all = Ok(Found::nothing());
            order.into_iter().for_each(|(number, steps)| merge(&mut all, Ok(wrong(number, steps))));
            let kept = all.ok().and_then(|all| all.wrong).map(|(number, kept)| (number, kept.steps.len()));
            assert_eq!(kept, Some((5, 1)));
        }
    }
}
