//! A task that is learned, whatever its type: its lessons, and how a network stands in them.

use std::collections::BTreeSet;

use npi_format::{Model, Signature};
use npi_runtime::verify::{Walked, least, programs, verify};
use npi_runtime::{Evidence, Program, Task};

use crate::error::{Context, Result, ensure};
use crate::random::Random;
use crate::record::network;
use crate::sequence::{Layout, Sequence, Sequences, all};
use crate::spec::SpecOf;

/// A task that is learned.
pub struct Subject {
    signature: &'static Signature,
    layout: Layout,
    /// Calls that were given, those that are alike counted each time.
    calls: usize,
    /// The lessons of each program.
    pub(super) programs: Vec<Lessons>,
    examiner: Box<dyn Examiner>,
}

/// The lessons of one program.
pub(super) struct Lessons {
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

/// How a network stands on all sequences of a task's proof.
pub struct Standing {
    /// The task.
    pub task: &'static str,
    /// Wrong sequences of each program.
    pub wrong: Vec<(&'static str, usize)>,
    /// Wrong sequences, of those that may be learned from.
    pub unlearned: usize,
    /// The smallest margin, in [`Evidence`] units; none if no sequence was checked.
    pub margin: Option<i32>,
    /// The smallest margin of those that may be learned from; none if there is no such sequence.
    pub taught_margin: Option<i32>,
}

impl Subject {
    /// A task of which `taught` sequences were given.
    ///
    /// # Errors
    /// If none is given or one is not of the task, or the task is not well formed.
    pub fn new<T: Task>(taught: &Sequences) -> Result<Self> {
        let (calls, taught) = (taught.calls(), taught.clone().into_vec());
        ensure!(
            !taught.is_empty(),
            "expected traces with steps to learn from, found none; hint: make some with `npi generate`"
        );
        let layout = Layout::of(&T::SIGNATURE);
        taught.iter().try_for_each(|sequence| sequence.check(&layout))?;
        let spec = SpecOf::<T>::of_task::<T>()?;
        spec.counts()?; // a task that cannot be proven is refused before it is learned
        let given: BTreeSet<&Sequence> = taught.iter().collect();
        let lessons = |(index, program): (usize, Program)| -> Result<Lessons> {
            let all = all(&spec, program)?;
            let known = all.iter().map(|sequence| given.contains(sequence)).collect();
            let taught = taught.iter().filter(|sequence| sequence.program == index).cloned().collect();
            Ok(Lessons { name: program.name(&T::SIGNATURE), all, known, taught, failing: Vec::new() })
        };
        let programs = programs(&T::SIGNATURE).enumerate().map(lessons).collect::<Result<Vec<_>>>()?;
        Ok(Self { signature: &T::SIGNATURE, layout, calls, programs, examiner: Box::new(Of::<T>(spec)) })
    }

    /// Calls that were given, those that are alike counted each time.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// Distinct sequences that were given.
    #[must_use]
    pub fn given(&self) -> usize {
        self.programs.iter().map(|lessons| lessons.taught.len()).sum()
    }

    /// Names, alphabets, views and domains of the task.
    #[must_use]
    pub fn signature(&self) -> &'static Signature {
        self.signature
    }

    /// The sizes of its network.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Checks a blob on all sequences; notes what fails, or is right by less than `margin` logits.
    ///
    /// # Errors
    /// If the blob is not a model of the task.
    pub fn examine(&mut self, blob: &[u8], counterexamples: bool, margin: f64) -> Result<Standing> {
        let floor = (margin * f64::from(1 << Evidence::FRACTION)) as i32;
        self.examiner.examine(&mut self.programs, blob, counterexamples, floor)
    }
}

/// What has to know the task's type.
trait Examiner {
    fn examine(
        &self,
        programs: &mut [Lessons],
        blob: &[u8],
        counterexamples: bool,
        floor: i32,
    ) -> Result<Standing>;
}

/// The examiner of a task: its spec.
struct Of<T: Task>(SpecOf<T>);

impl<T: Task> Examiner for Of<T> {
    fn examine(
        &self,
        of_programs: &mut [Lessons],
        blob: &[u8],
        counterexamples: bool,
        floor: i32,
    ) -> Result<Standing> {
        let model = Model::parse(blob).context("the network in training")?;
        let network = network::<T>(&model)?;
        let task = T::SIGNATURE.task;
        let mut standing =
            Standing { task, wrong: Vec::new(), unlearned: 0, margin: None, taught_margin: None };
        for (program, lessons) in programs(&T::SIGNATURE).zip(of_programs) {
            lessons.failing.clear();
            let mut indices = 0..;
            let findings = verify::<T, _, _>(&self.0, &network, program, &mut |_, walked| {
                let Some(Walked { tally, .. }) = walked.last() else { return };
                let Some(index) = indices.next() else { return };
                if !counterexamples && !lessons.known[index] {
                    return;
                }
                standing.unlearned += usize::from(tally.wrong);
                standing.taught_margin = least(standing.taught_margin, tally.margin);
                if tally.wrong || tally.margin.is_some_and(|margin| margin < floor) {
                    lessons.known[index] = true;
                    lessons.failing.push(index);
                }
            })?;
            standing.wrong.push((lessons.name, findings.wrong));
            standing.margin = least(standing.margin, findings.margin);
        }
        Ok(standing)
    }
}

impl Lessons {
    /// Distinct sequences that have been learned from, or given.
    pub fn count_known(&self) -> usize {
        self.known.iter().filter(|&&known| known).count()
    }

    /// The part of all sequences that fails.
    pub fn failure_rate(&self) -> f64 {
        self.failing.len() as f64 / self.all.len().max(1) as f64
    }

    /// Forgets what fails.
    pub fn forget(&mut self) {
        self.failing.clear();
    }

    /// A sequence: a failing one if asked for and there is one, else any that was taught.
    pub fn draw(&self, failing: bool, random: &mut Random) -> Option<&Sequence> {
        let mut pick = |count: usize| random.below(count as u32) as usize;
        if self.failing.is_empty() || (!failing && !self.taught.is_empty()) {
            return if self.taught.is_empty() { None } else { self.taught.get(pick(self.taught.len())) };
        }
        self.all.get(self.failing[pick(self.failing.len())])
    }
}
