//! Where a model comes from: a file, or the ones that ship.

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context, Result};
use npi_format::Model;
use npi_runtime::models;

use crate::files;
use crate::shown::shown;

/// A model's bytes and what to call them.
#[derive(Debug, Clone)]
pub struct Blob {
    /// The blob.
    pub bytes: Cow<'static, [u8]>,
    /// Its path as it may be shown, or `shipped addition model`.
    pub name: String,
}

impl Blob {
    /// Reads a blob; without a path, the shipped model of addition.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn load(path: Option<&Path>) -> Result<Self> {
        match path {
            Some(path) => Ok(Self { bytes: files::read(path)?.into(), name: shown(path) }),
            None => Ok(Self { bytes: models::ADDITION.into(), name: "shipped addition model".to_owned() }),
        }
    }

    /// The model in it.
    ///
    /// # Errors
    /// If it is not a model, and why.
    pub fn model(&self) -> Result<Model<'_>> {
        Model::parse(&self.bytes).with_context(|| self.name.clone())
    }
}
