//! What is in a blob, for people.

use std::fmt::Write as _;

use npi_format::Method;

use super::budget::{Budget, Run, TaskBudget};
use super::facts::{BoxFacts, Facts, MultiplyAdds, TaskFacts, TensorFacts};
use crate::plural::counted;
use crate::record::named;
use crate::shown::shown;

/// The facts as tables.
pub(super) fn describe(facts: &Facts) -> String {
    let Facts { model, bytes, crc32, precision, hidden, .. } = facts;
    let mut text = String::new();
    let tasks = named(facts.tasks.iter().map(|task| &task.task[..]));
    let _ = writeln!(text, "{model}: {tasks}, {precision}, {}", counted(*hidden, "hidden unit"));
    let _ = writeln!(text, "crc32 {crc32}\n");
    let _ = writeln!(text, "{:<13} {:>12} {:>8} {:>7}", "tensor", "shape", "bytes", "scale");
    row(&facts.core, &mut text);
    for task in &facts.tasks {
        section(task, *hidden, &mut text);
    }
    let _ = writeln!(text, "{:<26} {:>8}", "header, padding, crc32", facts.other_bytes);
    let _ = writeln!(text, "{:<26} {bytes:>8}\n", "total");
    for task in &facts.tasks {
        text += &costs(task);
        text += &methods(task);
    }
    text + &states(facts.state_bytes)
}

/// The lines of a task.
fn section(task: &TaskFacts, hidden: usize, text: &mut String) {
    let TaskFacts { fingerprint, parameters, bytes_alone, .. } = task;
    let name = shown(&task.task);
    let _ = writeln!(
        text,
        "{name}, fingerprint {fingerprint}, {parameters} parameters and {bytes_alone} bytes with the core:"
    );
    task.tensors.iter().for_each(|tensor| row(tensor, text));
    if let Some(BoxFacts { count, bytes, .. }) = &task.boxes {
        let _ = writeln!(text, "  {:<11} {:>12} {bytes:>8}", "boxes", format!("{count}x{hidden}"));
    }
}

/// A line of the table of tensors.
fn row(tensor: &TensorFacts, text: &mut String) {
    let TensorFacts { name, rows, columns, bytes, fraction_bits } = tensor;
    let scale = fraction_bits.map_or("1".to_owned(), |bits| format!("2^{}", -bits));
    let shape = format!("{rows}x{columns}");
    let _ = writeln!(text, "  {name:<11} {shape:>12} {bytes:>8} {scale:>7}");
}

/// How each program of a task is proven, if it has boxes.
fn methods(task: &TaskFacts) -> String {
    let Some(boxes) = &task.boxes else { return String::new() };
    let method = |(program, method): &(String, Method)| format!("{program} by {}", method.name());
    let methods: Vec<_> = boxes.methods.iter().map(method).collect();
    format!("proof of {}: {}\n", shown(&task.task), methods.join(", "))
}

/// Multiply-adds of a step of a task.
fn costs(task: &TaskFacts) -> String {
    let MultiplyAdds { recurrent, heads_at_most } = task.multiply_adds;
    format!(
        "multiply-adds a step of {}: {recurrent} recurrent (none in a call's first step) + at most {heads_at_most} in the heads\n",
        shown(&task.task)
    )
}

/// Bytes of state by depth of the call stack.
fn states(each: usize) -> String {
    let depths: Vec<_> = (1..=4).map(|depth| format!("{depth}: {}", depth * each)).collect();
    format!("state bytes by stack depth: {}\n", depths.join(", "))
}
/// A budget as lines.
pub(super) fn budget(budget: &Budget) -> String {
    let Budget { board, flash, statics, stack, tasks } = budget;
    let [all_flash, all_ram] = board.kilobytes.map(|kilobytes| 1024 * kilobytes);
    let mut text = format!("on a {} ({}), with console and proof, in bytes\n", board.title, board.core.name);
    let _ = writeln!(text, "{:<26} {flash:>8} of {all_flash}", "flash");
    let _ = writeln!(text, "{:<26} {statics:>8} of {all_ram}", "static RAM");
    let _ = writeln!(text, "{:<26} {stack:>8} reserved", "stack");
    for task in tasks {
        task_budget(task, &mut text);
    }
    text
}

/// The lines of a task in a budget.
fn task_budget(task: &TaskBudget, text: &mut String) {
    let TaskBudget { task, unit, capacity, most, runs } = task;
    let _ = writeln!(
        text,
        "\n{task} of up to {capacity} {unit}; the dearest step takes about {most:.0} instructions"
    );
    let _ = writeln!(text, "{unit:>10} {:>10} {:>14} {:>7}", "steps", "instructions", "a step");
    for Run { size, steps, instructions } in runs {
        let each = instructions / (*steps).max(1) as f64;
        let _ = writeln!(text, "{size:>10} {steps:>10} {instructions:>14.0} {each:>7.0}");
    }
}
