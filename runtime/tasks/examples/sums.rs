//! Adds two numbers of a hundred digits, as often as is asked for; instructions are counted from outside (`tests/aarch64.sh`).

use npi_runtime::format::Model;
use npi_runtime::{Environment, Network, Task, solve};
use npi_tasks::{Addition, models};

const DIGITS: usize = 100;

/// Takes the model's name and the number of sums; prints how many steps they took.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let (blob, sums) = match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["int8", sums] => (models::ADDITION, sums.parse::<usize>()?),
        ["f32", sums] => (models::ADDITION_F32, sums.parse()?),
        _ => return Err("expected int8 or f32, and a number of sums".into()),
    };
    let network = Network::<Addition, 128>::new(&Model::parse(blob)?)?;
    let problem = format!("{}+{}", "579".repeat(DIGITS / 3), "1221".repeat(DIGITS / 4));
    let mut memory = vec![0; Addition::memory(problem.as_bytes())];
    let mut steps = 0;
    for _ in 0..sums {
        let mut world =
            Addition::world(problem.as_bytes(), &mut memory).map_err(|refusal| format!("{refusal:?}"))?;
        solve(network, &mut world, |_, _| steps += 1)?;
        world.answer(&mut String::new())?;
    }
    println!("{steps}");
    Ok(())
}
