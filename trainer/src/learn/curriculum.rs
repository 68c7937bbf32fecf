//! What to learn next: the programs balanced by how much of each is still wrong, and in each,
//! half of the lessons from those that fail (the paper's adaptive sampling, §4.1).

use std::collections::BTreeSet;

use npi_format::Model;
use npi_runtime::verify::{Walked, least, programs, verify};
use npi_runtime::{Evidence, Program, Task};

use crate::error::{Context, Result};
use crate::random::Random;
use crate::record::network;
use crate::sequence::{Sequence, all};
use crate::spec::SpecOf;

/// Sequences in a batch.
const BATCH: usize = 128;
/// The part of a batch that is spread evenly over the programs; the rest goes where sequences fail.
const EVEN: f64 = 0.25;

/// The lessons of one program.
struct Lessons {
    name: &'static str,
    /// All sequences of views, in the order in which the proof walks them.
    all: Vec<Sequence>,
    /// Whether each may be learned from: it was taught, or it is a counterexample and those are allowed.
    known: Vec<bool>,
    /// Sequences that were taught.
    taught: Vec<Sequence>,
    /// Indices of those that may be learned from and fail now.
    failing: Vec<usize>,
}

/// All lessons, and how the network stands in each.
pub struct Curriculum {
    programs: Vec<Lessons>,
    counterexamples: bool,
}

/// How a network stands on all sequences of the proof.
pub struct Evaluation {
    /// Wrong sequences of each program.
    pub wrong: Vec<(&'static str, usize)>,
    /// Wrong sequences, of those that may be learned from.
    pub unlearned: usize,
    /// The smallest margin, in [`Evidence`] units; none if no sequence was checked.
    pub margin: Option<i32>,
    /// The smallest margin of those that may be learned from; none if there is no such sequence.
    pub taught_margin: Option<i32>,
}

impl Curriculum {
    /// The lessons of a task, of which `taught` were given.
    pub fn new<T: Task>(spec: &SpecOf<T>, taught: &[Sequence], counterexamples: bool) -> Result<Self> {
        let given: BTreeSet<&Sequence> = taught.iter().collect();
        let lessons = |(index, program): (usize, Program)| -> Result<Lessons> {
            let all = all(spec, program)?;
            let known = all.iter().map(|sequence| given.contains(sequence)).collect();
            let taught = taught.iter().filter(|sequence| sequence.program == index).cloned().collect();
            Ok(Lessons { name: program.name(&T::SIGNATURE), all, known, taught, failing: Vec::new() })
        };
        let programs = programs(&T::SIGNATURE).enumerate().map(lessons).collect::<Result<Vec<_>>>()?;
        Ok(Self { programs, counterexamples })
    }

    /// Distinct sequences that have been learned from, or given.
    pub fn lessons(&self) -> usize {
        self.programs.iter().map(|lessons| lessons.known.iter().filter(|&&known| known).count()).sum()
    }

    /// A batch.
    pub fn draw(&self, random: &mut Random) -> Vec<&Sequence> {
        let rates: Vec<f64> = self.programs.iter().map(Lessons::failure_rate).collect();
        let total: f64 = rates.iter().sum();
        let mut batch = Vec::with_capacity(BATCH);
        for (lessons, rate) in self.programs.iter().zip(rates) {
            let even = 1.0 / self.programs.len() as f64;
            let share = EVEN * even + (1.0 - EVEN) * if total > 0.0 { rate / total } else { even };
            let count = (share * BATCH as f64).round() as usize;
            batch.extend((0..count).filter_map(|turn| lessons.draw(turn % 2 == 0, random)));
        }
        batch
    }

    /// Checks a blob on all sequences; what fails is drawn more often from now on.
    pub fn examine<T: Task>(&mut self, spec: &SpecOf<T>, blob: &[u8], margin: f64) -> Result<Evaluation> {
        let model = Model::parse(blob).context("the network in training")?;
        let network = network::<T>(&model)?;
        let floor = (margin * f64::from(1 << Evidence::FRACTION)) as i32;
        let mut evaluation =
            Evaluation { wrong: Vec::new(), unlearned: 0, margin: None, taught_margin: None };
        for (program, lessons) in programs(&T::SIGNATURE).zip(&mut self.programs) {
            lessons.failing.clear();
            let mut indices = 0..;
            let findings = verify::<T, _, _>(spec, &network, program, &mut |_, walked| {
                let Some(Walked { tally, .. }) = walked.last() else { return };
                let Some(index) = indices.next() else { return };
                if !self.counterexamples && !lessons.known[index] {
                    return;
                }
                evaluation.unlearned += usize::from(tally.wrong);
                evaluation.taught_margin = least(evaluation.taught_margin, tally.margin);
                if tally.wrong || tally.margin.is_some_and(|margin| margin < floor) {
                    lessons.known[index] = true;
                    lessons.failing.push(index);
                }
            })?;
            evaluation.wrong.push((lessons.name, findings.wrong));
            evaluation.margin = least(evaluation.margin, findings.margin);
        }
        Ok(evaluation)
    }

    /// Forgets what fails: for a network that begins anew.
    pub fn forget(&mut self) {
        self.programs.iter_mut().for_each(|lessons| lessons.failing.clear());
    }
}

impl Lessons {
    /// The part of all sequences that fails.
    fn failure_rate(&self) -> f64 {
        self.failing.len() as f64 / self.all.len().max(1) as f64
    }

    /// A sequence: a failing one if asked for and there is one, else any that was taught.
    fn draw(&self, failing: bool, random: &mut Random) -> Option<&Sequence> {
        let mut pick = |count: usize| random.below(count as u32) as usize;
        if self.failing.is_empty() || (!failing && !self.taught.is_empty()) {
            return if self.taught.is_empty() { None } else { self.taught.get(pick(self.taught.len())) };
        }
        self.all.get(self.failing[pick(self.failing.len())])
    }
}
