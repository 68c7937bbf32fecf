//! Scales of the curves: whole decades for what is counted and for losses, round steps for updates.

/// A logarithmic scale of whole decades. Zero is no point of it: whoever draws has a strip of its own for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decades {
    /// The power of ten at the lower end …
    least: i32,
    /// … and at the upper one.
    most: i32,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// In the strip for zero.
    Zero,
    /// On the scale: 0 at its lower end, 1 at its upper one.
    At(f64),
}

impl Decades {
    /// The scale that holds all of some values; of none but zeros, from 1 to 10.
    #[must_use]
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let powers = values.filter(|&value| value > 0.0 && value.is_finite()).map(f64::log10);
        let (low, high) = powers
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), power| (low.min(power), high.max(power)));
        if low > high {
            return Self { least: 0, most: 1 };
        }
        let least = low.floor() as i32;
        Self { least, most: (high.ceil() as i32).max(least + 1) }
    }

    /// Where a value stands; one that is no number, in the strip.
    #[must_use]
    pub fn place(&self, value: f64) -> Place {
        if value > 0.0 { Place::At(self.part(value.log10())) } else { Place::Zero }
    }

    /// Where a power of ten stands.
    fn part(&self, power: f64) -> f64 {
        (power - f64::from(self.least)) / f64::from(self.most - self.least)
    }

    /// Each decade's place and label, from below.
    pub fn ticks(&self) -> impl Iterator<Item = (f64, String)> {
        let scale = *self;
        (scale.least..=scale.most).map(move |power| (scale.part(f64::from(power)), label(power)))
    }

    /// The places of 2 to 9 times each decade.
    pub fn between(&self) -> impl Iterator<Item = f64> {
        let scale = *self;
        let times = |power| (2..10).map(move |times| f64::from(power) + f64::from(times).log10());
        (scale.least..scale.most).flat_map(times).map(move |power| scale.part(power))
    }
}

/// A power of ten as people write it.
fn label(power: i32) -> String {
    match power {
        0..=5 => 10_u32.pow(power.unsigned_abs()).to_string(),
        -3..=-1 => format!("{:.*}", power.unsigned_abs() as usize, 10_f64.powi(power)),
        _ => {
            let digits = power.to_string().replace('-', "⁻");
            let raise = |digit: char| {
                digit.to_digit(10).and_then(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize)).unwrap_or(digit)
            };
            format!("10{}", digits.chars().map(raise).collect::<String>())
        }
    }
}

/// Whole numbers from 0 to at most `last`, round and equally far apart, no more than `most` beside 0.
#[must_use]
pub fn steps(last: usize, most: usize) -> Vec<usize> {
    let sizes = (0..).flat_map(|power| [1, 2, 5].map(|times| times * 10_usize.pow(power)));
    let step = sizes.take(57).find(|step| last / step <= most.max(1)).unwrap_or(last.max(1));
    (0..=last / step).map(|index| index * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values stand between whole decades, zero beside them.
    #[test]
    fn decades_hold_all_values() {
        let scale = Decades::of([0.0, 3.0, 24_824.0].into_iter());
        let ticks: Vec<_> = scale.ticks().map(|(_, label)| label).collect();
        assert_eq!(ticks, ["1", "10", "100", "1000", "10000", "100000"]);
        assert_eq!((scale.place(1.0), scale.place(0.0)), (Place::At(0.0), Place::Zero));
        assert_eq!((scale.place(f64::NAN), scale.place(1e5)), (Place::Zero, Place::At(1.0)));
        assert_eq!(Decades::of([0.0].into_iter()), Decades { least: 0, most: 1 });
        assert_eq!(Decades::of([10.0].into_iter()), Decades { least: 1, most: 2 });
        assert_eq!(Decades::of([1.0].into_iter()).between().count(), 8);
    }

    /// Labels are what people write: no integer has a point.
    #[test]
    fn labels_are_plain() {
        let labels = [-4, -3, -1, 0, 5, 6].map(label);
        assert_eq!(labels, ["10⁻⁴", "0.001", "0.1", "1", "100000", "10⁶"]);
    }

    /// Updates are counted in round steps.
    #[test]
    fn steps_are_round() {
        assert_eq!(steps(800, 4), [0, 200, 400, 600, 800]);
        assert_eq!(steps(1000, 4), [0, 500, 1000]);
        assert_eq!(steps(30_000, 6), [0, 5000, 10_000, 15_000, 20_000, 25_000, 30_000]);
        assert_eq!((steps(0, 5), steps(1, 5)), (vec![0], vec![0, 1]));
    }
}
