//! Trained weights, as the safetensors file holds them.

use std::borrow::ToOwned;
use std::collections::HashMap;
use std::string::{String, ToString};
use std::vec::Vec;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};

use super::{ConvertError, tensors};
use crate::{Counts, Model, Precision, Shape, Signature, Tensor};

/// The key under which the metadata stands: one only, as the format keeps no order among keys.
const KEY: &str = "npi";

/// What a checkpoint says of itself, one JSON value in the file's metadata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Units of the LSTM layer.
    pub hidden: usize,
    /// Its tasks, at least one.
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

    fn check(&self) -> Result<(), ConvertError> {
        let wrong = |what: &str| Err(ConvertError::Metadata(what.to_owned()));
        if !(1..=Model::MAX_HIDDEN).contains(&self.hidden) {
            return wrong("no hidden units, or absurdly many");
        }
        if !(1..=usize::from(u8::MAX)).contains(&self.tasks.len()) {
            return wrong("no tasks, or absurdly many");
        }
        if !self.tasks.iter().all(|task| task.shape().is_sensible()) {
            return wrong("empty or absurd counts of programs, slots or symbols");
        }
        let twin =
            |index: usize| self.tasks[..index].iter().any(|other| other.task == self.tasks[index].task);
        if (0..self.tasks.len()).any(twin) { wrong("a task twice") } else { Ok(()) }
    }

    /// The dimensions of a tensor as trained; `of` is its task, and counts for nothing if it is the core.
    fn dimensions(&self, of: Option<&TaskMetadata>, tensor: Tensor) -> [usize; 2] {
        let of = of.or(self.tasks.first());
        of.map_or([0, 0], |of| tensor.trained(&of.shape(), self.hidden))
    }
}

/// The weights that are a task's own, in the order of [`Tensor::OWN`], row-major.
pub type Own = [Vec<f32>; 3];

/// Metadata and weights, row-major, of the dimensions that [`Tensor::trained`] gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// What the file says of itself.
    pub metadata: Metadata,
    /// The recurrent weights.
    pub recurrent: Vec<f32>,
    /// Each task's own weights, in the metadata's order.
    pub own: Vec<Own>,
}

/// The name of a tensor in a safetensors file: a task's own tensors have the task's name in front.
#[must_use]
pub fn file_name(task: &str, tensor: Tensor) -> String {
    match tensor {
        Tensor::Recurrent => tensor.name().to_owned(),
        own => std::format!("{task}.{}", own.name()),
    }
}

impl Checkpoint {
    /// A checkpoint of one task in which every weight is what `weight` gives: tensor after tensor in the order of
    /// [`Tensor::ALL`], row after row. For networks that nobody has trained.
    #[must_use]
    pub fn drawn(signature: &Signature, hidden: usize, mut weight: impl FnMut() -> f32) -> Self {
        let metadata = Metadata::new(signature, hidden, "none".to_owned());
        let [tables, recurrent, heads, bias] = Tensor::ALL.map(|tensor| {
            let [rows, columns] = metadata.dimensions(None, tensor);
            (0..rows * columns).map(|_| weight()).collect()
        });
        Self { metadata, recurrent, own: Vec::from([[tables, heads, bias]]) }
    }

    /// Reads a safetensors file's bytes.
    ///
    /// # Errors
    /// A [`ConvertError`] that names the tensor and what is wrong with it.
    pub fn from_safetensors(bytes: &[u8]) -> Result<Self, ConvertError> {
        let unreadable = |error: safetensors::SafeTensorError| ConvertError::Unreadable(error.to_string());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
        let file = SafeTensors::deserialize(bytes).map_err(unreadable)?;
        let metadata = metadata(header.metadata())?;
        let read = |of: Option<&TaskMetadata>, tensor| {
            let name = file_name(of.map_or("", |of| &of.task), tensor);
            read_tensor(&file, name, metadata.dimensions(of, tensor), tensor)
        };
        let recurrent = read(None, Tensor::Recurrent)?;
        let own = |of| {
            let [tables, heads, bias] = Tensor::OWN;
            Ok([read(Some(of), tables)?, read(Some(of), heads)?, read(Some(of), bias)?])
        };
        let own = metadata.tasks.iter().map(own).collect::<Result<_, _>>()?;
        let checkpoint = Self { metadata, recurrent, own };
        checkpoint.check()?;
        Ok(checkpoint)
    }

