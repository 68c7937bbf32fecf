//! By what each program is proven: as the model says, or as is asked for.

use clap::ValueEnum;
use npi_format::{Boxes, Method, Model, Precision};
use npi_runtime::verify::programs;
use npi_runtime::{Program, Task, boxes};

use crate::error::{Result, bail};
use crate::spec::{Count, LIMIT, SpecOf};

/// What is to prove a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Prover {
    /// What the model says, program by program; those that boxes prove and that do not loop are walked as well.
    #[default]
    Auto,
    /// Walking every sequence of views that a call can be shown: for programs that do not loop.
    Sequences,
    /// Boxes in which the network's state stays for ever: for programs that have some.
    Boxes,
}

/// How a program is proven.
pub(super) struct Plan<'m> {
    pub(super) program: Program,
    /// The boxes of all programs, if some are to prove this one.
    pub(super) boxes: Option<Boxes<'m>>,
    /// The sequences that are walked, if they are.
    pub(super) walked: Option<Count>,
}

/// Plans the proof of each program.
///
/// # Errors
/// A program that cannot be proven so: it loops and has no boxes, or has none that are asked for, or too many sequences.
pub(super) fn plans<'m, T: Task>(
    spec: &SpecOf<T>,
    model: &Model<'m>,
    prover: Prover,
) -> Result<Vec<Plan<'m>>> {
    let boxes = boxes::<T>(model)?;
    let plan = |(index, program)| {
        let boxed = prover != Prover::Sequences && boxes.method(index) != Method::Sequences;
        if !boxed {
            check_bounded::<T>(spec, model, prover, program)?;
        }
        let count = spec.count(program)?;
        let walks = !spec.loops(program) && prover != Prover::Boxes;
        Ok(Plan { program, boxes: boxed.then_some(boxes), walked: walks.then_some(count) })
    };
    let mut plans = programs(&T::SIGNATURE).enumerate().map(plan).collect::<Result<Vec<_>>>()?;
    let needed = plans.iter().filter(|plan| plan.boxes.is_none());
    spec.check_limit(needed.filter_map(|plan| Some((plan.program, plan.walked.as_ref()?))))?;
    spare(&mut plans);
    Ok(plans)
}

/// Leaves out what is walked beside boxes, as far as there is too much of it.
fn spare(plans: &mut [Plan<'_>]) {
    let sequences = |plan: &Plan<'_>| plan.walked.map_or(0, |count| count.sequences);
    let needed: usize = plans.iter().filter(|plan| plan.boxes.is_none()).map(sequences).sum();
    let mut left = LIMIT - needed;
    for plan in plans.iter_mut().filter(|plan| plan.boxes.is_some()) {
        match left.checked_sub(sequences(plan)) {
            Some(rest) => left = rest,
            None => plan.walked = None,
        }
    }
}

/// Checks that a program that is proven without boxes can be.
fn check_bounded<T: Task>(
    spec: &SpecOf<T>,
    model: &Model<'_>,
    prover: Prover,
    program: Program,
) -> Result<()> {
    let (name, task, precision) = (program.name(&T::SIGNATURE), T::SIGNATURE.task, model.precision());
    let train = format_args!("`npi train --task {task} --precision");
    match (prover, spec.loops(program)) {
        (Prover::Sequences, true) => bail!(
            "program {name}: expected one that ends for --prover sequences, found one that loops; hint: --prover auto"
        ),
        (Prover::Sequences | Prover::Auto, false) => Ok(()),
        (Prover::Auto | Prover::Boxes, _) if precision == Precision::F32 => bail!(
            "program {name}: expected boxes, which hold in integers alone, found f32, where sums are rounded; hint: {train} int8{}`",
            if spec.loops(program) { "" } else { " --prover boxes" }
        ),
        (Prover::Boxes, false) => bail!(
            "program {name}: expected boxes for --prover boxes, found none; hint: {train} {} --prover boxes`",
            precision.name()
        ),
        (Prover::Auto | Prover::Boxes, true) => bail!(
            "program {name}: expected boxes, as it loops, found none; hint: {train} {}`; a conversion to another precision drops boxes",
            precision.name()
        ),
    }
}
