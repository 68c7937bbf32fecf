//! What must hold of any blob with boxes: walks stay in them, and no mutant of weights or of boxes is accepted that a search
//! finds anything wrong with.

use std::ops::Range;

use npi_format::{Bounds, Boxes, Method, Model, Stored};
use npi_runtime::{Task, boxes};
use npi_trainer::spec::SpecOf;

use crate::tiny::sealed;
use crate::trial::Trial;

/// Steps and states of each call with which a mutant is searched.
const SEARCHED: usize = 500;

/// What became of mutants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mutants {
    /// Those that the check accepts; nothing is wrong with them.
    pub accepted: usize,
    /// Those that it refuses, and with which a search finds something wrong.
    pub refuted: usize,
    /// Those that it refuses, and with which a search finds nothing wrong.
    pub refused: usize,
}

impl Mutants {
    /// Judges a mutant.
    ///
    /// # Panics
    /// If it is accepted, and something is wrong with it.
    fn judge<T: Task, const H: usize>(
        &mut self,
        trial: &Trial<'_, T, H>,
        random: &mut impl FnMut(u32) -> u32,
    ) {
        let wrong = trial.walk(SEARCHED, random) + trial.enumerate(SEARCHED).wrong;
        match (trial.is_accepted(), wrong) {
            (true, wrong) => {
                assert_eq!(wrong, 0, "accepted boxes of {:?}, {:?}", trial.program, trial.boxes);
                self.accepted += 1;
            }
            (false, 0) => self.refused += 1,
            (false, _) => self.refuted += 1,
        }
    }

    /// Adds what became of others.
    pub fn merge(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.refuted += other.refuted;
        self.refused += other.refused;
    }
}

/// Checks that a blob's boxes are accepted, and that walks of so many steps stay in each program's.
///
/// # Panics
/// If they do not, or there are no boxes.
pub fn stays<T: Task, const H: usize>(
    spec: &SpecOf<T>,
    blob: &[u8],
    steps: usize,
    random: &mut impl FnMut(u32) -> u32,
) {
    let model = Model::parse(blob).expect("a model");
    let trials = Trial::<T, H>::all(spec, &model);
    assert!(!trials.is_empty(), "no boxes");
    for trial in trials {
        assert!(trial.is_accepted(), "{:?}", trial.program);
        assert_eq!(trial.walk(steps, random), 0, "{:?}", trial.program);
    }
}

/// Judges so many blobs that differ from one in one to three weights.
///
/// # Panics
/// If one is accepted, and something is wrong with it.
pub fn of_weights<T: Task, const H: usize>(
    spec: &SpecOf<T>,
    blob: &[u8],
    count: usize,
    random: &mut impl FnMut(u32) -> u32,
) -> Mutants {
    let mut mutants = Mutants::default();
    for _ in 0..count {
        let mutant = mutant::<T>(blob, random);
        let model = Model::parse(&mutant).expect("a model, whatever its weights");
        Trial::<T, H>::all(spec, &model).iter().for_each(|trial| mutants.judge(trial, random));
    }
    mutants
}

/// A blob that differs in one to three weights of a task.
pub fn mutant<T: Task>(blob: &[u8], random: &mut impl FnMut(u32) -> u32) -> Vec<u8> {
    let (weights, mut mutant) = (weights(blob, T::SIGNATURE.fingerprint()), blob.to_vec());
    for _ in 0..=random(3) {
        let tensor = &weights[random(weights.len() as u32) as usize];
        let byte = &mut mutant[tensor.start + random(tensor.len() as u32) as usize];
        *byte = if random(2) == 0 { *byte ^ 1 } else { random(256) as u8 };
    }
    sealed(mutant)
}

/// The bytes of the tensors of a task.
fn weights(blob: &[u8], fingerprint: u64) -> Vec<Range<usize>> {
    let section = Model::parse(blob).ok().and_then(|model| model.section(fingerprint)).expect("a section");
    let start = |bytes: &[u8]| bytes.as_ptr() as usize - blob.as_ptr() as usize;
    section.weights().map(|bytes| start(bytes)..start(bytes) + bytes.len()).to_vec()
}

/// Judges a blob's network with so many boxes that differ from its own.
///
/// # Panics
/// If some are accepted, and something is wrong with them.
pub fn of_boxes<T: Task, const H: usize>(
    spec: &SpecOf<T>,
    blob: &[u8],
    count: usize,
    random: &mut impl FnMut(u32) -> u32,
) -> Mutants {
    let (mut mutants, model) = (Mutants::default(), Model::parse(blob).expect("a model"));
    let boxes = boxes::<T>(&model).expect("boxes of the task");
    let all = Trial::<T, H>::all(spec, &model);
    for _ in 0..count {
        let methods = mutated_methods(&boxes, T::SIGNATURE.programs.len(), random);
        let bounds = mutated_bounds(&boxes, random);
        let mutant = Boxes::new(&methods, &bounds, model.hidden());
        for of in &all {
            mutants.judge(&Trial::<T, H>::new(spec, &model, mutant, of.program), random);
        }
    }
    mutants
}

/// The methods of so many programs, of which one is another at times.
fn mutated_methods(boxes: &Boxes<'_>, programs: usize, random: &mut impl FnMut(u32) -> u32) -> Vec<u8> {
    let mut methods: Vec<u8> = (0..programs).map(|program| boxes.method(program) as u8).collect();
    if random(16) == 0 {
        let program = random(methods.len() as u32) as usize;
        methods[program] = [Method::Sequences, Method::Boxes, Method::Split][random(3) as usize] as u8;
    }
    methods
}

/// All bounds, of which one to three are others.
fn mutated_bounds(boxes: &Boxes<'_>, random: &mut impl FnMut(u32) -> u32) -> Vec<Stored> {
    let all = (0..boxes.count()).filter_map(|number| boxes.get(number));
    let mut bounds: Vec<Stored> = all.flatten().copied().collect();
    for _ in 0..=random(3) {
        let at = random(bounds.len() as u32) as usize;
        bounds[at] = mutated(Bounds::read(&bounds[at]), random).stored();
    }
    bounds
}

/// Bounds shrunk, grown, shifted or emptied, at one end or both, by a little or by much.
fn mutated(bounds: Bounds, random: &mut impl FnMut(u32) -> u32) -> Bounds {
    let by = 1 << random(14);
    let [low, high] =
        [[0, by], [by, 0], [-by, 0], [0, -by], [-by, by], [by, by], [-by, -by]][random(7) as usize];
    let (hidden, cell) = (random(4) > 0, random(4) > 0);
    let moved = |value: i16, by: i32| (i32::from(value) + by).clamp(-32_768, 32_767) as i16;
    let short = |value: i8, by: i32| (i32::from(value) + by / 32).clamp(-128, 127) as i8;
    match random(12) {
        0 => Bounds::EMPTY,
        _ => Bounds {
            hidden: if hidden {
                [short(bounds.hidden[0], low), short(bounds.hidden[1], high)]
            } else {
                bounds.hidden
            },
            cell: if cell { [moved(bounds.cell[0], low), moved(bounds.cell[1], high)] } else { bounds.cell },
        },
    }
}
