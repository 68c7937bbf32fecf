//! A task in someone else's crate, whose program takes an argument: its teacher passes the proof and does as it says.

use npi_fill::Fill;
use npi_runtime::Teacher;
use npi_runtime::verify::verify_all;
use npi_trainer::check::{astray, check};
use npi_trainer::spec::{Count, SpecOf};

/// Argument domains and an excluded view are walked and counted; no call waits, so one frame is enough.
#[test]
fn teacher_of_a_custom_task_passes() {
    let spec = SpecOf::<Fill>::of_task::<Fill>().unwrap();
    let main = Count { sequences: 2 * 4, steps: 2 * 8, excluded: 2 };
    let fill = Count { sequences: 2 * 8, steps: 3 * 16, excluded: 0 };
    assert_eq!((spec.counts().unwrap(), spec.depth()), (vec![main, fill], 1));
    let findings = verify_all(&Fill, &Teacher::<Fill>::new()).unwrap();
    assert_eq!((findings.sequences, findings.steps, findings.wrong), (24, 64, 0));
    assert_eq!((findings.excluded, findings.is_proven()), (2, true));
}

/// The teacher fills tapes of any length with what stood on their first cell.
#[test]
fn the_teacher_fills() {
    let tape = |(first, length)| format!("{first}{}", "_".repeat(length));
    let problems: Vec<_> = (1..100).flat_map(|length| [('0', length), ('1', length)]).map(tape).collect();
    let filled = |problem: &str| Some(problem.replace('_', &problem[..1]));
    assert_eq!(check::<Fill>(&problems, filled).unwrap().compared, 198);
}

/// A run that takes exactly as many steps as the task allows is no run astray.
#[test]
fn a_run_may_take_every_step_it_has() {
    assert_eq!(astray::<Fill>(Teacher::<Fill>::new(), "1___").unwrap(), None);
}
