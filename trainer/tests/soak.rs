//! Ten million steps: no counter overflows, and no state drifts.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod npi;

use std::path::Path;

use npi::{data, npi, talk};
use npi_format::Model;
use npi_runtime::trace::Hash;
use npi_runtime::{Environment, Int8, Lstm, Task, solve};
use npi_tasks::{TrafficLoop, models};

/// Steps of a run.
const STEPS: usize = 10_000_000;

/// Ticks after which the button is pressed again: a cycle of the lights and some.
const PERIOD: usize = 10;
/// Periods after which a network may have settled.
const SETTLED: usize = 100;

/// One call of a loop: each period's decisions, evidence and states have the bits of the period before. That is what a network does
/// whose state neither drifts nor remembers what it should not.
#[test]
fn a_loop_of_ten_million_steps_keeps_its_bits() {
    let problem = format!("b{}", ".".repeat(PERIOD - 1)).repeat(STEPS / PERIOD);
    let model = Model::parse(models::TRAFFIC_LOOP).unwrap();
    let network = Lstm::<TrafficLoop, Int8, 32>::new(&model).unwrap();
    let mut memory = vec![0; TrafficLoop::memory(problem.as_bytes())];
    let mut world = TrafficLoop::world(problem.as_bytes(), &mut memory).unwrap();
    let (mut hash, mut last, mut periods) = (Hash::EMPTY, None, 0);
    let steps = solve(network, &mut world, |event, state| {
        let (hidden, cell) = state.parts();
        let mut counted = *event;
        counted.step = 0; // all but the number comes again
        hash = hash.state(hidden, cell).event(&counted);
        if event.step as usize % PERIOD == PERIOD - 1 {
            assert!(
                periods < SETTLED || last == Some(hash),
                "period {periods} is another than the one before"
            );
            (last, hash, periods) = (Some(hash), Hash::EMPTY, periods + 1);
        }
    });
    assert_eq!((steps, periods), (Ok(STEPS + 1), STEPS / PERIOD));
    let mut answer = String::new();
    world.answer(&mut answer).unwrap();
    let cycle = &answer[answer.len() - PERIOD..];
    assert!(cycle.contains('W') && answer.ends_with(&cycle.repeat(STEPS / PERIOD - SETTLED)), "{cycle}");
}

/// One run of the command, of many calls: a carry through a million digits, and as many steps as there are.
#[test]
fn a_sum_of_ten_million_steps_is_right() {
    let digits = STEPS / 10;
    let problem = format!("{}+1\n", "9".repeat(digits));
    let output = npi(Path::new("."), &["run", "addition", "-", "--json"], problem.as_bytes());
    assert_eq!(talk(&output).1, Some(0), "{}", talk(&output).0);
    let line: serde_json::Value = serde_json::from_str(&data(&output)).unwrap();
    assert_eq!(line["answer"].as_str(), Some(format!("1{}", "0".repeat(digits)).as_str()));
    assert!(line["steps"].as_u64().unwrap() >= STEPS as u64, "{}", line["steps"]);
}
