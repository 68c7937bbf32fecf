//! Carries out a trace's actions in the task's own world, checks that it is what the trace says, and notes what changes.

use std::num::NonZeroU32;

use npi_runtime::task::view;
use npi_runtime::{Call, Decision, Environment, Picture, Program, Symbols, Task};

use super::scene::{Change, Scene};
use super::storyboard::Storyboard;
use super::tape::Tape;
use super::title::Title;
use crate::error::{Context, Result, ensure};
use crate::nesting::{Nesting, Place};
use crate::shown::shown;

/// Where an action may change cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Watch {
    /// Under the pointers, before or after: true of every world on a tape, and quick.
    Pointers,
    /// Anywhere.
    Everything,
}

/// What a world may refuse.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum May {
    /// Nothing: that a step was taken says that it could be.
    Nothing,
    /// The last step: it is what a network decided, and what came of it is not known.
    RefuseLast,
}

/// The storyboard of a tape, with the answer that the trace claims, and without its model's name; and what the world says where it
/// refuses the last step.
pub(super) fn replay<T: Task>(
    mut tape: Tape,
    problem: &str,
    claimed: Option<String>,
    may: May,
) -> Result<(Storyboard, Option<String>)> {
    let run = match run::<T>(&mut tape, problem, may, Watch::Pointers)? {
        Some(run) => run,
        None => {
            let run = run::<T>(&mut tape, problem, may, Watch::Everything)?;
            run.context("expected a world that stays itself")?
        }
    };
    if let Some(claimed) = &claimed {
        ensure!(run.ended, "expected more steps, or no answer: the first program has not ended");
        ensure!(run.answer == *claimed, "expected the answer {}, found {claimed}", run.answer);
    }
    let (problem, answer) = (shown(problem), claimed.map(shown));
    let board = Storyboard {
        signature: T::SIGNATURE,
        title: Title::new(&problem, T::EXAMPLE, answer.as_deref()),
        problem,
        model: String::new(),
        answer,
        rows: T::World::ROWS,
        mirrored: T::World::MIRRORED,
        columns: run.columns,
        first: run.first,
        tape,
        changes: run.changes,
        astray: None,
    };
    Ok((board, run.refused))
}

struct Run {
    first: Scene,
    changes: Vec<Change>,
    columns: usize,
    answer: String,
    /// Whether the call stack was empty at the end.
    ended: bool,
    /// What the world said of the last step, if it refused that.
    refused: Option<String>,
}

/// Replays all steps; none if cells changed where nobody watched.
fn run<T: Task>(tape: &mut Tape, problem: &str, may: May, watch: Watch) -> Result<Option<Run>> {
    let mut memory = vec![0; T::memory(problem.as_bytes())];
    let mut world = T::world(problem.as_bytes(), &mut memory).context("the trace's problem")?;
    let first = picture(&world);
    let (mut scene, mut changes, mut columns) = (first.clone(), Vec::new(), world.columns());
    let (mut calls, mut refused) = (Calls::<T>::start(T::start(&world)), None);
    for step in 0..tape.shots.len() {
        let (known, last) = (changes.len(), step + 1 == tape.shots.len());
        let action = advance::<T>(tape, step, &mut calls, &world);
        let acts = action.and_then(|action| match action.map(|arguments| world.act(arguments)) {
            None => Ok(false),
            Some(Err(refusal)) if last && may == May::RefuseLast => {
                refused = Some(refusal.to_string());
                Ok(false)
            }
            Some(acted) => Ok(acted.map(|()| true)?),
        });
        acts.and_then(|acts| if acts { note(&world, &scene, watch, &mut changes) } else { Ok(()) })
            .with_context(|| format!("step {step}"))?;
        for change in &changes[known..] {
            scene.apply(change, true);
            if let Change::Pointer { after, .. } = *change {
                columns = columns.max(after as usize + 1);
            }
        }
        tape.shots[step].changes = u32::try_from(changes.len())?;
    }
    let mut answer = String::new();
    world.answer(&mut answer)?;
    let run = Run { first, changes, columns, answer, ended: calls.is_over(), refused };
    Ok((scene == picture(&world)).then_some(run))
}

/// The calls of a run, each with its last step.
type Calls<T> = Nesting<T, Option<NonZeroU32>>;

/// Takes a step as the interpreter would; gives what it does to the world, if it does anything.
fn advance<T: Task>(
    tape: &mut Tape,
    step: usize,
    calls: &mut Calls<T>,
    world: &T::World<'_>,
) -> Result<Option<T::Arguments>> {
    let [seen, own, with] = tape.symbols(step);
    let call = Call { program: tape.shots[step].program, arguments: symbols::<T::Arguments>(own) };
    let called: Call<T::Arguments> =
        Call { program: tape.shots[step].called, arguments: symbols::<T::Arguments>(with) };
    let view = view(&T::SIGNATURE, call.program, world.observe());
    ensure!(view.as_ref() == seen, "it sees what does not follow from the steps before");
    let shot = &mut tape.shots[step];
    let place = Place { call, depth: shot.depth as usize, taken: shot.taken };
    let (last, below) = calls.step(place)?;
    (shot.prior, shot.below) = (*last, below.copied().flatten());
    *last = NonZeroU32::new(step as u32 + 1);
    calls.follow(&Decision { call: called, end: shot.end });
    Ok((called.program == Program::ACT).then_some(called.arguments))
}

fn symbols<S: Symbols>(ids: &[u8]) -> S {
    let mut symbols = S::ZERO;
    symbols.as_mut().copy_from_slice(ids);
    symbols
}

fn picture<W: Picture>(world: &W) -> Scene {
    let row = |row| (0..world.columns()).map(|column| world.cell(row, column)).collect();
    let rows = 0..W::ROWS.len();
    Scene::new(rows.clone().map(row).collect(), rows.map(|row| world.pointer(row)).collect())
}

/// Notes how the world differs from the picture before.
fn note<W: Picture>(world: &W, before: &Scene, watch: Watch, changes: &mut Vec<Change>) -> Result<()> {
    for row in 0..W::ROWS.len() {
        let (was, is) = (before.pointer(row), world.pointer(row));
        let mut cell = |column: usize| -> Result<()> {
            let (old, new) = (before.cell(row, column), world.cell(row, column));
            if old != new {
                let (row, column) = (u16::try_from(row)?, u32::try_from(column)?);
                changes.push(Change::Cell { row, column, before: old, after: new });
            }
            Ok(())
        };
        match watch {
            Watch::Everything => (0..world.columns()).try_for_each(&mut cell)?,
            Watch::Pointers => {
                cell(was)?;
                if is != was {
                    cell(is)?;
                }
            }
        }
        if was != is {
            let (before, after) = (u32::try_from(was)?, u32::try_from(is)?);
            changes.push(Change::Pointer { row: u16::try_from(row)?, before, after });
        }
    }
    Ok(())
}
