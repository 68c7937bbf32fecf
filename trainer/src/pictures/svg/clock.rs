//! When things happen, and where: times and lengths as CSS has them, in integers so that they are the same everywhere.

/// How long a step lasts, in milliseconds.
pub(super) const STEP: usize = 650;
/// How long the end stays.
const REST: usize = 4500;

/// When things happen.
pub(super) struct Clock {
    pub(super) steps: usize,
}

impl Clock {
    /// The length of one round.
    pub(super) fn total(&self) -> usize {
        self.steps * STEP + REST
    }

    /// A time as a percentage of a round.
    pub(super) fn percent(&self, time: usize) -> String {
        percent(time, self.total())
    }
}

/// A ratio in percent, three places after the point.
fn percent(part: usize, whole: usize) -> String {
    decimal(part * 100_000 / whole.max(1), 3) + "%"
}

/// Milliseconds in CSS.
pub(super) fn seconds(milliseconds: usize) -> String {
    decimal(milliseconds, 3) + "s"
}

/// Hundredths of a pixel, in pixels.
pub(super) fn pixels(hundredths: usize) -> String {
    decimal(hundredths, 2)
}

/// A number of which so many digits stand after the point, without zeros at its end.
fn decimal(number: usize, places: usize) -> String {
    let one = 10_usize.pow(places as u32);
    let text = format!("{}.{:0places$}", number / one, number % one);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
