//! tract.

use std::cell::RefCell;

use anyhow::{Context, Result};
use npi_format::convert::Checkpoint;
use tract_onnx::prelude::{
    DatumType, Framework as _, InferenceModelExt, IntoRunnable, TValue, Tensor, TypedSimpleState, tvec,
};

use crate::onnx::{Sizes, export};
use crate::{Framework, one_hot};

/// An optimised plan, and what it keeps between runs.
pub struct Tract {
    sizes: Sizes,
    plan: RefCell<TypedSimpleState>,
}

impl Framework for Tract {
    type State = [TValue; 2];
    type Device = ();

    fn new(checkpoint: &Checkpoint, (): ()) -> Result<Self> {
        let model = tract_onnx::onnx().model_for_read(&mut export(checkpoint).as_slice())?;
        let plan = TypedSimpleState::new(&model.into_optimized()?.into_runnable()?)?;
        Ok(Self { sizes: Sizes::of(checkpoint), plan: plan.into() })
    }

    fn fresh(&self) -> Self::State {
        let rest = || Tensor::zero_dt(DatumType::F32, &[1, 1, self.sizes.units]).unwrap_or_default().into();
        [rest(), rest()]
    }

    fn step(&self, rows: &[u32], state: &mut Self::State, scores: &mut [f32]) -> Result<()> {
        let x = Tensor::from_shape(&[1, 1, self.sizes.rows], &one_hot(rows, self.sizes.rows))?;
        let [hidden, cell] = state.clone();
        let outputs = self.plan.borrow_mut().run(tvec!(x.into(), hidden, cell))?;
        let [found, hidden, cell] = outputs.into_vec().try_into().ok().context("expected three outputs")?;
        scores.copy_from_slice(found.view().as_slice::<f32>()?);
        *state = [hidden, cell];
        Ok(())
    }
}
