//! What a safetensors file says of itself.

use std::borrow::ToOwned;
use std::collections::HashMap;
use std::string::{String, ToString};
use std::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{ConvertError, twin};
use crate::{Counts, Method, Model, Precision, Shape, Signature, Tensor};

/// The key under which the metadata stands: one only, as the format keeps no order among keys.
const KEY: &str = "npi";

/// What a checkpoint says of itself, one JSON value in the file's metadata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Units of the LSTM layer.
    pub hidden: usize,
    /// The tasks whose weights the file holds, in their order there; at least one.
    pub tasks: Vec<TaskMetadata>,
    /// How it was trained, in words: seed, updates, with or without counterexamples.
    pub training: String,
    /// In which precision training checked it, and what came of that; none for weights that nobody checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
}

/// What a checkpoint says of one of its tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskMetadata {
    /// The task's name.
    pub task: String,
    /// [`Signature::fingerprint`].
    pub fingerprint: u64,
    /// Learned programs.
    pub programs: u8,
    /// Symbols of each observation slot; 0 of a slot that no program sees.
    pub observation: Vec<u8>,
    /// Symbols of each argument slot.
    pub arguments: Vec<u8>,
    /// Whether the frame's arguments are inputs too.
    pub arguments_are_inputs: bool,
    /// How each program is proven, if some are by boxes; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
}

/// What training says of the blob that it made of the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The precision of the blob.
    pub precision: Precision,
    /// Whether the blob was proven: blobs of other precisions may still be refuted.
    pub proven: bool,
}

impl TaskMetadata {
    /// What a checkpoint says of a task.
    #[must_use]
    pub fn new(signature: &Signature) -> Self {
        let counts = Counts::of(signature);
        let Shape { programs, observation, arguments, arguments_are_inputs } = counts.shape();
        Self {
            task: signature.task.to_owned(),
            fingerprint: signature.fingerprint(),
            programs,
            observation: observation.to_owned(),
            arguments: arguments.to_owned(),
            arguments_are_inputs,
            methods: Vec::new(),
        }
    }

    /// The counts of its slots and programs.
    #[must_use]
    pub fn shape(&self) -> Shape<'_> {
        Shape {
            programs: self.programs,
            observation: &self.observation,
            arguments: &self.arguments,
            arguments_are_inputs: self.arguments_are_inputs,
        }
    }
}

impl Metadata {
    /// The metadata of a network of `hidden` units for one task, checked by nobody.
    #[must_use]
    pub fn new(signature: &Signature, hidden: usize, training: String) -> Self {
        Self { hidden, tasks: Vec::from([TaskMetadata::new(signature)]), training, checked: None }
    }

    /// Checks that counts are sensible and that no task comes twice.
    pub(super) fn check(&self) -> Result<(), ConvertError> {
        let wrong = |what: &str| Err(ConvertError::Metadata(what.to_owned()));
        if !(1..=Model::MAX_HIDDEN).contains(&self.hidden) {
            return wrong("no hidden units, or absurdly many");
        }
        if !(1..=usize::from(u8::MAX)).contains(&self.tasks.len()) {
            return wrong("no tasks, or absurdly many");
        }
        if !self.tasks.iter().all(|task| task.shape().check(0).is_ok()) {
            return wrong("empty or absurd counts of programs, slots or symbols");
        }
        let names = self.tasks.iter().map(|task| (&task.task[..], task.fingerprint));
        match twin(names) {
            Some(index) => {
                Err(ConvertError::Metadata(std::format!("task `{}` twice", self.tasks[index].task)))
            }
            None => Ok(()),
        }
    }

    /// Reads the metadata in a file's header.
    pub(super) fn read(header: &Option<HashMap<String, String>>) -> Result<Self, ConvertError> {
        let text = header.as_ref().and_then(|entries| entries.get(KEY));
        let text = text.ok_or_else(|| ConvertError::Metadata("no such entry".to_owned()))?;
        let metadata: Self =
            serde_json::from_str(text).map_err(|error| ConvertError::Metadata(error.to_string()))?;
        metadata.check()?;
        Ok(metadata)
    }

    /// The header of a file with this metadata.
    pub(super) fn header(&self) -> Result<HashMap<String, String>, ConvertError> {
        let json = serde_json::to_string(self).map_err(|error| ConvertError::Metadata(error.to_string()))?;
        Ok(HashMap::from([(KEY.to_owned(), json)]))
    }

    /// The dimensions of a tensor as trained; `of` is its task, and counts for nothing if it is the core.
    pub(super) fn dimensions(&self, of: Option<&TaskMetadata>, tensor: Tensor) -> [usize; 2] {
        let of = of.or(self.tasks.first());
        of.map_or([0, 0], |of| tensor.trained(&of.shape(), self.hidden))
    }
}
