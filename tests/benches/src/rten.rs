//! rten, in its own pool of threads: of one, if the process may use one core.

use anyhow::{Result, anyhow};
use npi_format::convert::Checkpoint;
use rten::{Model, ModelOptions, NodeId, Value};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use crate::onnx::{INPUTS, OUTPUTS, Sizes, export};
use crate::{Framework, one_hot};

/// A model whose weights are packed beforehand.
pub struct Rten {
    sizes: Sizes,
    model: Model,
    inputs: [NodeId; 3],
    outputs: [NodeId; 3],
}

impl Framework for Rten {
    type State = [NdTensor<f32, 3>; 2];
    type Device = ();

    fn new(checkpoint: &Checkpoint, (): ()) -> Result<Self> {
        let model = ModelOptions::with_all_ops().prepack_weights(true).load(export(checkpoint))?;
        let id = |name: &str| model.find_node(name).ok_or_else(|| anyhow!("expected {name}, found none"));
        let ids = |[first, second, third]: [&str; 3]| anyhow::Ok([id(first)?, id(second)?, id(third)?]);
        let (inputs, outputs) = (ids(INPUTS)?, ids(OUTPUTS)?);
        Ok(Self { sizes: Sizes::of(checkpoint), model, inputs, outputs })
    }

    fn fresh(&self) -> Self::State {
        let rest = || NdTensor::full([1, 1, self.sizes.units], 0.0);
        [rest(), rest()]
    }

    fn step(&self, rows: &[u32], [hidden, cell]: &mut Self::State, scores: &mut [f32]) -> Result<()> {
        let x: Value = NdTensor::from_data([1, 1, self.sizes.rows], one_hot(rows, self.sizes.rows)).into();
        let [first, second, third] = self.inputs;
        let inputs = vec![(first, x.into()), (second, hidden.view().into()), (third, cell.view().into())];
        let found = self.model.run_n(inputs, self.outputs, None)?;
        let tensor = |value: Value| value.try_into().map_err(|error| anyhow!("{error:?}"));
        let [found, next_hidden, next_cell] = found.map(tensor);
        let found: NdTensor<f32, 3> = found?;
        scores.copy_from_slice(found.data().unwrap_or_default());
        (*hidden, *cell) = (next_hidden?, next_cell?);
        Ok(())
    }
}