    /// Its tensors with their names in a file: the core, then each task's own.
    pub(super) fn named(&self) -> impl Iterator<Item = (String, Tensor, [usize; 2], &[f32])> {
        let weights = core::iter::once(&self.recurrent).chain(self.own.iter().flatten());
        tensors(&self.metadata).zip(weights).map(|((of, tensor), weights)| {
            let name = file_name(of.map_or("", |of| &of.task), tensor);
            (name, tensor, self.metadata.dimensions(of, tensor), &weights[..])
        })
    }

    /// Checks that the weights are what the metadata says: of sensible dimensions, as many, and finite.
    ///
    /// # Errors
    /// [`ConvertError::Metadata`], [`ConvertError::Shape`] or [`ConvertError::NotFinite`].
    pub fn check(&self) -> Result<(), ConvertError> {
        self.check_dimensions()?;
        for (tensor, _, _, weights) in self.named() {
            if let Some(index) = weights.iter().position(|weight| !weight.is_finite()) {
                return Err(ConvertError::NotFinite { tensor, index });
            }
        }
        Ok(())
    }

    fn check_dimensions(&self) -> Result<(), ConvertError> {
        self.metadata.check()?;
        if self.own.len() != self.metadata.tasks.len() {
            return Err(ConvertError::Metadata("other tasks than there are weights for".to_owned()));
        }
        for (name, tensor, [rows, columns], weights) in self.named() {
            if weights.len() != rows * columns {
                let (expected, found) = (dimensions(tensor, [rows, columns]), Vec::from([weights.len()]));
                return Err(ConvertError::Shape { tensor: name, expected, found });
            }
        }
        Ok(())
    }

    /// The bytes of a safetensors file: the same for the same weights.
    ///
    /// # Errors
    /// [`ConvertError::Metadata`] or [`ConvertError::Shape`]; weights that are not finite can be written.
    pub fn to_safetensors(&self) -> Result<Vec<u8>, ConvertError> {
        self.check_dimensions()?;
        let unreadable = |error: safetensors::SafeTensorError| ConvertError::Unreadable(error.to_string());
        let json = serde_json::to_string(&self.metadata)
            .map_err(|error| ConvertError::Metadata(error.to_string()))?;
        let bytes: Vec<_> = self.named().map(|(.., weights)| super::little_endian(weights)).collect();
        let views: Result<Vec<_>, _> = self
            .named()
            .zip(&bytes)
            .map(|((name, tensor, shape, _), bytes)| {
                Ok((name, TensorView::new(Dtype::F32, dimensions(tensor, shape), bytes)?))
            })
            .collect();
        let header = Some(HashMap::from([(KEY.to_owned(), json)]));
        safetensors::serialize(views.map_err(unreadable)?, header).map_err(unreadable)
    }
}

/// A bias is a line in a file, and no matrix.
fn dimensions(tensor: Tensor, [rows, columns]: [usize; 2]) -> Vec<usize> {
    if tensor == Tensor::Bias { Vec::from([columns]) } else { Vec::from([rows, columns]) }
}

fn metadata(header: &Option<HashMap<String, String>>) -> Result<Metadata, ConvertError> {
    let text = header.as_ref().and_then(|entries| entries.get(KEY));
    let text = text.ok_or_else(|| ConvertError::Metadata("no such entry".to_owned()))?;
    let metadata: Metadata =
        serde_json::from_str(text).map_err(|error| ConvertError::Metadata(error.to_string()))?;
    metadata.check()?;
    Ok(metadata)
}

fn read_tensor(
    file: &SafeTensors<'_>,
    name: String,
    expected: [usize; 2],
    tensor: Tensor,
) -> Result<Vec<f32>, ConvertError> {
    let Ok(view) = file.tensor(&name) else { return Err(ConvertError::Missing(name)) };
    if view.dtype() != Dtype::F32 {
        return Err(ConvertError::Type(name, std::format!("{:?}", view.dtype())));
    }
    let expected = dimensions(tensor, expected);
    if view.shape() != expected {
        return Err(ConvertError::Shape { tensor: name, expected, found: view.shape().to_vec() });
    }
    Ok(view.data().as_chunks::<4>().0.iter().map(|word| f32::from_le_bytes(*word)).collect())
}
