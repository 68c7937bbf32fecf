//! Whether a model is proven, if that can be found out at once.

use npi_format::{Method, Model, Precision, Section};
use npi_runtime::task::{first_arguments, next_arguments};
use npi_runtime::verify::{count_boxes, programs};
use npi_runtime::{Program, Symbols, Task, boxes};

use super::plan::{Plan, Prover, plans};
use super::{ProofOf, prove_plans};
use crate::error::Result;
use crate::spec::SpecOf;

/// Rows of a teacher's table that are made at most, each counted once for every memory of its program: a twentieth of a second.
const ROWS: usize = 1 << 24;
/// Multiply-adds that a proof may take, in integers: some hundredths of a second with AVX-512, some tenths without vectors.
const MULTIPLY_ADDS: usize = 1 << 30;
/// As many of them as one in floats takes.
const FLOAT: usize = 4;

/// Proves a model or refutes it, without a bar; `None` if that would take longer than a moment. Whether it would is told by sizes
/// alone, so that it is the same on every machine.
///
/// # Errors
/// As [`super::prove_by`].
pub fn prove_at_once<T: Task>(model: &Model<'_>) -> Result<Option<ProofOf<T>>> {
    let rows: usize = programs(&T::SIGNATURE).map(rows::<T>).fold(0, usize::saturating_add);
    if rows > ROWS {
        return Ok(None);
    }
    let spec = SpecOf::<T>::of_task::<T>()?;
    let plans = plans::<T>(&spec, model, Prover::Auto)?;
    let methods = boxes::<T>(model)?;
    let steps = plans.iter().enumerate().map(|(index, plan)| steps::<T>(plan, methods.method(index)));
    let section = model.sections().find(|section| section.task() == T::SIGNATURE.task);
    let each = section.map_or(0, |section| multiply_adds(&section));
    let each = if model.precision() == Precision::F32 { FLOAT * each } else { each };
    if steps.fold(0, usize::saturating_add).saturating_mul(each) > MULTIPLY_ADDS {
        return Ok(None);
    }
    // One thread: on a machine of many cores it would take longer to start the others than to prove.
    prove_plans::<T>(&spec, model, plans, 1, &indicatif::ProgressBar::hidden()).map(Some)
}

/// Rows of a program's table, times its memories: what it takes to find out whether it loops.
fn rows<T: Task>(program: Program) -> usize {
    let classes = count_boxes::<T::Observation>(&T::SIGNATURE, program, Method::Split);
    let memories = count_boxes::<T::Observation>(&T::SIGNATURE, program, Method::Boxes);
    classes.saturating_mul(memories).saturating_mul(calls::<T::Arguments, T>(program))
}

/// Tuples of arguments with which a program can be called.
fn calls<A: Symbols, T: Task>(program: Program) -> usize {
    let (mut arguments, mut count) = (first_arguments::<A>(&T::SIGNATURE, program), 1);
    while next_arguments(&T::SIGNATURE, program, &mut arguments) {
        count += 1;
    }
    count
}

/// Steps that a plan takes at most; one with a box counts twice, as a box has two ends.
fn steps<T: Task>(plan: &Plan<'_>, method: Method) -> usize {
    let walked = plan.walked.map_or(0, |count| count.steps);
    let Some(views) = plan.boxes.map(|_| views::<T>(plan.program)) else { return walked };
    let classes = 1 + count_boxes::<T::Observation>(&T::SIGNATURE, plan.program, method);
    let obligations = classes.saturating_mul(views).saturating_mul(calls::<T::Arguments, T>(plan.program));
    walked.saturating_add(obligations.saturating_mul(2))
}

/// Views that a program can be shown.
fn views<T: Task>(program: Program) -> usize {
    let [all, memories] = [Method::Split, Method::Boxes]
        .map(|method| count_boxes::<T::Observation>(&T::SIGNATURE, program, method));
    all / memories.max(1)
}

/// Multiply-adds of a step, at most.
fn multiply_adds(section: &Section<'_>) -> usize {
    let [_, recurrent, heads, _] = section.tensors();
    recurrent.rows * recurrent.columns + heads.rows * heads.columns
}
