//! Boxes as they are learned: a centre and a radius for each side.

use npi_format::{Bounds, HIDDEN_FRACTION};
use npi_runtime::kernel::CELL_FRACTION;

use super::cell::scale;
use super::recipe::Recipe;
use crate::error::{Result, ensure};
use crate::random::Random;

/// Between which the numbers of [`Sides`] stay, kind by kind: centres where states can be, radii of at least a grid's point and of at
/// most half of all.
const LIMITS: [[f32; 2]; 4] = [
    [-1.0, 1.0],
    [0.008 / Sides::RADIUS_RATE, 1.0 / Sides::RADIUS_RATE],
    [-8.0, 8.0],
    [0.004 / Sides::RADIUS_RATE, 4.0 / Sides::RADIUS_RATE],
];

/// One number for each side of a task's boxes, box after box, `[boxes, H]` each: the boxes themselves, or the gradient by them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sides([Vec<f32>; 4]);

impl Sides {
    /// Radii are learned by so much of the rate of all else: a box that shrinks too fast leaves its images nowhere to go. They are
    /// kept divided by it, as Adam's steps know no other rates.
    pub const RADIUS_RATE: f32 = 0.3;

    /// Draws so many sides of boxes as a recipe says.
    #[must_use]
    pub fn drawn(sides: usize, recipe: Recipe, random: &mut Random) -> Self {
        let mut centres = |centre: f32| -> Vec<f32> {
            let drawn = (0..sides).map(|_| random.uniform(centre));
            drawn.map(|drawn| if recipe.codes { centre.copysign(drawn) } else { drawn }).collect()
        };
        let [hidden, cell] = recipe.centres.map(&mut centres);
        let [hidden_radii, cell_radii] = recipe.radii.map(|radius| vec![radius / Self::RADIUS_RATE; sides]);
        Self([hidden, hidden_radii, cell, cell_radii])
    }

    /// As many zeros.
    #[must_use]
    pub fn zeros(&self) -> Self {
        Self(self.0.each_ref().map(|numbers| vec![0.0; numbers.len()]))
    }

    /// Centres and radii: of the hidden states, then of the cell states.
    #[must_use]
    pub fn numbers_mut(&mut self) -> &mut [Vec<f32>; 4] {
        &mut self.0
    }

    /// Brings every number to where it may be.
    pub fn limit(&mut self) {
        for (numbers, [least, most]) in self.0.iter_mut().zip(LIMITS) {
            numbers.iter_mut().for_each(|number| *number = number.clamp(least, most));
        }
    }

    /// The numbers of one box of so many units.
    #[must_use]
    pub fn of(&mut self, number: usize, units: usize) -> Side<'_> {
        Side { numbers: self.0.each_mut().map(|numbers| &mut numbers[number * units..][..units]) }
    }

    /// Takes over bounds, as many as there are sides; one that holds no state becomes as narrow as a side may be.
    ///
    /// # Errors
    /// If there are more or fewer.
    pub fn take(&mut self, bounds: &[Bounds]) -> Result<()> {
        let (expected, found) = (self.0[0].len(), bounds.len());
        ensure!(expected == found, "expected boxes of {expected} bounds, found {found}");
        let side = |low: f32, high: f32, fraction: u32| {
            [(low + high) / 2.0, (high - low) / 2.0 / Self::RADIUS_RATE]
                .map(|number| number / scale(fraction))
        };
        for (index, Bounds { hidden, cell }) in bounds.iter().enumerate() {
            let [low, high] = hidden.map(f32::from);
            [self.0[0][index], self.0[1][index]] = side(low, high, HIDDEN_FRACTION);
            let [low, high] = cell.map(f32::from);
            [self.0[2][index], self.0[3][index]] = side(low, high, CELL_FRACTION);
        }
        self.limit();
        Ok(())
    }

    /// The bounds of all boxes, on the device's grids.
    #[must_use]
    pub fn bounds(&self) -> Vec<Bounds> {
        let [hidden_centres, hidden_radii, cell_centres, cell_radii] = &self.0;
        let ends = |centre: f32, radius: f32, fraction: u32| {
            [-1.0, 1.0].map(|sign| {
                ((centre + sign * radius * Self::RADIUS_RATE) * scale(fraction)).round_ties_even() as i16
            })
        };
        let hidden = hidden_centres.iter().zip(hidden_radii);
        let cell = cell_centres.iter().zip(cell_radii);
        let side =
            |((&hidden, &hidden_radius), (&cell, &cell_radius)): ((&f32, &f32), (&f32, &f32))| Bounds {
                hidden: ends(hidden, hidden_radius, HIDDEN_FRACTION).map(|end| end.clamp(-127, 127) as i8),
                cell: ends(cell, cell_radius, CELL_FRACTION),
            };
        hidden.zip(cell).map(side).collect()
    }
}

/// One number for each side of one box: the box itself, or a gradient by it.
pub struct Side<'s> {
    /// Centre and radius of the hidden states, centre and radius of the cell states.
    pub numbers: [&'s mut [f32]; 4],
}

impl Side<'_> {
    /// Adds the gradient by a box's bounds: they are its centre less and plus its radius.
    pub fn add(self, hidden: &[Vec<f32>; 2], cell: &[Vec<f32>; 2]) {
        let [hidden_centre, hidden_radius, cell_centre, cell_radius] = self.numbers;
        for (ends, centre, radius) in
            [(hidden, hidden_centre, hidden_radius), (cell, cell_centre, cell_radius)]
        {
            let lines = ends[0].iter().zip(&ends[1]).zip(centre.iter_mut().zip(radius));
            for ((low, high), (centre, radius)) in lines {
                *centre += low + high;
                *radius += (high - low) * Sides::RADIUS_RATE;
            }
        }
    }
}
