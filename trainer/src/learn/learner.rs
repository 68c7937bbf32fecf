//! One update: Adam under a cosine, on gradients from plain scores.

use burn::grad_clipping::GradientClippingConfig;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};

use super::dataset::Batch;
use super::model::Npi;
use super::tensors::values;
use super::{Grid, Options};
use crate::random::Random;
use crate::sequence::{Layout, Sequence};

/// The learning rate at the start; it falls along a cosine …
const RATE: f64 = 0.03;
/// … to this part of it …
const FLOOR: f64 = 0.05;
/// … within so many updates.
const DECAY: f64 = super::SCHEDULE as f64;

/// A network in training.
pub struct Learner {
    model: Npi,
    optimizer: ModuleOptimizer,
    layout: Layout,
    grid: Option<Grid>,
    device: Device,
    updates: usize,
}

impl Learner {
    /// A network drawn from `random`.
    pub fn new(layout: &Layout, options: &Options, random: &mut Random) -> Self {
        let device = options.backend.device();
        let optimizer = AdamConfig::new()
            .with_beta_2(0.99)
            .with_epsilon(1e-8)
            .with_grad_clipping(Some(GradientClippingConfig::Norm(1.0)))
            .init();
        let model = Npi::init(layout, options.hidden, random, &device);
        Self {
            model,
            optimizer,
            layout: layout.clone(),
            grid: Grid::of(options.precision),
            device,
            updates: 0,
        }
    }

    /// One update on a batch; gives its loss.
    pub fn update(&mut self, sequences: &[&Sequence]) -> f32 {
        let batch = Batch::new(sequences, &self.layout, &self.device);
        let (scores, _) = self.model.forward(&batch, self.grid.as_ref());
        let (loss, surrogate) = loss(scores, &batch, &self.layout, &self.device);
        let gradients = GradientsParams::from_grads(surrogate.backward(), &self.model);
        let model = self.optimizer.step(rate(self.updates), self.model.clone(), gradients);
        self.model = model.clamped(self.grid.as_ref());
        self.updates += 1;
        loss
    }

    /// The weights as they are exported.
    pub fn weights(&self) -> [Vec<f32>; 4] {
        self.model.weights(self.grid.as_ref())
    }
}

fn rate(update: usize) -> f64 {
    let phase = (update as f64 / DECAY).min(1.0);
    let cosine = 0.5 * (1.0 + (std::f64::consts::PI * phase).cos());
    RATE * (FLOOR + (1.0 - FLOOR) * cosine)
}

/// The mean loss a sequence, and a scalar with the same gradient: the gradient by the scores is
/// simple arithmetic, so it is computed outside of the graph.
fn loss(scores: Tensor<2>, batch: &Batch, layout: &Layout, device: &Device) -> (f32, Tensor<1>) {
    let (dims, plain) = (scores.dims(), values(scores.clone()));
    let (mut slopes, mut total) = (vec![0.0; plain.len()], 0.0);
    let lines = plain.chunks_exact(dims[1]).zip(slopes.chunks_exact_mut(dims[1]));
    for ((scores, slopes), targets) in lines.zip(batch.targets.chunks_exact(layout.heads.len())) {
        total += step_loss(scores, slopes, targets, &layout.heads);
    }
    let scale = 1.0 / batch.size as f32;
    slopes.iter_mut().for_each(|slope| *slope *= scale);
    let slopes = Tensor::<2>::from_data(TensorData::new(slopes, dims), device);
    (total * scale, (scores * slopes).sum())
}

/// The loss of one step, summed over its heads; writes the gradient by each score.
fn step_loss(scores: &[f32], slopes: &mut [f32], targets: &[Option<u16>], heads: &[usize]) -> f32 {
    let (mut loss, mut start) = (0.0, 0);
    for (&width, target) in heads.iter().zip(targets) {
        let range = start..start + width;
        start += width;
        if let Some(target) = target {
            loss += head_loss(&scores[range.clone()], &mut slopes[range], usize::from(*target));
        }
    }
    loss
}

/// Cross-entropy of one head: of a sigmoid for a single score, of a softmax for more.
fn head_loss(scores: &[f32], slopes: &mut [f32], target: usize) -> f32 {
    if let [score] = scores {
        let sign = if target == 1 { 1.0 } else { -1.0 };
        let wrong = 1.0 / (1.0 + (sign * score).exp());
        slopes[0] = -sign * wrong;
        return -(1.0 - wrong).max(f32::MIN_POSITIVE).ln();
    }
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    for (slope, score) in slopes.iter_mut().zip(scores) {
        *slope = (score - top).exp() / sum;
    }
    let right = slopes[target];
    slopes[target] -= 1.0;
    -right.max(f32::MIN_POSITIVE).ln()
}
