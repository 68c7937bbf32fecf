//! A checkpoint's weights, as frameworks take them.

use npi_format::Tensor;
use npi_format::convert::Checkpoint;

/// A checkpoint's tensors as matrices, row-major, each with its height and width; the bias is one row.
pub fn matrices(checkpoint: &Checkpoint) -> [(Vec<f32>, [usize; 2]); 4] {
    let (task, [tables, heads, bias]) = (&checkpoint.metadata.tasks[0], &checkpoint.own[0]);
    Tensor::ALL.map(|tensor| {
        let weights = match tensor {
            Tensor::Tables => tables,
            Tensor::Recurrent => &checkpoint.recurrent,
            Tensor::Heads => heads,
            Tensor::Bias => bias,
        };
        (weights.clone(), tensor.trained(&task.shape(), checkpoint.metadata.hidden))
    })
}
