//! A training: live in a terminal, and as a report when it is over.
//!
//! ```text
//! progress → record ─┬─ dashboard   the live view, in lines of a terminal
//!                    ├─ svg         the curves as one picture
//!                    └─ page        the curves and their figures as one page
//! ```

pub mod curve;
pub mod dashboard;
pub mod page;
pub mod plot;
pub mod scale;
pub mod svg;

use std::time::Duration;

use crate::progress::Progress;

/// What is known of a training before it begins.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The names of its tasks.
    pub tasks: Vec<&'static str>,
    /// The seed.
    pub seed: u64,
    /// Units of the LSTM layer.
    pub hidden: usize,
    /// The name of the precision in which it is to be proven.
    pub precision: &'static str,
    /// The learning rate of a draw's first update, and of its last.
    pub rates: [f64; 2],
    /// The margin, in logits, at which it stops.
    pub margin: f64,
    /// The most updates.
    pub updates: usize,
    /// Distinct sequences that traces teach.
    pub taught: usize,
}

/// A training as far as it has come.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// What was known before.
    pub facts: &'a Facts,
    /// How it stood at each check, in their order.
    pub history: &'a [Progress],
    /// How it stands with the weights that are kept, once it is over.
    pub kept: Option<&'a Progress>,
    /// How long it has taken.
    pub time: Duration,
}

impl Record<'_> {
    /// The last update that was checked.
    #[must_use]
    pub fn last(&self) -> usize {
        self.history.last().map_or(0, |check| check.update)
    }

    /// New draws after the first: the update at which each began, and its number.
    pub fn redraws(&self) -> impl Iterator<Item = (usize, usize)> {
        let pairs = self.history.iter().zip(self.history.iter().skip(1));
        pairs
            .filter(|(before, after)| before.draw < after.draw)
            .map(|(before, after)| (before.update, after.draw))
    }

    /// The update after which the weights that are kept were proven; none if they are not.
    #[must_use]
    pub fn proven(&self) -> Option<usize> {
        self.kept.filter(|kept| kept.total_wrong() == 0).map(|kept| kept.update)
    }

    /// The update to mark, and in words for what: the proof, or the best weights if there is none.
    #[must_use]
    pub fn mark(&self) -> Option<(usize, &'static str)> {
        let what = if self.proven().is_some() { "proven" } else { "best" };
        self.kept.map(|kept| (kept.update, what))
    }

    /// How it ended, in so few words that they fit into 56 columns.
    #[must_use]
    pub fn brief(&self) -> String {
        let (precision, wrong) = (self.facts.precision, self.kept.map_or(0, Progress::total_wrong));
        match self.kept {
            Some(kept) if wrong > 0 => format!("{precision} not proven: {wrong} of {} wrong", kept.total()),
            Some(kept) => format!("{precision} proven at update {}", kept.update),
            None => "in training".to_owned(),
        }
    }

    /// How it ended, in words; how it stands, if it goes on.
    #[must_use]
    pub fn verdict(&self) -> String {
        let Some(kept) = self.kept else { return "in training".to_owned() };
        let (precision, update) = (self.facts.precision, kept.update);
        match (kept.total_wrong(), kept.margin) {
            (0, Some(margin)) => {
                format!("{precision} proven at update {update} with a margin of {margin:.3} logits")
            }
            (0, None) => format!("{precision} proven at update {update}"),
            (wrong, _) => {
                format!(
                    "{precision} not proven: {wrong} of {} {} wrong at update {update}",
                    kept.total(),
                    kept.units()
                )
            }
        }
    }
}
