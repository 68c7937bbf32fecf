//! The same weights in the runtime, in frameworks and in plain C, in one run and in turns: how many times as long as the runtime each takes for the
//! same steps. Scores are compared first.
#![allow(missing_docs)]

use anyhow::{Result, ensure};
use npi_benches::{
    Burn, Candle, Contender, Float, Framework, Integer, Peer, Step, processor_seconds, record,
};
#[cfg(feature = "silicon")]
use npi_benches::{C, Flags, Limit, OnnxRuntime, Rten, Tract};
use npi_format::convert::{Checkpoint, convert};
use npi_format::{Model, Precision};
use npi_tasks::Addition;
use npi_trainer::bench::{SIZES, random_network};

const SHIPPED: &[u8] = include_bytes!("../../../runtime/tasks/models/addition.safetensors");
const DIGITS: usize = 100;
/// Rounds in which each contender has its turn; an odd number, so that a median is one of them.
const ROUNDS: usize = 31;
/// Processor seconds of a turn, at least.
const TURN: f64 = 0.005;
/// How far scores may be apart: sums are taken in other orders, and exponentials are not rounded alike.
const TOLERANCE: f32 = 1e-3;

#[cfg(not(feature = "silicon"))]
fn main() -> Result<()> {
    compare()
}

/// In rten's pool, which it would otherwise enter and leave in each step.
#[cfg(feature = "silicon")]
fn main() -> Result<()> {
    rten::thread_pool().run(compare)
}

/// Measures all networks, and prints two tables: by the runtime in int8, and in f32.
fn compare() -> Result<()> {
    let steps = record(DIGITS)?;
    let mut columns =
        vec![("shipped, 16".to_owned(), turns(&Checkpoint::from_safetensors(SHIPPED)?, &steps)?)];
    for hidden in SIZES {
        columns.push((format!("random, {hidden}"), turns(&random_network::<Addition>(hidden, 0), &steps)?));
    }
    println!("Nanoseconds a step, the median of {ROUNDS} rounds:\n");
    table(&columns, |row, _| format!("{:.0}", 1e9 * row.seconds()));
    println!("\nTimes as long as npi in int8, the median of each round's ratio:\n");
    table(&columns, |row, rows| ratio(row, &rows[0]));
    println!("\nTimes as long as npi in f32:\n");
    table(&columns, |row, rows| ratio(row, &rows[1]));
    Ok(())
}

/// What was measured of a contender: its name, and processor seconds a step, round by round.
struct Row {
    name: &'static str,
    rounds: Vec<f64>,
}

impl Row {
    fn seconds(&self) -> f64 {
        median(self.rounds.clone())
    }
}

fn ratio(row: &Row, of: &Row) -> String {
    let ratio = median(row.rounds.iter().zip(&of.rounds).map(|(row, of)| row / of).collect());
    if ratio < 9.95 { format!("{ratio:.2}") } else { format!("{ratio:.0}") }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Prints a row for each contender, a column for each network; a contender that does not know a network's size has no figure.
fn table(columns: &[(String, Vec<Row>)], cell: impl Fn(&Row, &[Row]) -> String) {
    let heads: Vec<_> = columns.iter().map(|(name, _)| name.as_str()).collect();
    println!("| | {} |\n|---|{}", heads.join(" | "), "---:|".repeat(heads.len()));
    for Row { name, .. } in
        columns.iter().max_by_key(|(_, rows)| rows.len()).map_or(&[][..], |(_, rows)| rows)
    {
        let row = |rows: &[Row]| rows.iter().find(|row| row.name == *name).map(|row| cell(row, rows));
        let cells = columns.iter().map(|(_, rows)| row(rows).unwrap_or_else(|| "–".to_owned()));
        println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
}

/// Lets all contenders take the steps in turns.
fn turns(checkpoint: &Checkpoint, steps: &[Step]) -> Result<Vec<Row>> {
    let [(int8, _), (f32, _)] = [convert(checkpoint, Precision::Int8)?, convert(checkpoint, Precision::F32)?];
    let [int8, f32] = [Model::parse(&int8)?, Model::parse(&f32)?];
    let float = Float::new(&f32)?;
    let scores = float.scores(steps, checkpoint.metadata.tasks[0].shape().outputs())?;
    let mut all: Vec<(&str, Box<dyn Contender + '_>)> =
        vec![("npi, int8", Box::new(Integer::new(&int8)?)), ("npi, f32", Box::new(float))];
    all.extend(peers(checkpoint, steps, &scores)?);
    let mut rows: Vec<_> = all.iter().map(|&(name, _)| Row { name, rounds: Vec::new() }).collect();
    let mut times = vec![1; all.len()];
    for round in 0..=ROUNDS {
        for (index, (_, contender)) in all.iter_mut().enumerate() {
            let begin = processor_seconds();
            for _ in 0..times[index] {
                contender.run(steps, &mut |_| {})?;
            }
            let seconds = (processor_seconds() - begin) / f64::from(times[index]);
            match round {
                0 => times[index] = (TURN / seconds).ceil() as u32, // warms up, and tells how often is enough
                _ => rows[index].rounds.push(seconds / steps.len() as f64),
            }
        }
    }
    Ok(rows)
}

type Named<'c> = (&'static str, Box<dyn Contender + 'c>);

/// All whose scores are the runtime's.
fn peers(checkpoint: &Checkpoint, steps: &[Step], scores: &[f32]) -> Result<Vec<Named<'static>>> {
    fn peer<F: Framework<State: 'static> + 'static>(
        name: &'static str,
        framework: F,
        steps: &[Step],
        scores: &[f32],
    ) -> Result<Named<'static>> {
        let mut peer = Peer::new(framework, scores.len() / steps.len());
        let mut found = Vec::new();
        peer.run(steps, &mut |scores| found.extend_from_slice(scores))?;
        let apart = found.iter().zip(scores).map(|(found, score)| (found - score).abs()).fold(0.0, f32::max);
        ensure!(
            found.len() == scores.len() && apart < TOLERANCE,
            "{name}: expected the runtime's scores, found some that are {apart} away"
        );
        Ok((name, Box::new(peer)))
    }
    macro_rules! peer {
        ($name:literal, $framework:ty, $device:expr) => {
            peer($name, <$framework>::new(checkpoint, $device)?, steps, scores)?
        };
    }
    #[expect(deprecated, reason = "the trainer's default backend")]
    let ndarray = burn::tensor::Device::ndarray();
    #[allow(unused_mut)]
    let mut peers = vec![
        peer!("burn-ndarray, f32", Burn, ndarray),
        peer!("burn-flex, f32", Burn, burn::tensor::Device::flex()),
        peer!("candle, f32", Candle, candle_core::Device::Cpu),
    ];
    #[cfg(feature = "silicon")]
    peers.extend([
        peer!("ONNX Runtime, f32", OnnxRuntime, ()),
        peer!("tract, f32", Tract, ()),
        peer!("rten, f32", Rten, ()),
        peer!("C, f32, -O3", C, Flags::O3),
        peer!("C, f32, -Ofast", C, Flags::Ofast),
    ]);
    #[cfg(feature = "silicon")]
    peers.extend(
        Limit::new(checkpoint.metadata.hidden)
            .map(|limit| ("the product alone, int8", Box::new(limit) as Box<dyn Contender>)),
    );
    Ok(peers)
}
