//! A task that is learned, whatever its type: its lessons, and how a network stands in them.

use std::collections::BTreeSet;
use std::rc::Rc;

use npi_format::{Bounds, Boxes, Method, Model, Signature};
use npi_runtime::verify::{Walked, least, programs, verify};
use npi_runtime::{Evidence, Program, Task};

use super::boxed::{self, Obligations};
use super::options::Prover;
use super::sides::Sides;
use crate::error::{Context, Result, ensure};
use crate::progress::{ProgramProgress, TaskProgress};
use crate::proof::logits;
use crate::random::Random;
use crate::record::network;
use crate::sequence::{Layout, Sequence, Sequences, all};
use crate::spec::SpecOf;

/// A task that is learned.
#[derive(Clone)]
pub struct Subject {
    signature: &'static Signature,
    layout: Layout,
    /// Calls that were given, those that are alike counted each time.
    calls: usize,
    /// The lessons of each program that is proven by sequences.
    pub(super) programs: Vec<Lessons>,
    /// The obligations of each program that is proven by boxes.
    pub(super) boxed: Vec<Obligations>,
    /// How each program is proven.
    methods: Vec<Method>,
    examiner: Rc<dyn Examiner>,
}

/// The lessons of one program.
#[derive(Clone)]
pub(super) struct Lessons {
    program: Program,
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
    /// How each program stands in all that the proof checks.
    pub programs: Vec<ProgramProgress>,
    /// Wrong sequences, of those that may be learned from, and obligations that do not hold.
    pub unlearned: usize,
    /// Obligations of programs that loop that do not hold.
    pub open: usize,
    /// The boxes of all programs that are proven by boxes: of each some that hold, or else those in training, so that what does not hold
    /// can be looked at.
    pub boxes: Vec<Bounds>,
    /// The smallest margin, in [`Evidence`] units; none if no sequence was checked.
    pub margin: Option<i32>,
    /// The smallest margin of those that may be learned from; none if there is no such sequence.
    pub taught_margin: Option<i32>,
}

impl Standing {
    /// The same in numbers for people.
    #[must_use]
    pub fn progress(&self) -> TaskProgress {
        let is_right = self.programs.iter().all(|of| of.wrong == 0);
        let margin = self.margin.filter(|_| is_right).map(logits);
        TaskProgress { task: self.task, margin, programs: self.programs.clone() }
    }
}

impl Subject {
    /// A task of which `taught` sequences were given, proven by sequences where its calls are of finitely many steps.
    ///
    /// # Errors
    /// As [`Subject::proven_by`].
    pub fn new<T: Task>(taught: &Sequences) -> Result<Self> {
        Self::proven_by::<T>(taught, Prover::default())
    }

    /// A task of which `taught` sequences were given. Programs that are proven by boxes learn from their obligations, and not from
    /// sequences.
    ///
    /// # Errors
    /// If one is not of the task, none is given though some program learns from sequences, or the task is not well formed.
    pub fn proven_by<T: Task>(taught: &Sequences, prover: Prover) -> Result<Self> {
        let (calls, taught) = (taught.calls(), taught.clone().into_vec());
        let layout = Layout::of(&T::SIGNATURE);
        taught.iter().try_for_each(|sequence| sequence.check(&layout))?;
        let spec = SpecOf::<T>::of_task::<T>()?;
        let methods = prover.methods::<T>(&spec);
        check_provable::<T>(&spec, &methods)?;
        ensure!(
            !taught.is_empty() || !methods.contains(&Method::Sequences),
            "expected traces with steps to learn from, found none; hint: make some with `npi generate`"
        );
        let layout = Layout { boxes: boxed::count::<T>(&methods), ..layout };
        let bytes: Vec<u8> = methods.iter().map(|&method| method as u8).collect();
        let (mut of_programs, mut of_boxes) = (Vec::new(), Vec::new());
        for (program, &method) in programs(&T::SIGNATURE).zip(&methods) {
            match method {
                Method::Sequences => of_programs.push(Lessons::new::<T>(&spec, program, &taught)?),
                _ => of_boxes.push(Obligations::new::<T>(&spec, program, method, &bytes)?),
            }
        }
        let examiner = Rc::new(Of::<T>(spec));
        let (programs, boxed) = (of_programs, of_boxes);
        Ok(Self { signature: &T::SIGNATURE, layout, calls, programs, boxed, methods, examiner })
    }

    /// How each program is proven.
    #[must_use]
    pub fn methods(&self) -> &[Method] {
        &self.methods
    }

    /// Counts the obligations of all programs that are proven by boxes.
    #[must_use]
    pub fn obligations(&self) -> usize {
        self.boxed.iter().map(Obligations::count).sum()
    }

