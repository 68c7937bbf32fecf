//! The boxes of a task in training: what has to be shown of them, as numbers, and how far that is.

use npi_format::{Bounds, Boxes, Method, Signature, Stored};
use npi_runtime::verify::{Boxed, Checked, boxes_of, check_boxes, count_boxes, programs};
use npi_runtime::{Program, Task};

use crate::error::{Result, ensure};
use crate::invariant::{Invariant, ObligationOf, all};
use crate::random::Random;
use crate::sequence::{Sequence, Step};
use crate::spec::SpecOf;

/// The most obligations of a program that one update learns from.
const BATCH: usize = 128;

/// An obligation as numbers: a step of every state in a box.
#[derive(Debug, Clone)]
pub struct BoxStep {
    /// What is seen and decided.
    pub step: Step,
    /// The box that the step begins in; none for the state of rest.
    pub from: Option<usize>,
    /// The box that it has to end in; none if the call ends.
    pub to: Option<usize>,
}

/// The obligations of one program.
#[derive(Clone)]
pub struct Obligations {
    name: &'static str,
    program: Program,
    /// Whether its calls have no longest sequence.
    loops: bool,
    /// The number of its first box, and how many it has.
    first: usize,
    classes: usize,
    /// Obligations of the classes that some step leads to, in the order in which a check shows them.
    all: Vec<BoxStep>,
    /// Indices of those that do not hold now, or only narrowly.
    failing: Vec<usize>,
}

/// Counts the boxes of a task.
#[must_use]
pub fn count<T: Task>(methods: &[Method]) -> usize {
    let each = programs(&T::SIGNATURE).zip(methods);
    each.map(|(program, &method)| count_boxes::<T::Observation>(&T::SIGNATURE, program, method)).sum()
}

impl Obligations {
    /// The obligations of a program by a method; `bytes` are the methods of all programs.
    ///
    /// # Errors
    /// None that a task's table causes.
    pub fn new<T: Task>(spec: &SpecOf<T>, program: Program, method: Method, bytes: &[u8]) -> Result<Self> {
        let all = all::<T>(spec, program, method)?;
        let classes = count_boxes::<T::Observation>(&T::SIGNATURE, program, method);
        let reached = reached::<T>(&all, classes);
        let first = boxes_of::<T::Observation>(&T::SIGNATURE, program, &Boxes::new(bytes, &[], 0));
        let comes = |of: &&ObligationOf<T>| of.from.is_none_or(|class| reached[class.number]);
        let all = all.iter().filter(comes).filter_map(|of| numbers::<T>(&T::SIGNATURE, of, first)).collect();
        Ok(Self {
            name: program.name(&T::SIGNATURE),
            program,
            loops: spec.loops(program),
            first,
            classes,
            all,
            failing: Vec::new(),
        })
    }

    /// The program's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether its calls have no longest sequence.
    pub fn loops(&self) -> bool {
        self.loops
    }

    /// Counts its obligations.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Empties those of a task's boxes that are the program's, and that no step leads to.
    pub fn empty_others(&self, bounds: &mut [Bounds], units: usize) {
        for number in self.first..self.first + self.classes {
            if !self.all.iter().any(|of| of.to == Some(number)) {
                bounds[number * units..][..units].fill(Bounds::EMPTY);
            }
        }
    }

    /// Forgets what fails.
    pub fn forget(&mut self) {
        self.failing.clear();
    }

    /// A batch: all, or, of many, half of them from those that fail.
    pub fn draw(&self, random: &mut Random) -> Vec<&BoxStep> {
        if self.all.len() <= BATCH {
            return self.all.iter().collect();
        }
        let mut pick = |count: usize| random.below(count as u32) as usize;
        let mut draw = |turn: usize| match (turn % 2, &self.failing[..]) {
            (0, failing @ [_, ..]) => &self.all[failing[pick(failing.len())]],
            _ => &self.all[pick(self.all.len())],
        };
        (0..BATCH).map(&mut draw).collect()
    }
}

/// The classes that some obligation of rest, or of a class so reached, leads to.
fn reached<T: Task>(all: &[ObligationOf<T>], classes: usize) -> Vec<bool> {
    let mut reached = vec![false; classes];
    loop {
        let comes = |of: &&ObligationOf<T>| of.from.is_none_or(|class| reached[class.number]);
        let next = all.iter().filter(comes).filter_map(|of| of.to).find(|class| !reached[class.number]);
        match next {
            Some(class) => reached[class.number] = true,
            None => return reached,
        }
    }
}

