//! Trained weights, as the safetensors file holds them.

use std::borrow::ToOwned;
use std::string::{String, ToString};
use std::vec::Vec;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use super::{ConvertError, Metadata, TaskMetadata, boxes, tensors};
use crate::{Bounds, Signature, Tensor};

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
    /// Each task's boxes, in the metadata's order: the bounds of every unit, box after box; none of a task without. They are
    /// those of the blob of the precision in which the weights were [checked](Metadata::checked), and of no other.
    pub boxes: Vec<Vec<Bounds>>,
}

/// The name of a tensor in a safetensors file: a task's own tensors have the task's name in front, the core's have none.
#[must_use]
pub fn file_name(task: Option<&str>, tensor: Tensor) -> String {
    match task {
        Some(task) => std::format!("{task}.{}", tensor.name()),
        None => tensor.name().to_owned(),
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
        Self { metadata, recurrent, own: Vec::from([[tables, heads, bias]]), boxes: Vec::from([Vec::new()]) }
    }

    /// Reads a safetensors file's bytes.
    ///
    /// # Errors
    /// A [`ConvertError`] that names the tensor and what is wrong with it.
    pub fn from_safetensors(bytes: &[u8]) -> Result<Self, ConvertError> {
        let unreadable = |error: safetensors::SafeTensorError| ConvertError::Unreadable(error.to_string());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
        let file = SafeTensors::deserialize(bytes).map_err(unreadable)?;
        let metadata = Metadata::read(header.metadata())?;
        let read = |of: Option<&TaskMetadata>, tensor| {
            let name = file_name(of.map(|of| &of.task[..]), tensor);
            read_tensor(&file, name, metadata.dimensions(of, tensor), tensor)
        };
        let recurrent = read(None, Tensor::Recurrent)?;
        let own = |of| {
            let [tables, heads, bias] = Tensor::OWN;
            Ok([read(Some(of), tables)?, read(Some(of), heads)?, read(Some(of), bias)?])
        };
        let own = metadata.tasks.iter().map(own).collect::<Result<_, _>>()?;
        let boxes = metadata.tasks.iter().map(|of| boxes::read(&file, of, metadata.hidden));
        let boxes = boxes.collect::<Result<_, _>>()?;
        let checkpoint = Self { metadata, recurrent, own, boxes };
        checkpoint.check()?;
        Ok(checkpoint)
    }

    /// Lists the tensors with their names in a file, dimensions as trained, and weights: the core's, then each task's own.
    pub(super) fn named(&self) -> impl Iterator<Item = (String, Tensor, [usize; 2], &[f32])> {
        let weights = core::iter::once(&self.recurrent).chain(self.own.iter().flatten());
        tensors(&self.metadata).zip(weights).map(|((of, tensor), weights)| {
            let name = file_name(of.map(|of| &of.task[..]), tensor);
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
        let tasks = self.metadata.tasks.len();
        if self.own.len() != tasks || self.boxes.len() != tasks {
            return Err(ConvertError::Metadata("other tasks than there are weights for".to_owned()));
        }
        for (name, tensor, [rows, columns], weights) in self.named() {
            if weights.len() != rows * columns {
                let (expected, found) = (dimensions(tensor, [rows, columns]), Vec::from([weights.len()]));
                return Err(ConvertError::Shape { tensor: name, expected, found });
            }
        }
        let mut boxes = self.metadata.tasks.iter().zip(&self.boxes);
        boxes.try_for_each(|(of, bounds)| boxes::check(of, bounds, self.metadata.hidden))
    }

    /// The bytes of a safetensors file: the same for the same weights.
    ///
    /// # Errors
    /// [`ConvertError::Metadata`] or [`ConvertError::Shape`]; weights that are not finite can be written.
    pub fn to_safetensors(&self) -> Result<Vec<u8>, ConvertError> {
        self.check_dimensions()?;
        let unreadable = |error: safetensors::SafeTensorError| ConvertError::Unreadable(error.to_string());
        let boxes = boxes::stored(&self.metadata, &self.boxes);
        let bytes: Vec<_> = self.named().map(|(.., weights)| super::little_endian(weights)).collect();
        let views: Result<Vec<_>, _> = self
            .named()
            .zip(&bytes)
            .map(|((name, tensor, shape, _), bytes)| {
                Ok((name, TensorView::new(Dtype::F32, dimensions(tensor, shape), bytes)?))
            })
            .chain(boxes.iter().map(boxes::view))
            .collect();
        safetensors::serialize(views.map_err(unreadable)?, Some(self.metadata.header()?)).map_err(unreadable)
    }
}

/// A bias is a line in a file, and no matrix.
fn dimensions(tensor: Tensor, [rows, columns]: [usize; 2]) -> Vec<usize> {
    if tensor == Tensor::Bias { Vec::from([columns]) } else { Vec::from([rows, columns]) }
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
