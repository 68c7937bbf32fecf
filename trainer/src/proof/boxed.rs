//! What a check of boxes found, class by class.

use std::collections::BTreeMap;

use npi_format::{Bounds, Boxes, Method, Stored};
use npi_runtime::verify::{Boxed, Class, Findings, boxes_of, check_boxes, count_boxes, least, obligations};
use npi_runtime::{Machine, Program, Task};

use crate::error::Result;
use crate::refutation::Broken;
use crate::spec::SpecOf;

/// What was found of a program that boxes prove.
#[derive(Debug, Clone)]
pub struct ByBoxes<O> {
    /// The program.
    pub program: Program,
    /// Whether there is a box for each memory, or for each view that leads to one.
    pub method: Method,
    /// What the boxes' check found.
    pub findings: Findings,
    /// What a walk over the program's sequences found; none if it loops, has too many, or is to be proven by boxes alone.
    pub walked: Option<Findings>,
    /// Its boxes, in their order.
    pub classes: Vec<Held<O>>,
}

/// A box, and what it is for.
#[derive(Debug, Clone, Copy)]
pub struct Held<O> {
    /// Its number among all boxes of the task.
    pub number: usize,
    /// The states that it holds: those with which the teacher has a memory.
    pub class: Class<O>,
    /// Whether no state lies in it: the class never comes.
    pub is_empty: bool,
    /// The longest side that is of a hidden state, in 128ths …
    pub widest_hidden: u32,
    /// … and of a cell state, in 4096ths.
    pub widest_cell: u32,
    /// By how much the expected decision leads in every state after it, in [`Evidence`](npi_runtime::Evidence) units.
    pub margin: Option<i32>,
}

/// What was found of a program, and the first obligation that does not hold.
pub(super) type Found<O, A> = (ByBoxes<O>, Option<Broken<O, A>>);

/// The same of a task's program.
type FoundOf<T> = Found<<T as Machine>::Observation, <T as Machine>::Arguments>;

/// Checks the boxes of a program.
pub(super) fn check<T: Task, N: Boxed<T>>(
    spec: &SpecOf<T>,
    network: &N,
    boxes: &Boxes<'_>,
    program: Program,
) -> Result<FoundOf<T>> {
    let method = program.index().map_or(Method::Sequences, |index| boxes.method(index));
    let first = boxes_of::<T::Observation>(&T::SIGNATURE, program, boxes);
    let mut classes = classes::<T>(spec, boxes, program, method, first)?;
    let (mut image, mut broken) = (vec![Bounds::REST; network.units()], None);
    let findings = check_boxes::<T, _, _>(spec, network, boxes, program, &mut image, &mut |checked| {
        let of = checked.obligation.from.and_then(|class| classes.get_mut(class.number));
        if let Some(held) = of {
            held.margin = least(held.margin, Some(checked.lead.margin));
        }
        if let (None, Some(flaw)) = (&broken, checked.flaw) {
            broken = Some(Broken::new(checked.obligation, flaw, first, boxes));
        }
    })?;
    Ok((ByBoxes { program, method, findings, walked: None, classes }, broken))
}

/// The boxes of a program with what they are for, of which the first of all has this number.
fn classes<T: Task>(
    spec: &SpecOf<T>,
    boxes: &Boxes<'_>,
    program: Program,
    method: Method,
    first: usize,
) -> Result<Vec<Held<T::Observation>>> {
    let mut classes = BTreeMap::new();
    obligations(spec, program, method, |obligation| {
        if let Some(class) = obligation.from {
            let bounds = boxes.get(first + class.number).unwrap_or_default();
            classes.entry(class.number).or_insert_with(|| held(first + class.number, class, bounds));
        }
        Ok(())
    })?;
    debug_assert_eq!(classes.len(), count_boxes::<T::Observation>(&T::SIGNATURE, program, method));
    Ok(classes.into_values().collect())
}

/// A box that has not been checked yet.
fn held<O>(number: usize, class: Class<O>, stored: &[Stored]) -> Held<O> {
    let (bounds, is_empty) = (|| stored.iter().map(Bounds::read), Bounds::hold_nothing(stored));
    let widest = |side: fn(Bounds) -> i32| {
        let most = bounds().map(side).max().unwrap_or(0);
        if is_empty { 0 } else { most.unsigned_abs() }
    };
    Held {
        number,
        class,
        is_empty,
        widest_hidden: widest(|bounds| i32::from(bounds.hidden[1]) - i32::from(bounds.hidden[0])),
        widest_cell: widest(|bounds| i32::from(bounds.cell[1]) - i32::from(bounds.cell[0])),
        margin: None,
    }
}
