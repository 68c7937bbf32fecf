//! Where a model comes from: a file, or the ones that ship.

use std::borrow::Cow;
use std::path::Path;

use npi_format::convert::{Checkpoint, ConvertError, alone};
use npi_format::{Model, ParseError, Section};
use npi_runtime::Task;

use crate::error::{Context, Result};
use crate::files::{self, Kind};
use crate::record::tasks_of;
use crate::shown::shown;
use crate::tasks::{ForTask, Tasks};

/// A model's file: larger ones are for no machine that the command runs on.
const MODEL: Kind = Kind { most: 64 << 20, start: 8, check: |start| Ok(is_model(start)?) };
/// A file of trained weights: in 32 bits the largest that can be converted to a [`MODEL`].
const WEIGHTS: Kind = Kind { most: 64 << 20, start: 9, check: |start| Ok(is_safetensors(start)?) };

/// A model's bytes and what to call them.
#[derive(Debug, Clone)]
pub struct Blob {
    /// The blob.
    pub bytes: Cow<'static, [u8]>,
    /// Its path as it may be shown, or such as `shipped addition model`.
    pub name: String,
}

impl Blob {
    /// Reads a blob.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn load(path: &Path) -> Result<Self> {
        Ok(Self { bytes: files::read(path, &MODEL)?.into(), name: shown(path) })
    }

    /// Reads a blob; without a path, the model that ships with a task, or with the first.
    ///
    /// # Errors
    /// If the file cannot be read, there is no such task, or no model ships with it.
    pub fn load_or_shipped<R: Tasks>(path: Option<&Path>, task: Option<&str>) -> Result<Self> {
        path.map_or_else(|| R::for_task(R::or_first(task), Shipped), Self::load)
    }

    /// The model that ships with a task.
    ///
    /// # Errors
    /// If none does.
    pub fn shipped<T: Task>() -> Result<Self> {
        let task = T::SIGNATURE.task;
        let bytes = T::MODEL.with_context(|| {
            format!("expected a model, as none ships with task `{task}`; hint: `npi train --task {task}`")
        })?;
        Ok(Self { bytes: bytes.into(), name: format!("shipped {task} model") })
    }

    /// The names of its tasks, in its order; with `asked`, that one alone.
    ///
    /// # Errors
    /// If it is not a model, or does not have the task that is asked for.
    pub fn tasks(&self, asked: Option<&str>) -> Result<Vec<String>> {
        match asked {
            Some(asked) => Ok(vec![self.section(asked)?.task().to_owned()]),
            None => Ok(self.model()?.sections().map(|section| section.task().to_owned()).collect()),
        }
    }

    /// What it holds for a task.
    ///
    /// # Errors
    /// If it is not a model, or does not have the task.
    pub fn section(&self, task: &str) -> Result<Section<'_>> {
        let model = self.model()?;
        model.sections().find(|section| section.task() == task).with_context(|| {
            format!(
                "{}: expected a model of task `{}`, found one of {}",
                self.name,
                shown(task),
                tasks_of(&model)
            )
        })
    }

    /// The blob that holds a task alone: itself, if it holds no other.
    ///
    /// # Errors
    /// As [`Blob::section`].
    pub fn alone(&self, task: &str) -> Result<Self> {
        let bytes = alone(&self.section(task)?);
        let whole = bytes == *self.bytes;
        let name = if whole { self.name.clone() } else { format!("{} without other tasks", self.name) };
        Ok(Self { bytes: bytes.into(), name })
    }

    /// The model in it.
    ///
    /// # Errors
    /// If it is not a model, and why.
    pub fn model(&self) -> Result<Model<'_>> {
        Model::parse(&self.bytes).with_context(|| self.name.clone())
    }
}

struct Shipped;

impl ForTask for Shipped {
    type Output = Blob;

    fn for_task<T: Task>(self) -> Result<Blob> {
        Blob::shipped::<T>()
    }
}

/// Reads trained weights.
///
/// # Errors
/// If the file cannot be read or holds something else.
pub fn weights(path: &Path) -> Result<Checkpoint> {
    Checkpoint::from_safetensors(&files::read(path, &WEIGHTS)?).with_context(|| shown(path))
}

/// Whether a file can be a model, by its magic and its version.
fn is_model(start: &[u8]) -> Result<(), ParseError> {
    match Model::parse(start) {
        Err(error @ (ParseError::Magic | ParseError::Version(_))) => Err(error),
        _ => Ok(()),
    }
}

/// Whether a file can be safetensors: eight bytes of a length, then JSON.
fn is_safetensors(start: &[u8]) -> Result<(), ConvertError> {
    match start.get(8) {
        Some(b'{') => Ok(()),
        _ => Err(ConvertError::Unreadable("something else".to_owned())),
    }
}
