//! Tables of figures: measured, and held against those that are committed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::boards::chosen;
use crate::readme::{HINT, blessing};

/// Figures may differ by so many hundredths: another compiler, another line of text.
const TOLERANCE: u64 = 2;

/// A table in Markdown that is committed: in a golden file, from which documents have it.
pub(crate) struct Table {
    /// The golden file's name.
    pub(crate) file: &'static str,
    /// The columns' names: first those that say what a row is of, then those of its figures.
    pub(crate) columns: &'static [&'static str],
    /// How many columns say what a row is of.
    pub(crate) keys: usize,
}

impl Table {
    /// A row: what it is of, and its figures.
    #[track_caller]
    pub(crate) fn row(&self, of: &[&str], figures: &[u64]) -> String {
        assert_eq!(
            (of.len(), of.len() + figures.len()),
            (self.keys, self.columns.len()),
            "the table's columns"
        );
        let cells: Vec<_> =
            of.iter().map(ToString::to_string).chain(figures.iter().map(u64::to_string)).collect();
        format!("| {} |\n", cells.join(" | "))
    }

    /// Holds measured rows against the committed ones, or, with `NPI_BLESS=1`, commits them; gives what is committed. Rows of boards that
    /// `NPI_BOARDS` leaves out stay what they are.
    #[track_caller]
    pub(crate) fn hold(&self, rows: &[String]) -> String {
        let mut committed = fs::read_to_string(self.golden()).unwrap_or_default();
        if blessing() {
            let kept =
                committed.split_inclusive('\n').skip(2).map(str::to_owned).filter(|_| chosen().is_some());
            let all = rows.iter().fold(kept.collect(), |all, row| self.with(all, row));
            committed = self.head() + &all.concat();
            fs::write(self.golden(), &committed).expect("the golden file");
        }
        rows.iter().for_each(|row| self.hold_row(row, &committed));
        committed
    }

    /// Rows with a new one: in the place of the one that is of the same, or else behind the last one that begins with the same.
    fn with(&self, mut rows: Vec<String>, new: &str) -> Vec<String> {
        let same = |keys: usize| rows.iter().rposition(|row| cells(row)[..keys] == cells(new)[..keys]);
        match same(self.keys) {
            Some(place) => rows[place] = new.to_owned(),
            None => rows.insert(same(1).map_or(rows.len(), |place| place + 1), new.to_owned()),
        }
        rows
    }

    #[track_caller]
    fn hold_row(&self, row: &str, committed: &str) {
        let now = cells(row);
        let then = committed.lines().map(cells).find(|then| then.get(..self.keys) == now.get(..self.keys));
        let then = then.unwrap_or_else(|| panic!("there is no such row: {row}{HINT}"));
        assert_eq!(then.len(), self.columns.len(), "columns of {row}{HINT}");
        for ((name, now), then) in self.columns.iter().zip(&now).zip(&then).skip(self.keys) {
            let [figure, expected] = [now, then].map(|cell| cell.parse::<u64>().expect("a figure"));
            let near = (expected * TOLERANCE / 100).max(1); // a quotient's rounding makes one
            assert!(
                figure.abs_diff(expected) <= near,
                "{row}{name} is {figure}, expected {expected} ± {TOLERANCE} %\n{HINT}"
            );
        }
    }

    fn head(&self) -> String {
        let (keys, figures) = ("---|".repeat(self.keys), "---:|".repeat(self.columns.len() - self.keys));
        format!("| {} |\n|{keys}{figures}\n", self.columns.join(" | "))
    }

    fn golden(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(self.file)
    }
}

fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_matches('|').split('|').map(str::trim).collect()
}
