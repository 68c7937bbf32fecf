//! The same weights in the runtime and in three frameworks, in one run: steps a second, as ratios. Answers are
//! compared first.
#![allow(missing_docs)]

use anyhow::{Result, ensure};
use npi_benches::{Burn, Candle, Framework, Peer};
use npi_format::convert::{Checkpoint, convert};
use npi_format::{Model, Precision};
use npi_runtime::task::view;
use npi_runtime::{Call, F32, Lstm, Policy, Task};
use npi_tasks::Addition;
use npi_tasks::addition::ADD;
use npi_trainer::bench::{SIZES, TeacherForced, measure, problem, random_network, solve};
use npi_trainer::record::{answer, network};
use npi_trainer::sequence::rows;

const SHIPPED: &[u8] = include_bytes!("../../../runtime/tasks/models/addition.safetensors");

fn main() -> Result<()> {
    println!("Times as many steps a second as each framework, with the same weights, batch 1, one core:\n");
    println!(
        "| network | int8 steps a second | × burn-ndarray | × burn-flex | × candle | f32: × burn-ndarray | × burn-flex | × candle |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    let shipped = Checkpoint::from_safetensors(SHIPPED)?;
    answers(&shipped)?;
    row("shipped, 16", &shipped)?;
    for hidden in SIZES {
        row(&format!("random, {hidden}"), &random_network::<Addition>(hidden, 0))?;
    }
    Ok(())
}

/// All frameworks with their device, which one macro names for both uses.
macro_rules! peers {
    ($checkpoint:expr, $action:ident) => {{
        #[expect(deprecated, reason = "the trainer's default backend")]
        let ndarray = Burn::new($checkpoint, burn::tensor::Device::ndarray())?;
        let flex = Burn::new($checkpoint, burn::tensor::Device::flex())?;
        let candle = Candle::new($checkpoint, candle_core::Device::Cpu)?;
        [$action(ndarray, $checkpoint)?, $action(flex, $checkpoint)?, $action(candle, $checkpoint)?]
    }};
}

/// The shipped network adds in every framework as in the runtime.
fn answers(checkpoint: &Checkpoint) -> Result<()> {
    fn right<F: Framework>(framework: F, _: &Checkpoint) -> Result<()> {
        let mut out = Vec::new();
        answer::<Addition>(Peer(framework), b"98765432109+12345678909", &mut Vec::new(), &mut out)?;
        let answer = String::from_utf8_lossy(&out);
        ensure!(answer == "111111111018\n", "expected 111111111018, found {answer}");
        Ok(())
    }
    peers!(checkpoint, right);
    Ok(())
}

/// A row of the table.
fn row(name: &str, checkpoint: &Checkpoint) -> Result<()> {
    let [int8, f32] = [ours(checkpoint, Precision::Int8)?, ours(checkpoint, Precision::F32)?];
    let peers = peers!(checkpoint, theirs);
    let cells = |ours: f64| peers.map(|theirs| format!("{:.0}", ours / theirs)).join(" | ");
    println!("| {name} | {int8:.0} | {} | {} |", cells(int8), cells(f32));
    Ok(())
}

/// The runtime's steps a second.
fn ours(checkpoint: &Checkpoint, precision: Precision) -> Result<f64> {
    let (blob, _) = convert(checkpoint, precision)?;
    let model = Model::parse(&blob)?;
    steps_a_second(network::<Addition>(&model)?)
}

/// A framework's steps a second, after its scores have been found to be the runtime's.
fn theirs<F: Framework>(framework: F, checkpoint: &Checkpoint) -> Result<f64> {
    same_scores(&framework, checkpoint)?;
    steps_a_second(Peer(framework))
}

fn steps_a_second(policy: impl Policy<Addition>) -> Result<f64> {
    let led = TeacherForced::<Addition, _>::new(policy);
    let (problem, mut memory) = (problem::<Addition>(100)?, Vec::new());
    Ok(measure(|| solve::<Addition>(&led, &problem, &mut memory))?.steps_per_second.most) // the least disturbed
}

/// Step by step along a call of ADD, to within the rounding of a different order of summation.
fn same_scores<F: Framework>(framework: &F, checkpoint: &Checkpoint) -> Result<()> {
    let (blob, _) = convert(checkpoint, Precision::F32)?;
    let network = Lstm::<Addition, F32, 128>::new(&Model::parse(&blob)?)?;
    let (mut state, mut theirs) = (network.fresh(), None);
    for observation in [[7, 8, 1, 10], [7, 8, 1, 6], [10, 10, 1, 10]] {
        let call = Call::new(ADD);
        let view = view(&Addition::SIGNATURE, ADD, observation);
        network.step(&call, &view, &mut state)?;
        let rows: Vec<u32> = rows(&Addition::SIGNATURE, &call, &view).into_iter().map(u32::from).collect();
        let scores = framework.step(&rows, &mut theirs)?;
        for (ours, theirs) in network.scores(&state).zip(scores) {
            ensure!((ours - theirs).abs() < 1e-3, "expected a score of {ours}, found {theirs}");
        }
    }
    Ok(())
}
