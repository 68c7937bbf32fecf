//! Between burn's tensors and plain numbers.

use burn::tensor::Tensor;

/// A tensor's values, row-major, outside of the graph.
pub fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = tensor.detach().into_data();
    data.try_into_vec().unwrap_or_default() // every tensor here is f32
}
