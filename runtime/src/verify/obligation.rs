//! What has to be shown of boxes: for each class of a call's states, and each view, what is decided and which class follows.
//!
//! The classes of a program follow from its teacher: one for each memory, or, where boxes are split, one for each memory and each
//! view by which the teacher comes to it. A call begins at rest, in no class. That a class never comes is no question here: its box
//! may be empty, and that nothing enters it is then what has to be shown.

use npi_format::{Boxes, Method, Signature};

use super::programs;
use crate::task::{first_arguments, next_arguments, next_view};
use crate::{Call, Decision, Error, Machine, Program, Symbols};

/// A class of a call's states, of which each has a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Class<O> {
    /// Its number among those of its program.
    pub number: usize,
    /// The teacher's memory.
    pub memory: u8,
    /// The view by which the teacher came to it, where boxes are split.
    pub after: Option<O>,
}

/// Something that has to hold of boxes: in every state of the class `from`, shown the view, the network decides as its teacher, and
/// then is in the box of the class `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Obligation<O, A> {
    /// The call.
    pub call: Call<A>,
    /// The class of the states before the step; none for the state of rest, in which a call begins.
    pub from: Option<Class<O>>,
    /// What is seen.
    pub view: O,
    /// What the teacher decides; none if it says that this view cannot come here, and nothing has to be shown.
    pub expected: Option<Decision<A>>,
    /// The class of the states after the step; none if the call ends, or nothing has to be shown.
    pub to: Option<Class<O>>,
}

/// The obligation of a machine.
pub type ObligationOf<M> = Obligation<<M as Machine>::Observation, <M as Machine>::Arguments>;

/// Shows every obligation of a program to `visit`, in an order that depends on the machine alone. Classes that nothing leads to have
/// theirs, too.
///
/// # Errors
/// Those of `visit`, and [`Error::Memory`] for a teacher that leaves the memories which its program declares.
pub fn obligations<M: Machine>(
    machine: &M,
    program: Program,
    method: Method,
    mut visit: impl FnMut(&ObligationOf<M>) -> Result<(), Error>,
) -> Result<(), Error> {
    let signature = machine.signature();
    let classes = Classes::new::<M::Observation>(signature, program, method);
    let mut call = Call { program, arguments: first_arguments(signature, program) };
    loop {
        let mut from = None;
        loop {
            each_view(machine, &classes, &call, from, &mut visit)?;
            from = classes.after(from);
            if from.is_none() {
                break;
            }
        }
        if !next_arguments(signature, program, &mut call.arguments) {
            return Ok(());
        }
    }
}

/// Shows the obligations of a class of a call.
fn each_view<M: Machine>(
    machine: &M,
    classes: &Classes,
    call: &Call<M::Arguments>,
    from: Option<Class<M::Observation>>,
    visit: &mut impl FnMut(&ObligationOf<M>) -> Result<(), Error>,
) -> Result<(), Error> {
    let (mut view, mut rank) = (M::Observation::ZERO, 0);
    loop {
        let taught = machine.teach(call, from.map_or(0, |class| class.memory), &view);
        let expected = taught.map(|(expected, _)| expected);
        let next = taught.filter(|(expected, _)| !expected.end);
        let to = next.map(|(_, memory)| classes.of(memory, rank, view));
        if to.is_some_and(|class| class.memory >= classes.memories) {
            return Err(Error::Memory(classes.program)); // it would be a class of another program
        }
        visit(&Obligation { call: *call, from, view, expected, to })?;
        rank += 1;
        if !next_view(classes.signature, classes.program, &mut view) {
            return Ok(());
        }
    }
}

/// The classes of a program.
struct Classes {
    signature: &'static Signature,
    program: Program,
    method: Method,
    views: usize,
    memories: u8,
}

impl Classes {
    fn new<O: Symbols>(signature: &'static Signature, program: Program, method: Method) -> Self {
        let memories = program.entry(signature).map_or(0, |entry| entry.memories);
        Self { signature, program, method, views: count_views::<O>(signature, program), memories }
    }

    /// The class of a memory to which the teacher comes by a view, the one of that rank.
    fn of<O>(&self, memory: u8, rank: usize, view: O) -> Class<O> {
        let number = usize::from(memory);
        match self.method {
            Method::Split => Class { number: number * self.views + rank, memory, after: Some(view) },
            _ => Class { number, memory, after: None },
        }
    }

    /// The class after one, in order; the first after none; none after the last.
    fn after<O: Symbols>(&self, class: Option<Class<O>>) -> Option<Class<O>> {
        let Some(mut class) = class else { return Some(self.of(0, 0, O::ZERO)) };
        class.number += 1;
        let same = class.after.as_mut().is_some_and(|view| next_view(self.signature, self.program, view));
        class.memory += u8::from(!same);
        (class.memory < self.memories).then_some(class)
    }
}

/// Counts the views of a program.
fn count_views<O: Symbols>(signature: &Signature, program: Program) -> usize {
    let (mut view, mut count) = (O::ZERO, 1);
    while next_view(signature, program, &mut view) {
        count += 1;
    }
    count
}

/// Gives the class of a program's states to which the teacher comes with a memory, by a view.
#[must_use]
pub fn class_of<O: Symbols>(
    signature: &'static Signature,
    program: Program,
    method: Method,
    memory: u8,
    view: O,
) -> Class<O> {
    let (mut before, mut rank) = (O::ZERO, 0);
    while before != view && next_view(signature, program, &mut before) {
        rank += 1;
    }
    Classes::new::<O>(signature, program, method).of(memory, rank, view)
}

/// Counts the boxes that a program has by a method: one for each of its classes.
#[must_use]
pub fn count_boxes<O: Symbols>(signature: &Signature, program: Program, method: Method) -> usize {
    let memories = program.entry(signature).map_or(0, |entry| usize::from(entry.memories));
    match method {
        Method::Sequences => 0,
        Method::Boxes => memories,
        Method::Split => memories * count_views::<O>(signature, program),
    }
}

/// Gives the number of the first box of a program; of a program that is none of the task's, how many boxes there should be in all.
#[must_use]
pub fn boxes_of<O: Symbols>(signature: &Signature, program: Program, boxes: &Boxes<'_>) -> usize {
    let before = programs(signature).take_while(|&before| before != program).enumerate();
    before.map(|(index, program)| count_boxes::<O>(signature, program, boxes.method(index))).sum()
}
