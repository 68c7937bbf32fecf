//! What to learn next: the programs of all tasks balanced by how much of each is still wrong, and in each,
//! half of the lessons from those that fail (the paper's adaptive sampling, §4.1).

use super::boxed::{BoxStep, Obligations};
use super::subject::{Lessons, Standing, Subject};
use super::weights::Weights;
use crate::error::Result;
use crate::random::Random;
use crate::sequence::Sequence;

/// Sequences in a batch …
const BATCH: usize = 128;
/// … or, of many programs, so many of each: what a program knows it forgets unless it is drawn now and then.
const OF_EACH: usize = 4;
/// The part of a batch that is spread evenly over the programs; the rest goes where sequences fail.
const EVEN: f64 = 0.25;

/// What one update learns of a task.
pub struct Lesson<'s> {
    /// Calls, from their first step to their last.
    pub sequences: Vec<&'s Sequence>,
    /// Of each program that is proven by boxes some obligations.
    pub obligations: Vec<Vec<&'s BoxStep>>,
}

/// The tasks that are learned, and how the network stands in each.
pub struct Curriculum {
    subjects: Vec<Subject>,
    counterexamples: bool,
}

impl Curriculum {
    /// A curriculum of these tasks; with `counterexamples`, what the proof refutes is learned from, too.
    pub fn new(subjects: Vec<Subject>, counterexamples: bool) -> Self {
        Self { subjects, counterexamples }
    }

    /// The tasks.
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    fn lessons(&self) -> impl Iterator<Item = &Lessons> {
        self.subjects.iter().flat_map(|subject| &subject.programs)
    }

    /// Distinct sequences that have been learned from, or given.
    pub fn known(&self) -> usize {
        self.lessons().map(Lessons::count_known).sum()
    }

    /// A batch: a lesson of each task.
    pub fn draw(&self, random: &mut Random) -> Vec<Lesson<'_>> {
        let programs = self.lessons().count();
        let size = BATCH.max(OF_EACH * programs) as f64;
        let (total, even) = (self.lessons().map(Lessons::failure_rate).sum::<f64>(), 1.0 / programs as f64);
        let mut of_program = |lessons| -> Vec<&Sequence> {
            let rate = Lessons::failure_rate(lessons);
            let share = EVEN * even + (1.0 - EVEN) * if total > 0.0 { rate / total } else { even };
            let count = (share * size).round() as usize;
            (0..count).filter_map(|turn| lessons.draw(turn % 2 == 0, random)).collect()
        };
        let sequences: Vec<Vec<_>> = self
            .subjects
            .iter()
            .map(|subject| subject.programs.iter().flat_map(&mut of_program).collect())
            .collect();
        let mut lessons = Vec::new();
        for (subject, sequences) in self.subjects.iter().zip(sequences) {
            let obligations = subject.boxed.iter().map(|boxed| boxed.draw(random)).collect();
            lessons.push(Lesson { sequences, obligations });
        }
        lessons
    }

    /// Checks a blob on all sequences of all tasks, and the boxes in training; what fails is drawn more often from now on.
    pub fn examine(&mut self, blob: &[u8], weights: &Weights, margin: f64) -> Result<Vec<Standing>> {
        let subjects = self.subjects.iter_mut().zip(&weights.own);
        subjects
            .map(|(subject, own)| subject.examine(blob, &own.boxes, self.counterexamples, margin))
            .collect()
    }

    /// Forgets what fails: for a network that begins anew.
    pub fn forget(&mut self) {
        for subject in &mut self.subjects {
            subject.programs.iter_mut().for_each(Lessons::forget);
            subject.boxed.iter_mut().for_each(Obligations::forget);
        }
    }
}
