//! One update after another: Adam on a falling rate.

use burn_optim::{AdamConfig, ModuleOptimizer};

use super::model::Npi;
use super::network::{Weights, gradient};
use super::{Grid, Options};
use crate::random::Random;
use crate::sequence::{Layout, Sequence};

/// The learning rate at the start; it falls along a cosine …
const RATE: f64 = 0.03;
/// … to this part of it …
const FLOOR: f64 = 0.05;
/// … within so many updates.
const DECAY: f64 = super::SCHEDULE as f64;

/// The largest norm that a tensor's gradient may have; a larger one is scaled down to it.
const CLIP: f32 = 1.0;

/// A network in training.
pub struct Learner {
    model: Npi,
    /// The model's weights as they are exported.
    weights: Weights,
    optimizer: ModuleOptimizer,
    layouts: Vec<Layout>,
    grid: Option<Grid>,
    /// Whether the recurrent weights stay as they were given.
    frozen: bool,
    updates: usize,
}

impl Learner {
    /// A network for tasks of these layouts, drawn from `random`.
    pub fn new(layouts: Vec<Layout>, options: &Options, random: &mut Random) -> Self {
        let optimizer = AdamConfig::new().with_beta_2(0.99).with_epsilon(1e-8).init();
        let grid = Grid::of(options.precision);
        let (model, weights) =
            Npi::init(&layouts, options.hidden, options.core.as_deref(), random, &options.backend.device())
                .settled(grid.as_ref());
        let frozen = options.core.is_some();
        Self { model, weights, optimizer, layouts, grid, frozen, updates: 0 }
    }

    /// One update on a batch, which has sequences of each task; gives the mean loss of a sequence.
    pub fn update(&mut self, batch: &[Vec<&Sequence>]) -> f32 {
        let scale = 1.0 / batch.iter().map(Vec::len).sum::<usize>() as f32;
        let (mut by, mut loss) = (self.weights.zeros(), 0.0);
        let tasks = self.weights.networks().zip(&self.layouts).zip(&mut by.own).zip(batch);
        for (((network, layout), own), sequences) in tasks {
            let grid = self.grid.as_ref();
            loss += gradient(network, sequences, &layout.heads, grid, scale, (&mut by.recurrent, own));
        }
        if self.frozen {
            by.recurrent.fill(0.0); // Adam takes no step where there never was a gradient
        }
        let gradients = self.model.gradients(by.clipped(CLIP));
        let model = self.optimizer.step(rate(self.updates), self.model.clone(), gradients);
        (self.model, self.weights) = model.settled(self.grid.as_ref());
        self.updates += 1;
        loss
    }

    /// The weights as they are exported.
    pub fn weights(&self) -> Weights {
        self.weights.clone()
    }
}

fn rate(update: usize) -> f64 {
    let phase = (update as f64 / DECAY).min(1.0);
    let cosine = 0.5 * (1.0 + (std::f64::consts::PI * phase).cos());
    RATE * (FLOOR + (1.0 - FLOOR) * cosine)
}
