//! What a model takes on a board, before it is flashed: RAM by the formulas that the firmware is built by, flash and instructions by what
//! was measured.

use npi_format::{Model, Precision, Section};
use npi_runtime::budget::{Needs, stack, verifier};
use npi_runtime::verify::Random;
use npi_runtime::{Event, Task, Teacher, solve};

use super::board::Board;
use super::prices::{Core, Price};
use crate::error::{Error, Result, ensure};
use crate::shown::shown;
use crate::tasks::{ForTask, Tasks};

/// The sizes of problems that are told, as far as they fit. The console's `bench` has one of 100.
const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// What a model takes on a board.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) board: &'static Board,
    /// Bytes of flash: program, console, proof, and the model.
    pub(super) flash: usize,
    /// Bytes of static RAM, most of it the verifiers'.
    pub(super) statics: usize,
    /// Bytes of stack that are reserved.
    pub(super) stack: usize,
    pub(super) tasks: Vec<TaskBudget>,
}

/// What one of its tasks takes.
#[derive(Debug)]
pub(super) struct TaskBudget {
    pub(super) task: &'static str,
    /// What the size of a problem counts.
    pub(super) unit: &'static str,
    /// The largest size of a problem that is typed into what RAM is left.
    pub(super) capacity: usize,
    /// Instructions of the dearest kind of step: none of a call's first, with arguments.
    pub(super) most: f64,
    /// For some sizes of problems.
    pub(super) runs: Vec<Run>,
}

/// What a problem takes that is drawn at random; the same as the console's `bench` has at its size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) size: usize,
    pub(super) steps: usize,
    /// The instructions of all its steps together.
    pub(super) instructions: f64,
}

impl Budget {
    /// What a model of so many bytes takes.
    ///
    /// # Errors
    /// If there is no price for it: in other precisions than int8, with boxes, and of tasks that do not ship.
    pub(super) fn of<R: Tasks>(model: &Model<'_>, bytes: usize, board: &'static Board) -> Result<Self> {
        let (precision, hidden) = (model.precision(), model.hidden());
        ensure!(
            precision == Precision::Int8,
            "expected a model in int8, of which boards were measured, found {}; hint: `npi convert` makes one",
            precision.name()
        );
        ensure!(
            hidden.is_multiple_of(4),
            "expected hidden units in fours, of which boards were measured, found {hidden}"
        );
        let core = board.core.of(hidden);
        let sections: Vec<_> = model.sections().collect();
        let prices = sections.iter().map(|section| price(core, section)).collect::<Result<Vec<_>>>()?;
        let named = |section: &Section<'_>| R::for_task(section.task(), Static { precision, hidden });
        let rams = sections.iter().map(named).collect::<Result<Vec<_>>>()?;
        let needs = rams.iter().map(|ram| ram.needs).reduce(Needs::max);
        let needs = needs.ok_or_else(|| Error::ours("expected a model of some task, found none"))?;
        let (stack, statics) = (
            stack(board.target, precision, hidden, needs, false),
            rams.iter().map(|ram| ram.verifier).sum::<usize>() + board.words(),
        );
        let left = (1024 * board.kilobytes[1]).saturating_sub(stack + statics);
        let tasks = sections.iter().zip(&prices).map(|(section, price)| {
            R::for_task(section.task(), Cost { core, price, hidden, left, tasks: sections.len() })
        });
        let tasks = tasks.collect::<Result<_>>()?;
        Ok(Self {
            board,
            flash: board.code(core.flash(&prices, hidden), sections.len()) + bytes,
            statics,
            stack,
            tasks,
        })
    }
}

/// The price of a section's task.
fn price<'c>(core: &'c Core, section: &Section<'_>) -> Result<&'c Price> {
    let task = shown(section.task()).to_string();
    ensure!(
        section.boxes().count() == 0,
        "expected a model without boxes, of which boards were measured, found `{task}` with {}",
        section.boxes().count()
    );
    let price = core.tasks.iter().find(|price| price.task == section.task());
    let names = || core.tasks.iter().map(|price| price.task).collect::<Vec<_>>().join(", ");
    price.ok_or_else(|| {
        Error::input(format_args!(
            "expected a task that was measured on boards ({}), found `{task}`",
            names()
        ))
    })
}

/// A task's RAM.
struct Ram {
    needs: Needs,
    verifier: usize,
}

/// Finds a task's RAM.
struct Static {
    precision: Precision,
    hidden: usize,
}

impl ForTask for Static {
    type Output = Ram;

    fn for_task<T: Task>(self) -> Result<Ram> {
        let longest = T::SIGNATURE.programs.iter().map(|program| usize::from(program.memories)).max();
        let verifier = verifier::<T>(self.precision, self.hidden, longest.unwrap_or_default());
        Ok(Ram { needs: Needs::of::<T>(), verifier })
    }
}

/// Finds what problems of a task cost.
struct Cost<'c> {
    core: &'c Core,
    price: &'c Price,
    hidden: usize,
    /// Bytes of RAM that are left for the problem.
    left: usize,
    /// How many tasks the model has.
    tasks: usize,
}

impl ForTask for Cost<'_> {
    type Output = TaskBudget;

    fn for_task<T: Task>(self) -> Result<TaskBudget> {
        let capacity = T::capacity(self.left);
        let fits = SIZES.into_iter().filter(|&size| size <= capacity);
        let runs = fits.map(|size| self.run::<T>(size)).collect::<Result<Vec<_>>>()?;
        let outputs = T::SIGNATURE.arguments.iter().map(|slot| slot.symbols.len()).sum::<usize>();
        let most = self.core.most(self.price, self.hidden, self.tasks, outputs);
        let (task, unit) = (T::SIGNATURE.task, T::SIZE);
        Ok(TaskBudget { task, unit, capacity, most, runs })
    }
}

impl Cost<'_> {
    /// What a problem of a size takes: its teacher says which steps there are.
    fn run<T: Task>(&self, size: usize) -> Result<Run> {
        let (mut random, mut problem) = (Random(1), String::new());
        T::sample(size, size, &mut |below| random.below(below), &mut problem)?;
        let mut memory = vec![0; T::memory(problem.as_bytes())];
        let mut world = T::world(problem.as_bytes(), &mut memory)?;
        let mut later = 0;
        let steps = solve::<T, _>(Teacher::new(), &mut world, |event: &Event<T>, _| {
            later += usize::from(event.step > 0)
        })?;
        Ok(Run {
            size,
            steps,
            instructions: self.core.instructions(self.price, self.hidden, self.tasks, [steps, later]),
        })
    }
}
