//! What a certificate says of programs that are proven by boxes.

use std::fmt;

use npi_runtime::Task;
use npi_runtime::verify::programs;
use serde::Serialize;

pub(super) use npi_format::Method;

use crate::plural::counted;
use crate::proof::{ByBoxes, Held, logits};
use crate::refutation::sees;

/// What was found of a program that boxes prove.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Boxes {
    program: &'static str,
    method: Method,
    /// Obligations that were checked.
    obligations: usize,
    /// Those that do not hold.
    wrong: usize,
    /// The least by which the right score leads in a state of the boxes; none if something is wrong.
    smallest_margin_logits: Option<f64>,
    /// Sequences on which the program was checked beside its boxes; none if it loops or has too many.
    sequences_beside: Option<usize>,
    boxes: Vec<Class>,
}

/// A box: what it is for, and how wide it is.
#[derive(Debug, Clone, Serialize)]
struct Class {
    /// Its number among all boxes of the task.
    #[serde(rename = "box")]
    number: usize,
    /// The teacher's memory.
    memory: u8,
    /// What led to it, where boxes are split.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Vec<(&'static str, &'static str)>>,
    /// Whether it holds nothing, as the program never comes there.
    empty: bool,
    /// The longest side of a hidden state.
    widest_hidden: f64,
    /// The longest side of a cell state.
    widest_cell: f64,
    /// The least by which the right score leads after it; none if it is empty.
    margin_logits: Option<f64>,
}

impl Boxes {
    /// Puts what was found of a program into words.
    pub(super) fn new<T: Task>(of: &ByBoxes<T::Observation>) -> Self {
        let class = |held: &Held<T::Observation>| Class {
            number: held.number,
            memory: held.class.memory,
            after: held.class.after.map(|view| sees::<T>(of.program, &view)),
            empty: held.is_empty,
            widest_hidden: f64::from(held.widest_hidden) / 128.0,
            widest_cell: f64::from(held.widest_cell) / 4096.0,
            margin_logits: held.margin.map(logits),
        };
        Self {
            program: of.program.name(&T::SIGNATURE),
            method: of.method,
            obligations: of.findings.obligations,
            wrong: of.findings.open,
            smallest_margin_logits: of.findings.margin.filter(|_| of.findings.is_proven()).map(logits),
            sequences_beside: of.walked.map(|walked| walked.sequences),
            boxes: of.classes.iter().map(class).collect(),
        }
    }

    /// Counts the obligations that do not hold.
    pub(super) fn wrong(&self) -> usize {
        self.wrong
    }
}

impl fmt::Display for Boxes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { program, method, boxes, .. } = self;
        let empty = boxes.iter().filter(|class| class.empty).count();
        let (obligations, of_them) = (counted(self.obligations, "obligation"), counted(boxes.len(), "box"));
        write!(f, "{program} by {}: {obligations}, {of_them}", method.name())?;
        if empty > 0 { write!(f, ", {empty} of them empty") } else { Ok(()) }
    }
}

/// How each program of a task is proven, if some are by boxes; else nothing.
pub(super) fn methods<T: Task>(boxed: &[ByBoxes<T::Observation>]) -> Vec<(&'static str, Method)> {
    let method = |program| {
        let boxes = boxed.iter().find(|boxes| boxes.program == program);
        (program.name(&T::SIGNATURE), boxes.map_or(Method::Sequences, |boxes| boxes.method))
    };
    programs(&T::SIGNATURE).filter(|_| !boxed.is_empty()).map(method).collect()
}
