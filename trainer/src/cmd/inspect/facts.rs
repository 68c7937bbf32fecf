//! What is in a blob, as values: text and JSON say the same.

use npi_format::convert::alone;
use npi_format::{Method, Model, Precision, Section, Stored, TensorView};
use npi_runtime::Task;
use npi_runtime::verify::programs;
use serde::Serialize;

use crate::error::Result;
use crate::model::Blob;
use crate::spec::sha256;
use crate::tasks::{ForTask, Tasks};

/// A model.
#[derive(Debug, Serialize)]
pub(super) struct Facts {
    /// Its path as it may be shown, or such as `shipped addition model`.
    pub(super) model: String,
    pub(super) bytes: usize,
    sha256: String,
    pub(super) crc32: String,
    pub(super) precision: &'static str,
    pub(super) hidden: usize,
    /// The recurrent weights, which all tasks share.
    pub(super) core: TensorFacts,
    pub(super) tasks: Vec<TaskFacts>,
    /// Bytes of the header, of padding, and of the CRC-32.
    pub(super) other_bytes: usize,
    /// Bytes of hidden and cell state that each frame of the call stack takes.
    pub(super) state_bytes: usize,
}

/// What a model holds for a task.
#[derive(Debug, Serialize)]
pub(super) struct TaskFacts {
    pub(super) task: String,
    pub(super) fingerprint: String,
    /// Its weights, those of the core among them.
    pub(super) parameters: usize,
    /// Bytes of the blob that holds the task alone …
    pub(super) bytes_alone: usize,
    /// … and what a certificate of the task names it by.
    sha256_alone: String,
    pub(super) tensors: Vec<TensorFacts>,
    /// None if all of its programs are proven by sequences.
    pub(super) boxes: Option<BoxFacts>,
    pub(super) multiply_adds: MultiplyAdds,
}

/// A tensor as it is stored.
#[derive(Debug, Serialize)]
pub(super) struct TensorFacts {
    pub(super) name: &'static str,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) bytes: usize,
    /// A stored `w` stands for `w · 2^-bits`; none in f32.
    pub(super) fraction_bits: Option<i8>,
}

/// The boxes of a task.
#[derive(Debug, Serialize)]
pub(super) struct BoxFacts {
    pub(super) count: usize,
    pub(super) bytes: usize,
    /// How each program is proven; one of a task that the command does not know has a number for a name.
    pub(super) methods: Vec<(String, Method)>,
}

/// Multiply-adds of a step.
#[derive(Debug, Serialize)]
pub(super) struct MultiplyAdds {
    /// With the hidden state; none in a call's first step.
    pub(super) recurrent: usize,
    /// Of all heads: a step computes those that it needs.
    pub(super) heads_at_most: usize,
}

impl Facts {
    /// Looks into a blob.
    ///
    /// # Errors
    /// If it is not a model.
    pub(super) fn of<R: Tasks>(blob: &Blob) -> Result<Self> {
        let model = blob.model()?;
        let core = TensorFacts::of(&model.core().tensor());
        let tasks: Vec<_> = model.sections().map(|section| TaskFacts::of::<R>(&section, &model)).collect();
        let weights = core.bytes + tasks.iter().map(TaskFacts::bytes).sum::<usize>();
        Ok(Self {
            model: blob.name.clone(),
            bytes: blob.bytes.len(),
            sha256: sha256(&blob.bytes),
            crc32: format!("{:08x}", model.checksum()),
            precision: model.precision().name(),
            hidden: model.hidden(),
            core,
            tasks,
            other_bytes: blob.bytes.len() - weights,
            state_bytes: 2 * model.hidden() * if model.precision() == Precision::F32 { 4 } else { 2 },
        })
    }
}

impl TaskFacts {
    fn of<R: Tasks>(section: &Section<'_>, model: &Model<'_>) -> Self {
        let (core, tensors) = (model.core().tensor().tensor, section.tensors());
        let own = tensors.iter().filter(|tensor| tensor.tensor != core);
        let alone = alone(section);
        Self {
            task: section.task().to_owned(),
            fingerprint: format!("{:016x}", section.fingerprint()),
            parameters: section.parameters(),
            bytes_alone: alone.len(),
            sha256_alone: sha256(&alone),
            tensors: own.map(TensorFacts::of).collect(),
            boxes: BoxFacts::of::<R>(section, model.hidden()),
            multiply_adds: MultiplyAdds::of(section),
        }
    }

    /// Bytes that a blob has for this task alone.
    fn bytes(&self) -> usize {
        let tensors = self.tensors.iter().map(|tensor| tensor.bytes).sum::<usize>();
        tensors + self.boxes.as_ref().map_or(0, |boxes| boxes.bytes)
    }
}

impl TensorFacts {
    fn of(tensor: &TensorView<'_>) -> Self {
        let TensorView { rows, columns, bytes, fraction, .. } = *tensor;
        Self { name: tensor.tensor.name(), rows, columns, bytes: bytes.len(), fraction_bits: fraction }
    }
}

impl BoxFacts {
    fn of<R: Tasks>(section: &Section<'_>, hidden: usize) -> Option<Self> {
        let (boxes, count) = (section.boxes(), section.boxes().count());
        let names = R::for_task(section.task(), Names).unwrap_or_default();
        let method = |program: usize| {
            let name = names.get(program).map_or(format!("program {program}"), |name| (*name).to_owned());
            (name, boxes.method(program))
        };
        let methods = (0..usize::from(section.shape().programs)).map(method).collect();
        (count > 0).then(|| Self { count, bytes: count * hidden * size_of::<Stored>(), methods })
    }
}

impl MultiplyAdds {
    fn of(section: &Section<'_>) -> Self {
        let weights = |tensor: &TensorView<'_>| tensor.rows * tensor.columns;
        let [_, recurrent, heads, _] = section.tensors();
        Self { recurrent: weights(&recurrent), heads_at_most: weights(&heads) }
    }
}

/// The names of a task's programs.
struct Names;

impl ForTask for Names {
    type Output = Vec<&'static str>;

    fn for_task<T: Task>(self) -> Result<Self::Output> {
        Ok(programs(&T::SIGNATURE).map(|program| program.name(&T::SIGNATURE)).collect())
    }
}