    /// Calls that were given, those that are alike counted each time.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// Counts the sequences that the proof walks, of all programs that are proven so.
    #[must_use]
    pub fn sequences(&self) -> usize {
        self.programs.iter().map(|lessons| lessons.all.len()).sum()
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

    /// Checks a blob on all sequences, and the boxes in training; notes what fails, or is right by less than `margin` logits.
    ///
    /// # Errors
    /// If the blob is not a model of the task.
    pub fn examine(
        &mut self,
        blob: &[u8],
        boxes: &Sides,
        counterexamples: bool,
        margin: f64,
    ) -> Result<Standing> {
        let floor = (margin * f64::from(1 << Evidence::FRACTION)) as i32;
        let Self { programs, boxed, methods, examiner, .. } = self;
        let mut standing = examiner.sequences(programs, blob, counterexamples, floor)?;
        if !boxed.is_empty() {
            examiner.boxes(boxed, blob, methods, boxes, floor, &mut standing)?;
        }
        Ok(standing)
    }
}

/// Refuses a task that cannot be proven before it is learned: with a program that is not well formed, or too many sequences of those that are
/// proven so.
fn check_provable<T: Task>(spec: &SpecOf<T>, methods: &[Method]) -> Result<()> {
    let counts = programs(&T::SIGNATURE).map(|program| Ok((program, spec.count(program)?)));
    let counts = counts.collect::<Result<Vec<_>>>()?;
    let walked = counts.iter().zip(methods).filter(|(_, method)| **method == Method::Sequences);
    spec.check_limit(walked.map(|((program, count), _)| (*program, count)))
}

/// What has to know the task's type.
trait Examiner {
    fn sequences(
        &self,
        programs: &mut [Lessons],
        blob: &[u8],
        counterexamples: bool,
        floor: i32,
    ) -> Result<Standing>;

    fn boxes(
        &self,
        programs: &mut [Obligations],
        blob: &[u8],
        methods: &[Method],
        boxes: &Sides,
        floor: i32,
        standing: &mut Standing,
    ) -> Result<()>;
}

/// The examiner of a task: its spec.
struct Of<T: Task>(SpecOf<T>);

impl<T: Task> Examiner for Of<T> {
    fn sequences(
        &self,
        of_programs: &mut [Lessons],
        blob: &[u8],
        counterexamples: bool,
        floor: i32,
    ) -> Result<Standing> {
        let model = Model::parse(blob).context("the network in training")?;
        let network = network::<T>(&model)?;
        let task = T::SIGNATURE.task;
        let mut standing = Standing {
            task,
            programs: Vec::new(),
            unlearned: 0,
            open: 0,
            boxes: Vec::new(),
            margin: None,
            taught_margin: None,
        };
        for lessons in of_programs {
            let program = lessons.program;
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
            standing.programs.push(ProgramProgress {
                program: program.name(&T::SIGNATURE),
                wrong: findings.wrong,
                of: lessons.all.len(),
                obligations: false,
            });
            standing.margin = least(standing.margin, findings.margin);
        }
        Ok(standing)
    }

    fn boxes(
        &self,
        of_programs: &mut [Obligations],
        blob: &[u8],
        methods: &[Method],
        sides: &Sides,
        floor: i32,
        standing: &mut Standing,
    ) -> Result<()> {
        let model = Model::parse(blob).context("the network in training")?;
        let network = network::<T>(&model)?;
        let methods: Vec<u8> = methods.iter().map(|&method| method as u8).collect();
        let mut bounds = sides.bounds();
        for obligations in &*of_programs {
            obligations.empty_others(&mut bounds, model.hidden());
        }
        let stored = boxed::stored(&bounds);
        let boxes = Boxes::new(&methods, &stored, model.hidden());
        for obligations in of_programs {
            let shown = obligations.examine::<T>(&self.0, &network, &boxes, floor)?;
            standing.programs.push(ProgramProgress {
                program: obligations.name(),
                wrong: shown.wrong,
                of: obligations.count(),
                obligations: true,
            });
            standing.unlearned += shown.wrong;
            standing.open += if obligations.loops() { shown.wrong } else { 0 };
            standing.margin = least(standing.margin, shown.margin);
            standing.taught_margin = least(standing.taught_margin, shown.margin);
            standing.boxes.extend(shown.boxes);
        }
        Ok(())
    }
}

impl Lessons {
    /// The lessons of a program, of which some of the `taught` sequences are.
    fn new<T: Task>(spec: &SpecOf<T>, program: Program, taught: &[Sequence]) -> Result<Self> {
        let mine = taught.iter().filter(|sequence| Some(sequence.program) == program.index());
        let taught: Vec<_> = mine.cloned().collect();
        let longest = program.entry(&T::SIGNATURE).map_or(0, |entry| usize::from(entry.memories));
        let long = taught.iter().find(|sequence| sequence.steps.len() > longest).map(|long| long.steps.len());
        ensure!(
            long.is_none(),
            "{}: expected a call of at most {longest} steps, found one of {}",
            program.name(&T::SIGNATURE),
            long.unwrap_or_default()
        );
        let (all, given) = (all(spec, program)?, taught.iter().collect::<BTreeSet<_>>());
        let known = all.iter().map(|sequence| given.contains(sequence)).collect();
        Ok(Self { program, all, known, taught, failing: Vec::new() })
    }

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
