//! The parameters as a burn module: burn holds them and steps them by Adam.
//!
//! They are one tensor: Adam knows each number for itself, and on the network's small matrices burn would spend more time on their number
//! than on what is in them.

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor, TensorData};
use burn_optim::GradientsParams;

/// All trainable numbers, one after another.
#[derive(Module, Debug)]
pub struct Parameters {
    all: Param<Tensor<1>>,
}

impl Parameters {
    /// Parameters of these values.
    #[must_use]
    pub fn new(values: Vec<f32>, device: &Device) -> Self {
        let count = values.len();
        Self { all: Param::from_data(TensorData::new(values, [count]), device) }
    }

    /// A gradient in the form that burn's optimizers take.
    #[must_use]
    pub fn gradients(&self, by: Vec<f32>) -> GradientsParams {
        let data = TensorData::new(by, self.all.dims());
        let mut gradients = GradientsParams::new();
        gradients.register(self.all.id, Tensor::<1>::from_data(data, &self.all.device().inner()));
        gradients
    }

    /// The parameters, brought to where `bring` wants them.
    #[must_use]
    pub fn brought(self, bring: impl FnOnce(Vec<f32>) -> Vec<f32>) -> Self {
        let bring = std::cell::Cell::new(Some(bring));
        let all = self.all.map(|tensor| {
            let (dims, device) = (tensor.dims(), tensor.device().inner());
            // Nothing else holds the tensor here, so that its values are moved and not copied one by one.
            let mut values: Vec<f32> =
                tensor.inner().into_data().try_into_vec().expect("the backend's floats are f32");
            if let Some(bring) = bring.take() {
                values = bring(values);
            }
            Tensor::from_inner(Tensor::from_data(TensorData::new(values, dims), &device)).require_grad()
        });
        Self { all }
    }
}
