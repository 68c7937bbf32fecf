//! One update after another: Adam on a falling rate.

use burn_optim::{AdamConfig, ModuleOptimizer};
use npi_format::convert::Checkpoint;

use super::curriculum::Lesson;
use super::interval::{self, Weight};
use super::model::Parameters;
use super::network::{Network, gradient};
use super::recipe::Recipe;
use super::weights::{Own, Weights};
use super::{Grid, Options};
use crate::error::Result;
use crate::random::Random;
use crate::sequence::Layout;

/// How the learning rate falls, along a cosine, and when a network that is not proven is given up for a new draw.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Schedule {
    /// The learning rate of the first update.
    pub first: f64,
    /// The learning rate of the last one.
    pub last: f64,
    /// Updates of a draw.
    pub updates: usize,
}

impl Schedule {
    /// The schedule of all trainings.
    pub const USUAL: Self = Self { first: 0.03, last: 0.03 * FLOOR, updates: 6000 };

    /// The learning rate of an update, counted from 0 in its draw.
    #[must_use]
    pub fn rate(&self, update: usize) -> f64 {
        let phase = (update as f64 / self.updates as f64).min(1.0);
        let cosine = 0.5 * (1.0 + (std::f64::consts::PI * phase).cos());
        self.first * (FLOOR + (1.0 - FLOOR) * cosine)
    }
}

/// The part of the first learning rate that is left at the end.
const FLOOR: f64 = 0.05;

/// The largest norm that a tensor's gradient may have; a larger one is scaled down to it.
const CLIP: f32 = 1.0;

/// What a state outside of its box costs in the end …
const HINGE: f32 = 10.0;
/// … and at the start, as a part of that; between, it grows with the square of the updates.
const HINGE_AT_FIRST: f32 = 0.001;

/// A network in training.
pub struct Learner {
    parameters: Parameters,
    /// The parameters as they are exported: on the grid.
    weights: Weights,
    optimizer: ModuleOptimizer,
    layouts: Vec<Layout>,
    grid: Option<Grid>,
    recipe: Recipe,
    /// Whether the recurrent weights stay as they were given.
    frozen: bool,
    updates: usize,
}

impl Learner {
    /// A network for tasks of these layouts, drawn from `random`.
    pub fn new(layouts: Vec<Layout>, options: &Options, random: &mut Random) -> Self {
        let optimizer = AdamConfig::new().with_beta_2(0.99).with_epsilon(1e-8).init();
        let (grid, recipe) = (Grid::of(options.precision), options.prover.recipe());
        let mut drawn = Weights::drawn(&layouts, options.hidden, (options.core.as_deref(), recipe), random);
        let weights = drawn.settled(grid.as_ref());
        let parameters = Parameters::new(drawn.flat(), &options.backend.device());
        let frozen = options.core.is_some();
        Self { parameters, weights, optimizer, layouts, grid, recipe, frozen, updates: 0 }
    }

    /// Takes over weights of the same sizes, and the boxes of those tasks of which `boxes` says so; Adam's moments begin anew.
    ///
    /// # Errors
    /// If the sizes are others.
    pub fn take(&mut self, from: &Checkpoint, boxes: impl Fn(usize) -> bool) -> Result<()> {
        let mut taken = self.weights.clone();
        taken.take(from, boxes)?;
        self.weights = taken.settled(self.grid.as_ref());
        self.parameters = self.parameters.clone().brought(|_| taken.flat());
        Ok(())
    }

    /// One update on a batch, which has a lesson of each task; gives the mean loss of a sequence, and that of an obligation of each
    /// program that is proven by boxes.
    pub fn update(&mut self, batch: &[Lesson<'_>]) -> f32 {
        let sequences = batch.iter().map(|lesson| lesson.sequences.len()).sum::<usize>();
        let scale = 1.0 / sequences.max(1) as f32;
        let (mut by, mut loss) = (self.weights.zeros(), 0.0);
        let tasks = self.weights.networks().zip(&self.layouts).zip(&mut by.own).zip(batch);
        for (((network, layout), own), lesson) in tasks {
            let (grid, heads) = (self.grid.as_ref(), &layout.heads);
            loss += gradient(network, &lesson.sequences, heads, grid, scale, (&mut by.recurrent, own));
            loss += self.boxes(network, layout, lesson, (&mut by.recurrent, own));
        }
        if self.frozen {
            by.recurrent.fill(0.0); // Adam takes no step where there never was a gradient
        }
        self.step(by.clipped(CLIP));
        loss
    }

    /// Lets Adam step the parameters, and brings them to where they may be.
    fn step(&mut self, by: Weights) {
        let mut free = by.clone(); // of the right sizes
        let gradients = self.parameters.gradients(by.flat());
        let stepped =
            self.optimizer.step(Schedule::USUAL.rate(self.updates), self.parameters.clone(), gradients);
        let (weights, grid) = (&mut self.weights, self.grid.as_ref());
        self.parameters = stepped.brought(|values| {
            free.set(&values);
            *weights = free.settled(grid);
            free.flat()
        });
        self.updates += 1;
    }

    /// The mean loss of the obligations of each program that is proven by boxes, in all; adds its gradient.
    fn boxes(
        &self,
        network: Network<'_>,
        layout: &Layout,
        lesson: &Lesson<'_>,
        (core, own): (&mut [f32], &mut Own),
    ) -> f32 {
        let Some(grid) = &self.grid else { return 0.0 }; // boxes are of integer networks alone
        let bounds = network.boxes().bounds();
        let risen = (self.updates as f32 / self.recipe.ramp).min(1.0);
        let hinge = HINGE * (risen * risen + HINGE_AT_FIRST);
        let mut loss = 0.0;
        for steps in &lesson.obligations {
            let weight = Weight { scale: 1.0 / steps.len().max(1) as f32, hinge, lead: self.recipe.lead };
            for step in steps {
                loss +=
                    interval::gradient(network, step, &bounds, (&layout.heads, grid), weight, (core, own));
            }
        }
        loss
    }

    /// The weights as they are exported.
    pub fn weights(&self) -> Weights {
        self.weights.clone()
    }
}
