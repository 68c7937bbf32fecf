//! A sweep over seeds: one training each, and a table of what they came to.

use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use super::Learned;
use crate::learn::Progress;

/// The most seeds of a sweep.
const MOST: usize = 10_000;
/// What is expected as seeds.
const EXPECTED: &str = "expected seeds such as 0..9, which includes 9, or 1,5,7, each once";

/// Seeds, as `0..9`, which includes both ends, or `1,5,7`, or a list of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeds(pub Vec<u64>);

impl FromStr for Seeds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut seeds = Vec::new();
        for part in text.split(',') {
            let range = range(part).ok_or(EXPECTED)?;
            if range.is_empty() {
                return Err(format!(
                    "expected seeds that count up, such as {}..{}",
                    range.end(),
                    range.start()
                ));
            }
            let fits =
                |range: &RangeInclusive<u64>| range.end() - range.start() < (MOST - seeds.len()) as u64;
            if !fits(&range) {
                return Err(format!("expected at most {MOST} seeds, found more"));
            }
            seeds.extend(range);
        }
        let mut once = seeds.clone();
        once.sort_unstable();
        once.dedup();
        if once.len() == seeds.len() { Ok(Self(seeds)) } else { Err(EXPECTED.to_owned()) }
    }
}

/// The seeds that `3` or `3..5` stands for; none if it is neither.
fn range(part: &str) -> Option<RangeInclusive<u64>> {
    let (first, last) = part.split_once("..").unwrap_or((part, part));
    Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
}

/// What the columns of a sweep's table are; the margin is in logits.
pub const COLUMNS: [&str; 6] = ["seed", "updates", "draws", "seconds", "proven", "margin"];

/// What has come of a sweep so far.
#[derive(Default)]
pub struct Sweep {
    /// A row for each seed that is done.
    pub rows: Vec<Row>,
    /// The training with the best weights, and its seed.
    pub best: Option<(u64, Learned)>,
}

/// What a seed came to.
#[derive(Debug, Clone)]
pub struct Row {
    /// The seed.
    pub seed: u64,
    /// Updates that were made, those of all draws together.
    pub updates: usize,
    /// Draws that were begun.
    pub draws: usize,
    /// How long it took.
    pub time: Duration,
    /// How the weights that it keeps stand.
    pub kept: Progress,
}

impl Sweep {
    /// Adds what a seed came to; of equally good ones the first is the best.
    pub fn add(&mut self, seed: u64, learned: Learned) {
        let trained = &learned.trained;
        self.rows.push(Row {
            seed,
            updates: trained.updates,
            draws: trained.draws,
            time: learned.time,
            kept: trained.progress.clone(),
        });
        let rank =
            |learned: &Learned| (learned.trained.progress.total_wrong(), learned.trained.progress.rank());
        if self.best.as_ref().is_none_or(|(_, best)| rank(&learned) < rank(best)) {
            self.best = Some((seed, learned));
        }
    }

    /// Counts the seeds that are proven.
    pub fn proven(&self) -> usize {
        self.rows.iter().filter(|row| row.kept.total_wrong() == 0).count()
    }

    /// The table's lines.
    pub fn table(&self) -> impl Iterator<Item = String> {
        std::iter::once(COLUMNS.map(str::to_owned)).chain(self.rows.iter().map(Row::cells)).map(line)
    }
}

impl Row {
    /// What stands in its [`COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> [String; COLUMNS.len()] {
        let [proven, margin] = self.verdict();
        let seconds = format!("{:.1}", self.time.as_secs_f64());
        [self.seed.to_string(), self.updates.to_string(), self.draws.to_string(), seconds, proven, margin]
    }

    /// Whether it is proven, and with which margin, or how much is wrong.
    fn verdict(&self) -> [String; 2] {
        match (self.kept.total_wrong(), self.kept.margin) {
            (0, margin) => ["yes".to_owned(), margin.map_or("–".to_owned(), |margin| format!("{margin:.3}"))],
            (wrong, _) => ["no".to_owned(), format!("– ({wrong} of {} wrong)", self.kept.total())],
        }
    }
}

fn line([seed, updates, draws, seconds, proven, margin]: [String; COLUMNS.len()]) -> String {
    format!("{seed:>6}  {updates:>7}  {draws:>5}  {seconds:>7}  {proven:>6}  {margin:>6}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ends of a range count; what is no list of seeds is refused.
    #[test]
    fn seeds_are_ranges_and_lists() {
        assert_eq!("0..3".parse(), Ok(Seeds(vec![0, 1, 2, 3])));
        assert_eq!("7,1..2".parse(), Ok(Seeds(vec![7, 1, 2])));
        assert_eq!("5".parse(), Ok(Seeds(vec![5])));
        assert!("5..2".parse::<Seeds>().unwrap_err().contains("such as 2..5"));
        for bad in ["", "1,", "a", "1,0..2", "-1", "1...3"] {
            assert_eq!(bad.parse::<Seeds>(), Err(EXPECTED.to_owned()), "{bad}");
        }
        for large in ["0..10000", "0..9999,20000", "0..18446744073709551615"] {
            assert!(large.parse::<Seeds>().unwrap_err().contains("at most 10000 seeds"), "{large}");
        }
    }
}
