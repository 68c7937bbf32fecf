//! What does not fit together, and is refused before anything is learned.

use npi_format::Precision;
use npi_format::convert::{Checkpoint, Metadata};

use crate::error::{Result, ensure};
use crate::learn::{Options, Subject};
use crate::shown::shown;

/// Refuses boxes where there can be none: in floats, and for a network that learns from traces alone.
pub fn boxes(subjects: &[Subject], options: &Options) -> Result<()> {
    let Some(subject) = subjects.iter().find(|subject| subject.obligations() > 0) else {
        ensure!(
            !options.prover.split,
            "expected programs that are proven by boxes for split ones, found none; hint: --prover boxes, or leave out --split"
        );
        return Ok(());
    };
    let task = subject.signature().task;
    ensure!(
        options.precision != Precision::F32,
        "task `{task}` is proven by boxes: expected precision int8 or int4, found f32, whose sums are rounded, \
         so that bounds of states are not exact; hint: --precision int8"
    );
    ensure!(
        options.counterexamples,
        "task `{task}` is proven by boxes: expected training with counterexamples, found traces alone; hint: leave out --plain"
    );
    Ok(())
}

/// Refuses weights to go on from that are of other tasks, of another size, or were trained for another precision.
pub fn resumed(subjects: &[Subject], options: &Options, weights: &Checkpoint) -> Result<()> {
    let Metadata { hidden, tasks, checked, .. } = &weights.metadata;
    let asked: Vec<_> = subjects.iter().map(|subject| subject.signature().task).collect();
    let theirs: Vec<_> = tasks.iter().map(|task| &task.task[..]).collect();
    ensure!(
        asked == theirs,
        "expected weights of {} to go on from, found those of {}",
        asked.join(", "),
        shown(theirs.join(", "))
    );
    for (subject, task) in subjects.iter().zip(tasks) {
        ensure!(
            subject.signature().fingerprint() == task.fingerprint,
            "expected weights of task `{}` as it is, found those of it as it was once; hint: train without --resume",
            subject.signature().task
        );
    }
    ensure!(
        *hidden == options.hidden,
        "expected weights of {} hidden units to go on from, found {hidden}; hint: leave out --hidden",
        options.hidden
    );
    let (expected, found) =
        (options.precision, checked.map_or(options.precision, |checked| checked.precision));
    ensure!(
        expected == found,
        "expected weights that were trained for {} to go on from, found {}; hint: --precision {1}",
        expected.name(),
        found.name()
    );
    Ok(())
}
