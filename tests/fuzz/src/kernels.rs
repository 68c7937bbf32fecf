//! One network stepped by every kernel that this processor has.

use std::sync::atomic::Ordering;

use npi_fill::Fill;
use npi_format::{Model, Precision, Section};
use npi_runtime::kernel::{Arithmetic, BEST, Exactly};
use npi_runtime::task::view;
use npi_runtime::trace::{Hash, Word};
use npi_runtime::verify::programs;
use npi_runtime::{Call, F32, Int4, Int8, Lstm, Network, Policy, Stepped, Symbols, Task};
use npi_tasks::Addition;
use npi_tests::reference::Reference;

use crate::HIDDEN;
use crate::blob::Shape;

/// Numbers of units for which there are vectors, and some for which there are none.
const UNITS: [u8; 11] = [8, 16, 24, 32, 48, 64, 96, 128, 1, 17, 127];
/// Calls of a walk, and steps of each.
const CALLS: usize = 3;
const STEPS: usize = 6;

/// What a step comes to: decision and evidence, and the bits of the state after it.
type Step<T> = (Stepped<T>, Hash);

/// Walks the networks of a blob that is right in form by every kernel, and those in integers by the plainest arithmetic, too.
///
/// # Panics
/// If two differ in a bit.
pub fn check(bytes: &[u8]) {
    let Some(mut shape) = Shape::of(bytes) else { return };
    if shape.hidden >= 64 {
        shape.hidden = UNITS[usize::from(shape.hidden) % UNITS.len()] - 1;
    }
    let blob = shape.blob();
    let Ok(model) = Model::parse(&blob) else { return };
    agree::<Addition>(&model, shape.weights);
    agree::<Fill>(&model, shape.weights);
}

fn agree<T: Task>(model: &Model<'_>, draws: &[u8]) {
    let network = Network::<T, HIDDEN>::new(model).expect("a network of the task");
    let (units, rest) = (model.hidden(), Hash::EMPTY);
    let by = |best: u8| {
        BEST.store(best, Ordering::Relaxed);
        walk::<T, _>(&network, draws, |state| state.hash(rest, units))
    };
    let [one_by_one, avx2, avx512] = [0, 1, 2].map(by);
    assert_eq!(one_by_one, avx2, "AVX2, {units} units of {:?}", model.precision());
    assert_eq!(one_by_one, avx512, "AVX-512, {units} units of {:?}", model.precision());
    if let Some(exactly) = exactly::<T>(model, draws) {
        assert_eq!(one_by_one, exactly, "exactly {units} units of {:?}", model.precision());
    }
    if let Some(section) = model.section(T::SIGNATURE.fingerprint())
        && model.precision() != Precision::F32
    {
        assert_eq!(one_by_one, plainly::<T>(section, &one_by_one, draws), "{:?}", section.scales());
    }
}

/// Takes some steps of some calls, with views that the bytes draw.
fn walk<T: Task, P: Policy<T>>(network: &P, draws: &[u8], hash: impl Fn(&P::State) -> Hash) -> Vec<Step<T>> {
    let mut steps = Vec::new();
    for (call, views) in drawn::<T>(draws) {
        let mut state = network.fresh();
        let step = |view| {
            let stepped = network.step(&call, &view, &mut state).expect("a step of the task");
            (stepped, hash(&state))
        };
        steps.extend(views.map(step));
    }
    steps
}

/// The same states by the reference, and with them the decisions and the evidence that were found: it computes none.
fn plainly<T: Task>(section: Section<'_>, found: &[Step<T>], draws: &[u8]) -> Vec<Step<T>> {
    let (reference, mut found, mut steps) = (Reference::new(section), found.iter(), Vec::new());
    for (call, views) in drawn::<T>(draws) {
        let mut state = vec![(0, 0); section.core().hidden()];
        for view in views {
            state = reference.step::<T>(&call, &view, &state);
            let (hidden, cells): (Vec<i16>, Vec<i16>) = state.iter().copied().unzip();
            let stepped = found.next().expect("as many steps").0;
            steps.push((stepped, Hash::EMPTY.state(&hidden, &cells)));
            let margin = reference.margin::<T>(&state, &stepped.0);
            assert!(margin >= 0, "{:?} is not what the scores say: {margin}", stepped.0);
        }
    }
    steps
}

/// Calls of a task's programs, each with some views: as bytes draw them, again and again.
fn drawn<T: Task>(
    bytes: &[u8],
) -> impl Iterator<Item = (Call<T::Arguments>, impl Iterator<Item = T::Observation>)> {
    let at = move |index: usize| bytes.get(index % bytes.len().max(1)).copied().unwrap_or(0);
    let count = programs(&T::SIGNATURE).count();
    (0..CALLS).filter_map(move |call| {
        let program = programs(&T::SIGNATURE).nth((usize::from(at(call)) + call) % count)?;
        let mut arguments = T::Arguments::ZERO;
        let domains = program.entry(&T::SIGNATURE)?.arguments;
        for (index, (argument, domain)) in arguments.as_mut().iter_mut().zip(domains).enumerate() {
            *argument = domain[usize::from(at(CALLS + index)) % domain.len()];
        }
        let views = (0..STEPS).map(move |step| {
            let mut seen = T::Observation::ZERO;
            for (index, (symbol, slot)) in seen.as_mut().iter_mut().zip(T::SIGNATURE.observation).enumerate()
            {
                *symbol = at(7 * (STEPS * call + step) + index) % slot.symbols.len() as u8;
            }
            view(&T::SIGNATURE, program, seen)
        });
        Some((Call { program, arguments }, views))
    })
}

/// The same by the loop over single units, compiled for just this number of them; `None` if it is compiled for others.
fn exactly<T: Task>(model: &Model<'_>, draws: &[u8]) -> Option<Vec<Step<T>>> {
    match model.hidden() {
        1 => of_units::<T, 1>(model, draws),
        8 => of_units::<T, 8>(model, draws),
        17 => of_units::<T, 17>(model, draws),
        128 => of_units::<T, 128>(model, draws),
        _ => None,
    }
}

fn of_units<T: Task, const H: usize>(model: &Model<'_>, draws: &[u8]) -> Option<Vec<Step<T>>> {
    BEST.store(0, Ordering::Relaxed);
    match model.precision() {
        Precision::F32 => of_precision::<T, F32, H>(model, draws),
        Precision::Int8 => of_precision::<T, Int8, H>(model, draws),
        Precision::Int4 => of_precision::<T, Int4, H>(model, draws),
    }
}

fn of_precision<T: Task, A: Arithmetic<Value: Word>, const H: usize>(
    model: &Model<'_>,
    draws: &[u8],
) -> Option<Vec<Step<T>>> {
    let network = Lstm::<T, A, H, Exactly<H>>::exactly(model).ok()?;
    Some(walk::<T, _>(&network, draws, |state| Hash::EMPTY.state(state.parts().0, state.parts().1)))
}
