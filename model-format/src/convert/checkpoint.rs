//! Trained weights, as the safetensors file holds them.

use std::borrow::ToOwned;
use std::collections::HashMap;
use std::string::{String, ToString};
use std::vec::Vec;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};

use super::ConvertError;
use crate::{Precision, Shape, Signature, TENSORS};

/// The key under which the metadata stands: one only, as the format keeps no order among keys.
const KEY: &str = "npi";

/// What a checkpoint says of itself, one JSON value in the file's metadata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The task's name.
    pub task: String,
    /// [`Signature::fingerprint`].
    pub fingerprint: u64,
    /// Units of the LSTM layer.
    pub hidden: usize,
    /// Learned programs.
    pub programs: u8,
    /// Symbols of each observation slot; 0 of a slot that no program sees.
    pub observation: Vec<u8>,
    /// Symbols of each argument slot.
    pub arguments: Vec<u8>,
    /// Whether the frame's arguments are inputs too.
    pub arguments_are_inputs: bool,
    /// How it was trained, in words: seed, updates, with or without counterexamples.
    pub training: String,
    /// In which precision training checked it, and what came of that; none in files older than this entry, and
    /// for weights that nobody checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
}

/// What training says of the blob that it made of the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The precision of the blob.
    pub precision: Precision,
    /// Whether the blob was proven: blobs of other precisions may still be refuted.
    pub proven: bool,
}

impl Metadata {
    /// The metadata of a network of `hidden` units for a task, checked by nobody.
    #[must_use]
    pub fn new(signature: &Signature, hidden: usize, training: String) -> Self {
        Self {
            task: signature.task.to_owned(),
            fingerprint: signature.fingerprint(),
            hidden,
            programs: signature.programs.len() as u8,
            observation: (0..signature.observation.len()).map(|slot| signature.inputs(slot) as u8).collect(),
            arguments: signature.arguments.iter().map(|slot| slot.symbols.len() as u8).collect(),
            arguments_are_inputs: signature.arguments_are_inputs(),
            training,
            checked: None,
        }
    }

    /// The dimensions.
    #[must_use]
    pub fn shape(&self) -> Shape<'_> {
        Shape {
            hidden: self.hidden,
            programs: usize::from(self.programs),
            observation: &self.observation,
            arguments: &self.arguments,
            arguments_are_inputs: self.arguments_are_inputs,
        }
    }

    fn check(&self) -> Result<(), ConvertError> {
        let absurd = || ConvertError::Metadata("empty or absurd dimensions".to_owned());
        self.shape().is_sensible().then_some(()).ok_or_else(absurd)
    }

    /// The shape of each tensor of [`TENSORS`] as trained: gates are gate-major
    /// (all input gates first), matrices `[in, out]`.
    #[must_use]
    pub fn tensor_shapes(&self) -> [Vec<usize>; 4] {
        let shape = self.shape();
        let (gates, outputs) = (shape.gates(), shape.outputs());
        [
            Vec::from([shape.rows(), gates]),
            Vec::from([self.hidden, gates]),
            Vec::from([self.hidden, outputs]),
            Vec::from([outputs]),
        ]
    }
}

/// Metadata and weights, in the order of [`TENSORS`].
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// What the file says of itself.
    pub metadata: Metadata,
    /// The weights, row-major, shaped as [`Metadata::tensor_shapes`] says.
    pub tensors: [Vec<f32>; 4],
}

impl Checkpoint {
    /// Reads a safetensors file's bytes.
    ///
    /// # Errors
    /// A [`ConvertError`] that names the tensor and what is wrong with it.
    pub fn from_safetensors(bytes: &[u8]) -> Result<Self, ConvertError> {
        let unreadable = |error: safetensors::SafeTensorError| ConvertError::Unreadable(error.to_string());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
        let file = SafeTensors::deserialize(bytes).map_err(unreadable)?;
        let metadata = metadata(header.metadata())?;
        let [tables, recurrent, heads, bias] = metadata.tensor_shapes();
        let tensors = [
            tensor(&file, TENSORS[0], tables)?,
            tensor(&file, TENSORS[1], recurrent)?,
            tensor(&file, TENSORS[2], heads)?,
            tensor(&file, TENSORS[3], bias)?,
        ];
        let checkpoint = Self { metadata, tensors };
        checkpoint.check()?;
        Ok(checkpoint)
    }

    /// Checks that the weights are what the metadata says: of sensible dimensions, as many, and finite.
    ///
    /// # Errors
    /// [`ConvertError::Metadata`], [`ConvertError::Shape`] or [`ConvertError::NotFinite`].
    pub fn check(&self) -> Result<(), ConvertError> {
        self.metadata.check()?;
        for ((tensor, weights), expected) in
            TENSORS.into_iter().zip(&self.tensors).zip(self.metadata.tensor_shapes())
        {
            if weights.len() != expected.iter().product::<usize>() {
                return Err(ConvertError::Shape { tensor, expected, found: Vec::from([weights.len()]) });
            }
            if let Some(index) = weights.iter().position(|weight| !weight.is_finite()) {
                return Err(ConvertError::NotFinite { tensor, index });
            }
        }
        Ok(())
    }

    /// The bytes of a safetensors file: the same for the same weights.
    ///
    /// # Errors
    /// [`ConvertError::Metadata`] for dimensions that are not sensible; [`ConvertError::Unreadable`] if the weights
    /// do not fit their shapes.
    pub fn to_safetensors(&self) -> Result<Vec<u8>, ConvertError> {
        self.metadata.check()?;
        let unreadable = |error: safetensors::SafeTensorError| ConvertError::Unreadable(error.to_string());
        let json = serde_json::to_string(&self.metadata)
            .map_err(|error| ConvertError::Metadata(error.to_string()))?;
        let bytes = self.tensors.each_ref().map(|weights| super::little_endian(weights));
        let shaped = TENSORS.iter().zip(self.metadata.tensor_shapes()).zip(&bytes);
        let views: Result<Vec<_>, _> = shaped
            .map(|((name, shape), bytes)| Ok((*name, TensorView::new(Dtype::F32, shape, bytes)?)))
            .collect();
        let header = Some(HashMap::from([(KEY.to_owned(), json)]));
        safetensors::serialize(views.map_err(unreadable)?, header).map_err(unreadable)
    }
}

fn metadata(header: &Option<HashMap<String, String>>) -> Result<Metadata, ConvertError> {
    let text = header.as_ref().and_then(|entries| entries.get(KEY));
    let text = text.ok_or_else(|| ConvertError::Metadata("no such entry".to_owned()))?;
    let metadata: Metadata =
        serde_json::from_str(text).map_err(|error| ConvertError::Metadata(error.to_string()))?;
    metadata.check()?;
    Ok(metadata)
}

fn tensor(
    file: &SafeTensors<'_>,
    name: &'static str,
    expected: Vec<usize>,
) -> Result<Vec<f32>, ConvertError> {
    let view = file.tensor(name).map_err(|_| ConvertError::Missing(name))?;
    if view.dtype() != Dtype::F32 {
        return Err(ConvertError::Type(name, std::format!("{:?}", view.dtype())));
    }
    if view.shape() != expected {
        return Err(ConvertError::Shape { tensor: name, expected, found: view.shape().to_vec() });
    }
    Ok(view.data().as_chunks::<4>().0.iter().map(|word| f32::from_le_bytes(*word)).collect())
}
