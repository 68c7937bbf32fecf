//! Whether the teacher controls a refrigerator. No proof of a network says that, so it is tested.

use npi_trainer::check::check;
use npi_trainer::spec::SpecOf;
use proptest::prelude::*;

use my_task::MyTask;

/// The same controller with a counter of ticks, as one would write it in C: it knows of no states.
fn oracle(readings: &str) -> Option<String> {
    let (mut runs, mut rested) = (false, 3);
    let tick = |degrees: char| {
        match degrees {
            '7'..='9' if !runs && rested >= 3 => runs = true,
            '0'..='3' if runs => (runs, rested) = (false, 0),
            _ => {}
        }
        rested += u32::from(!runs);
        if runs { '#' } else { '.' }
    };
    Some(readings.chars().map(tick).collect())
}

/// Names, views, domains, and whatever the teacher may answer, are in order.
#[test]
fn the_task_is_well_formed() {
    SpecOf::<MyTask>::of_task::<MyTask>().unwrap();
}

/// It starts at 7, goes on at 5, stops at 3, and rests for three ticks, however warm it becomes.
#[test]
fn the_oracle_is_right() {
    let answer = oracle("56788654399999");
    assert_eq!(answer.as_deref(), Some("..######...###"));
}

proptest! {
    /// Whatever is read, the teacher switches as the oracle does.
    #[test]
    fn the_teacher_is_right(readings in "[0-9]{1,200}") {
        let checked = check::<MyTask>(&[readings], oracle);
        checked.map_err(|error| TestCaseError::fail(error.to_string()))?;
    }
}
