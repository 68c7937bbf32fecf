//! A step of a box bounds the steps of all states in it, and is exact for a box of one state.

use npi_format::convert::{Checkpoint, convert};
use npi_format::{Bounds, Model, Precision, Stored};
use npi_runtime::verify::{Boxed, programs};
use npi_runtime::{Call, Decision, Network, Policy, Task};
use npi_tasks::{Addition, models};
use npi_tests::calls::{calls, numbers, views};
use npi_tests::random;
use npi_tests::reference::{Reference, State};

const HIDDEN: usize = 32;

/// Every hidden size and precision that there is a model of, and some that nobody has trained.
fn blobs() -> Vec<Vec<u8>> {
    let (mut state, mut blobs) = (8, Vec::new());
    let mut random = random(&mut state);
    for hidden in [1, 2, 3, 4, 5, 7, 8, 11] {
        for precision in [Precision::Int8, Precision::Int4] {
            let size = f32::from(1_u16 << random(12)) / 65_536.0;
            let drawn =
                Checkpoint::drawn(&Addition::SIGNATURE, hidden, || size * (random(255) as f32 - 127.0));
            blobs.push(convert(&drawn, precision).unwrap().0);
        }
    }
    let trained =
        Checkpoint::from_safetensors(include_bytes!("../../../runtime/tasks/models/addition.safetensors"));
    blobs.push(convert(&trained.unwrap(), Precision::Int4).unwrap().0);
    blobs.extend([models::ADDITION, include_bytes!("../../models/addition-h6.npi")].map(<[u8]>::to_vec));
    blobs.push(include_bytes!("../../models/addition-h32.npi").to_vec());
    blobs.push(include_bytes!("../../models/addition-int4-h9.npi").to_vec());
    blobs
}

/// One call, view and decision of a task, drawn.
fn drawn<T: Task>(
    random: &mut impl FnMut(u32) -> u32,
) -> (Call<T::Arguments>, T::Observation, Decision<T::Arguments>) {
    let mut one = |below: usize| random(below as u32) as usize;
    let all: Vec<_> = programs(&T::SIGNATURE).collect();
    let program = all[one(all.len())];
    let (calls, views) = (calls::<T>(program), views::<T>(program));
    let (call, view) = (calls[one(calls.len())], views[one(views.len())]);
    let memory = one(usize::from(program.entry(&T::SIGNATURE).unwrap().memories)) as u8;
    let (expected, _) = T::default().teach(&call, memory, &view).unwrap();
    (call, view, expected)
}

/// Bounds of one unit: any, or narrow ones.
fn bounds(random: &mut impl FnMut(u32) -> u32) -> Bounds {
    let mut between = |least: i32, greatest: i32| {
        let one = least + random((greatest - least) as u32 + 1) as i32;
        let narrow = random(8);
        let width = random(((greatest - least) as u32 >> narrow) + 1) as i32;
        [one, (one + width).min(greatest)]
    };
    let (hidden, cell) = (between(-128, 127), between(-32_768, 32_767));
    Bounds { hidden: hidden.map(|end| end as i8), cell: cell.map(|end| end as i16) }
}

/// A state of a box: of each number an end, or anything between.
fn sampled(of: &[Bounds], random: &mut impl FnMut(u32) -> u32) -> State {
    let mut between = |[least, greatest]: [i32; 2]| match random(3) {
        0 => least as i16,
        1 => greatest as i16,
        _ => (least + random((greatest - least) as u32 + 1) as i32) as i16,
    };
    of.iter().map(|of| (between(of.hidden.map(i32::from)), between(of.cell.map(i32::from)))).collect()
}

/// The box of one state.
fn point(state: &State) -> Vec<Bounds> {
    state.iter().map(|&(hidden, cell)| Bounds { hidden: [hidden as i8; 2], cell: [cell; 2] }).collect()
}

fn stored(bounds: &[Bounds]) -> Vec<Stored> {
    bounds.iter().map(|bounds| bounds.stored()).collect()
}

/// Every state of a random box comes to a state of its image, in which no decision leads by less than the image says.
#[test]
fn images_hold_the_steps_of_all_states() {
    let mut state = 9;
    let mut random = random(&mut state);
    for blob in blobs() {
        let model = Model::parse(&blob).unwrap();
        let network = Network::<Addition, HIDDEN>::new(&model).unwrap();
        let reference = Reference::new(model.sections().next().unwrap());
        for _ in 0..100 {
            let (call, view, expected) = drawn::<Addition>(&mut random);
            let from: Vec<_> = (0..model.hidden()).map(|_| bounds(&mut random)).collect();
            let mut image = vec![Bounds::EMPTY; model.hidden()];
            network.step_box(&call, &view, &stored(&from), &mut image).unwrap();
            let lead = network.lead(&image, &expected);
            for _ in 0..20 {
                let found = reference.step::<Addition>(&call, &view, &sampled(&from, &mut random));
                let inside = point(&found).iter().zip(&image).all(|(found, image)| found.are_within(*image));
                assert!(inside, "{found:?} of {image:?}");
                assert!(reference.margin::<Addition>(&found, &expected) >= lead.margin, "{lead:?}");
            }
        }
    }
}

/// The box of one state comes to the box of the next, and its lead is the margin: for any state, and for those of real calls.
#[test]
fn boxes_of_one_state_are_exact() {
    let mut state = 10;
    let mut random = random(&mut state);
    for blob in blobs() {
        let model = Model::parse(&blob).unwrap();
        let network = Network::<Addition, HIDDEN>::new(&model).unwrap();
        let reference = Reference::new(model.sections().next().unwrap());
        for _ in 0..200 {
            let (call, view, expected) = drawn::<Addition>(&mut random);
            let any: Vec<_> = (0..model.hidden()).map(|_| bounds(&mut random)).collect();
            let from = sampled(&any, &mut random);
            let mut image = vec![Bounds::EMPTY; model.hidden()];
            network.step_box(&call, &view, &stored(&point(&from)), &mut image).unwrap();
            let found = reference.step::<Addition>(&call, &view, &from);
            assert_eq!(image, point(&found));
            let margin = reference.margin::<Addition>(&found, &expected);
            assert_eq!(network.lead(&image, &expected).margin, margin);
        }
    }
}

/// Along real calls, the box of one state is the network's own state, to the bit, and its lead the margin of the decision.
#[test]
fn boxes_follow_the_network() {
    let mut state = 11;
    let mut random = random(&mut state);
    for blob in blobs() {
        let model = Model::parse(&blob).unwrap();
        let network = Network::<Addition, HIDDEN>::new(&model).unwrap();
        let coarse = model.sections().next().unwrap().scales().heads < 10; // no bit of a margin is cut off
        let mut image = vec![Bounds::EMPTY; model.hidden()];
        for _ in 0..60 {
            let (call, ..) = drawn::<Addition>(&mut random);
            let (views, mut state, mut from) = (views::<Addition>(call.program), network.fresh(), Vec::new());
            for _ in 0..10 {
                let view = &views[random(views.len() as u32) as usize];
                network.step_box(&call, view, &from, &mut image).unwrap();
                let (found, evidence) = network.step(&call, view, &mut state).unwrap();
                let now = numbers(&state, model.hidden());
                let (hidden, cell) = now.split_at(model.hidden());
                assert_eq!(image, point(&hidden.iter().copied().zip(cell.iter().copied()).collect()));
                let (lead, margin) = (network.lead(&image, &found).margin, evidence.unwrap().margin());
                assert!(lead == margin || !coarse && lead == margin - 1, "{lead}, {margin}");
                from = stored(&image);
            }
        }
    }
}