fn numbers<T: Task>(signature: &Signature, of: &ObligationOf<T>, first: usize) -> Option<BoxStep> {
    let step = Sequence::new(signature, &of.call, &[(of.view, of.expected?)]).steps.pop()?;
    let number = |class: npi_runtime::verify::Class<T::Observation>| first + class.number;
    Some(BoxStep { step, from: of.from.map(number), to: of.to.map(number) })
}

/// How a program's boxes stand.
pub struct Shown {
    /// Its boxes: some that hold, or else those in training.
    pub boxes: Vec<Bounds>,
    /// Obligations that do not hold of the boxes in training; 0 if boxes were found that hold.
    pub wrong: usize,
    /// The smallest lead of the boxes that hold, or else of those in training, in [`Evidence`](npi_runtime::Evidence) units.
    pub margin: Option<i32>,
}

impl Obligations {
    /// Checks the boxes in training, and the least boxes of the network as it stands; notes what fails of the former, or holds by less
    /// than `floor`. Of both, those that hold with the larger margin are taken.
    ///
    /// # Errors
    /// Those of the network.
    pub fn examine<T: Task>(
        &mut self,
        spec: &SpecOf<T>,
        network: &impl Boxed<T>,
        boxes: &Boxes<'_>,
        floor: i32,
    ) -> Result<Shown> {
        self.failing.clear();
        let (mut index, failing) = (0, &mut self.failing);
        let (trained, margin) = check(spec, network, boxes, self.program, &mut |checked| {
            if checked.flaw.is_some() || checked.lead.margin < floor {
                failing.push(index);
            }
            index += 1;
        })?;
        ensure!(index == self.all.len(), "expected {} obligations, found {index}", self.all.len());
        let method = boxes.method(self.program.index().unwrap_or_default());
        let least = Invariant::least::<T>(spec, network, self.program, method)?;
        let found = least.map(|found| self.margin(spec, network, boxes, found.stored())).transpose()?;
        Ok(match found {
            Some((bounds, found)) if trained > 0 || found >= margin => {
                Shown { boxes: bounds, wrong: 0, margin: found }
            }
            _ => Shown { boxes: self.taken(boxes), wrong: trained, margin },
        })
    }

    /// Some boxes of the program, and their margin.
    fn margin<T: Task>(
        &self,
        spec: &SpecOf<T>,
        network: &impl Boxed<T>,
        like: &Boxes<'_>,
        least: &[Stored],
    ) -> Result<(Vec<Bounds>, Option<i32>)> {
        let bytes: Vec<u8> = (0..T::SIGNATURE.programs.len()).map(|of| like.method(of) as u8).collect();
        let mut stored = vec![Bounds::EMPTY.stored(); self.first * network.units()];
        stored.extend(least);
        let alone = Boxes::new(&bytes, &stored, network.units());
        let (wrong, margin) = check(spec, network, &alone, self.program, &mut |_| {})?;
        ensure!(wrong == 0, "expected least boxes that hold, found {wrong} obligations that do not");
        Ok((least.iter().map(Bounds::read).collect(), margin))
    }

    /// The program's boxes, of a task's.
    fn taken(&self, boxes: &Boxes<'_>) -> Vec<Bounds> {
        let numbers = self.first..self.first + self.classes;
        numbers.filter_map(|number| boxes.get(number)).flatten().map(Bounds::read).collect()
    }
}

/// Checks a program's boxes: how many obligations do not hold, and the smallest lead.
fn check<T: Task>(
    spec: &SpecOf<T>,
    network: &impl Boxed<T>,
    boxes: &Boxes<'_>,
    program: Program,
    visit: &mut dyn FnMut(&Checked<SpecOf<T>>),
) -> Result<(usize, Option<i32>)> {
    let mut image = vec![Bounds::REST; network.units()];
    let findings = check_boxes::<T, _, _>(spec, network, boxes, program, &mut image, visit)?;
    Ok((findings.open, findings.margin))
}

/// Bounds as a section stores them.
#[must_use]
pub fn stored(bounds: &[Bounds]) -> Vec<Stored> {
    bounds.iter().map(|bounds| bounds.stored()).collect()
}
