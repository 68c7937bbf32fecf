//! Networks drawn at random, with teachers that follow them, and the least boxes that prove it: proofs of programs that
//! nobody trained.

use std::collections::HashSet;

use npi_format::convert::{Checked, Checkpoint, convert};
use npi_format::{Bounds, Method, Model, Precision};
use npi_runtime::verify::programs;
use npi_runtime::{Call, Machine, Network, Policy, Task};
use npi_trainer::invariant::Invariant;
use npi_trainer::spec::SpecOf;

use crate::calls::{calls, views};

/// A blob with boxes, and the teacher for which they are closed.
pub struct Followed<T: Task> {
    /// The teacher.
    pub spec: SpecOf<T>,
    /// The blob.
    pub blob: Vec<u8>,
}

/// Units for which runs of such networks have room.
pub const UNITS: usize = 4;

/// Steps along which a teacher follows its network, for each row of its table.
const STEPS: usize = 4;

impl<T: Task> Followed<T> {
    /// Draws a network and a teacher; none if no program of it has boxes that are closed.
    pub fn draw(random: &mut impl FnMut(u32) -> u32) -> Option<Self> {
        let precision = [Precision::Int8, Precision::Int4][random(2) as usize];
        let checkpoint = drawn::<T>(random);
        let (blob, _) = convert(&checkpoint, precision).ok()?;
        let network = Network::<T, UNITS>::new(&Model::parse(&blob).ok()?).ok()?;
        let spec = follow(&network, random)?;
        let checkpoint = boxed::<T>(checkpoint, precision, &spec, &network, random)?;
        let (blob, _) = convert(&checkpoint, precision).ok()?;
        Some(Self { spec, blob })
    }
}

/// A checkpoint of one to four units, each of whose tensors is of another size; every other one is not inclined to end.
fn drawn<T: Task>(random: &mut impl FnMut(u32) -> u32) -> Checkpoint {
    let units = 1 + random(UNITS as u32) as usize;
    let mut drawn = Checkpoint::drawn(&T::SIGNATURE, units, || random(255) as f32 - 127.0);
    let tensors = drawn.own.iter_mut().flatten().chain([&mut drawn.recurrent]);
    for tensor in tensors {
        let size = f32::from(1_u16 << random(12)) / 65_536.0; // weights up to 127 / 65536, or up to 4
        tensor.iter_mut().for_each(|weight| *weight *= size);
    }
    if random(2) == 0 {
        let bias = &mut drawn.own[0][2];
        bias[0] = bias.iter().fold(0.0, |least, &weight| least.min(-weight.abs()));
    }
    drawn
}

/// A teacher that decides as the network does in the first state in which it is asked; where it goes on to is drawn, or is the
/// task's own. None if the network calls what no teacher may.
fn follow<T: Task>(
    network: &Network<'_, T, UNITS>,
    random: &mut impl FnMut(u32) -> u32,
) -> Option<SpecOf<T>> {
    let mut spec = SpecOf::<T>::of_task::<T>().ok()?;
    let own = random(2) == 0;
    for program in programs(&T::SIGNATURE) {
        for call in calls::<T>(program) {
            spec = follow_call(spec, network, &call, own, random)?;
        }
    }
    Some(spec)
}

fn follow_call<T: Task>(
    mut spec: SpecOf<T>,
    network: &Network<'_, T, UNITS>,
    call: &Call<T::Arguments>,
    own: bool,
    random: &mut impl FnMut(u32) -> u32,
) -> Option<SpecOf<T>> {
    let (views, memories) = (views::<T>(call.program), call.program.entry(&T::SIGNATURE)?.memories);
    if views.len() > 1 && random(4) == 0 {
        let memory = random(memories.into()) as u8;
        spec = spec.with(call, memory, &views[random(views.len() as u32) as usize], None).ok()?;
    }
    let (mut memory, mut state, mut known) = (0, network.fresh(), HashSet::new());
    for _ in 0..STEPS * views.len() * usize::from(memories) {
        let rank = random(views.len() as u32) as usize;
        if spec.teach(call, memory, &views[rank]).is_none() {
            continue;
        }
        let (found, _) = network.step(call, &views[rank], &mut state).ok()?;
        if known.insert((memory, rank)) {
            let after =
                if own { spec.teach(call, memory, &views[rank])?.1 } else { random(memories.into()) as u8 };
            spec = spec.with(call, memory, &views[rank], Some((found, after))).ok()?;
        }
        let (expected, after) = spec.teach(call, memory, &views[rank])?;
        memory = if expected.end { 0 } else { after };
        if expected.end {
            network.restart(&mut state);
        }
    }
    Some(spec)
}

/// The checkpoint with the least boxes of all programs that have some, each by a method that is drawn; none if no program has.
fn boxed<T: Task>(
    mut checkpoint: Checkpoint,
    precision: Precision,
    spec: &SpecOf<T>,
    network: &Network<'_, T, UNITS>,
    random: &mut impl FnMut(u32) -> u32,
) -> Option<Checkpoint> {
    let (mut methods, mut bounds) = (Vec::new(), Vec::new());
    for program in programs(&T::SIGNATURE) {
        let method = [Method::Boxes, Method::Split][random(2) as usize];
        let least = Invariant::least::<T>(spec, network, program, method).ok()?;
        methods.push(if least.is_some() { method } else { Method::Sequences });
        bounds.extend(least.iter().flat_map(Invariant::stored).map(Bounds::read));
    }
    (!bounds.is_empty()).then(|| {
        checkpoint.metadata.tasks[0].methods = methods;
        checkpoint.metadata.checked = Some(Checked { precision, proven: true });
        checkpoint.boxes = vec![bounds];
        checkpoint
    })
}
