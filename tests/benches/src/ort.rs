//! ONNX Runtime, from the library that its wheel brings.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow};
use npi_format::convert::Checkpoint;
use ort::environment::Environment;
use ort::session::{Session, SessionInputValue, SessionInputs};
use ort::value::TensorRef;

use crate::onnx::{Sizes, export};
use crate::{Framework, one_hot};

/// Where `setup.sh` has installed it.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/onnxruntime/lib");

/// A session of one thread.
pub struct OnnxRuntime {
    sizes: Sizes,
    session: RefCell<Session>,
}

impl Framework for OnnxRuntime {
    type State = [Vec<f32>; 2];
    type Device = ();

    fn new(checkpoint: &Checkpoint, (): ()) -> Result<Self> {
        let builder = Session::builder(&environment()?)?.with_intra_threads(1);
        let builder = builder.map_err(|error| anyhow!("{error}"))?;
        let session = { builder }.commit_from_memory(&export(checkpoint))?;
        Ok(Self { sizes: Sizes::of(checkpoint), session: session.into() })
    }

    fn fresh(&self) -> Self::State {
        [vec![0.0; self.sizes.units], vec![0.0; self.sizes.units]]
    }

    fn step(&self, rows: &[u32], [hidden, cell]: &mut Self::State, scores: &mut [f32]) -> Result<()> {
        let x = one_hot(rows, self.sizes.rows);
        let inputs = [tensor(&x)?, tensor(hidden)?, tensor(cell)?].map(SessionInputValue::from);
        let mut session = self.session.borrow_mut();
        let outputs = session.run::<3>(SessionInputs::ValueArray(inputs))?;
        for (index, to) in [scores, hidden, cell].into_iter().enumerate() {
            to.copy_from_slice(outputs[index].try_extract_tensor::<f32>()?.1);
        }
        Ok(())
    }
}

/// A vector as a tensor for one step and one problem.
fn tensor(values: &[f32]) -> ort::Result<TensorRef<'_, f32>> {
    TensorRef::from_array_view(([1, 1, values.len()], values))
}

/// The environment, of which a process has one.
fn environment() -> Result<Environment> {
    static KNOWN: OnceLock<Environment> = OnceLock::new();
    if let Some(known) = KNOWN.get() {
        return Ok(known.clone());
    }
    let library = library(Path::new(FOLDER)).ok().flatten();
    let library = library
        .context("expected ONNX Runtime in target/onnxruntime, found none; hint: tests/benches/setup.sh")?;
    let made = ort::init_from(library)?.build()?;
    Ok(KNOWN.get_or_init(|| made).clone())
}

/// The library below the folder of a virtual environment: `python3.*/site-packages/onnxruntime/capi/libonnxruntime.so.*`.
fn library(folder: &Path) -> Result<Option<PathBuf>> {
    for python in std::fs::read_dir(folder)? {
        for file in std::fs::read_dir(python?.path().join("site-packages/onnxruntime/capi"))? {
            let file = file?;
            if file.file_name().to_string_lossy().starts_with("libonnxruntime.so") {
                return Ok(Some(file.path()));
            }
        }
    }
    Ok(None)
}
