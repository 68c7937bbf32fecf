//! Problems on several cores. One thread reads lines, as many as are there at once; others solve them; the caller is given what
//! comes of each, in the order of the lines.
//!
//! ```text
//! reader ──lines──▶ caller ──queue──▶ workers
//!    ▲                │ ▲                │
//!    └────tickets─────┘ └────answers─────┘
//! ```
//!
//! Everything passes the caller, so that it can stop at any line: its queue closes, and with it the workers end, whatever the reader
//! still waits for. The reader needs a ticket for each batch, and gets it back once that is answered.

use std::collections::BTreeMap;
use std::io::{self, BufReader};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use npi_runtime::Task;

use super::answer::Solver;
use super::batch::{Lines, text};
use crate::error::{Error, Result};

/// What a line holds, or what is wrong with it.
pub type Line = Result<Vec<u8>>;
/// What came of a line: bytes to write, and why there is no answer, if there is none.
pub type Answered = (Vec<u8>, Option<Error>);

/// Batches that are under way at most, for each worker.
const AHEAD: usize = 4;
/// Bytes that are read at once: lines that are there together are solved together.
const AT_ONCE: usize = 1 << 16;

enum Event {
    /// Lines were read; none at the end.
    Read(io::Result<Vec<Line>>),
    /// A batch was answered, or its answers could not be written down.
    Answered(usize, Result<Vec<Answered>>),
}

/// Solves each line of standard input by one of `jobs` workers, and calls `each` with what comes of it, in the order of the lines.
///
/// # Errors
/// What `each` fails with, after which it is not called again; and an input that cannot be read, once the lines before are answered.
pub fn answer_lines<T: Task>(
    solver: &Solver<'_, T>,
    jobs: usize,
    each: impl FnMut(Answered) -> Result<()>,
) -> Result<()> {
    let (events, happened) = mpsc::channel();
    let tickets = read_lines(events.clone(), AHEAD * jobs);
    let (queue, work) = mpsc::channel();
    let work = Mutex::new(work);
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (events, work, solver) = (events.clone(), &work, solver.clone());
            scope.spawn(move || solve(solver, work, &events));
        }
        Caller { queue, tickets, batches: 0, answered: BTreeMap::new(), passed: 0, each }.attend(&happened)
    })
}

/// Starts the thread that reads lines; gives what takes its tickets. Nobody waits for it, as it may wait for a line for ever.
fn read_lines(events: Sender<Event>, tickets: usize) -> Sender<()> {
    let (returned, ticket) = mpsc::channel();
    (0..tickets).for_each(|_| _ = returned.send(()));
    thread::spawn(move || {
        let mut lines = Lines::new(BufReader::with_capacity(AT_ONCE, io::stdin()));
        while ticket.recv().is_ok() {
            let read = lines.all_there();
            let ended = !matches!(&read, Ok(lines) if !lines.is_empty());
            if events.send(Event::Read(read)).is_err() || ended {
                break;
            }
        }
    });
    returned
}

/// Solves batches of the queue until it is closed.
fn solve<T: Task>(mut solver: Solver<'_, T>, work: &Mutex<Receiver<Batch>>, events: &Sender<Event>) {
    let next = || work.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(Batch { index, first, lines }) = next() {
        let answer = |(line, number): (Line, usize)| {
            let mut out = Vec::new();
            let read = line.as_deref().map_err(Clone::clone).and_then(text);
            let error = solver.answer(number, read, &mut out)?;
            Ok((out, error.map(|error| error.within(format_args!("line {number}")))))
        };
        let answered = lines.into_iter().zip(first..).map(answer).collect();
        if events.send(Event::Answered(index, answered)).is_err() {
            break;
        }
    }
}

/// Lines to be solved.
struct Batch {
    /// How many batches were read before this one.
    index: usize,
    /// The first line's number, from 1.
    first: usize,
    lines: Vec<Line>,
}

/// What stands between reader and workers.
struct Caller<E> {
    queue: Sender<Batch>,
    tickets: Sender<()>,
    /// Batches that were read.
    batches: usize,
    /// Answers that wait for those of earlier lines.
    answered: BTreeMap<usize, Vec<Answered>>,
    /// Batches whose answers were passed on.
    passed: usize,
    each: E,
}

impl<E: FnMut(Answered) -> Result<()>> Caller<E> {
    /// Passes on what is read and what is answered, until all is.
    fn attend(mut self, happened: &Receiver<Event>) -> Result<()> {
        let (mut next, mut end) = (1, None);
        while end.is_none() || self.passed < self.batches {
            match happened.recv() {
                Ok(Event::Read(Ok(lines))) if !lines.is_empty() => {
                    let first = next;
                    next += lines.len();
                    self.hand_out(first, lines);
                }
                Ok(Event::Read(read)) => end = Some(read.map(|_| ())),
                Ok(Event::Answered(index, answered)) => {
                    self.answered.insert(index, answered?);
                    self.pass_on()?;
                }
                Err(_) => break, // nobody is left who could send
            }
        }
        Ok(end.unwrap_or(Ok(()))?)
    }

    fn hand_out(&mut self, first: usize, lines: Vec<Line>) {
        let sent = self.queue.send(Batch { index: self.batches, first, lines });
        debug_assert!(sent.is_ok(), "workers wait until the queue is closed");
        self.batches += 1;
    }

    /// Passes on the answers of the batches that are next.
    fn pass_on(&mut self) -> Result<()> {
        while let Some(batch) = self.answered.remove(&self.passed) {
            batch.into_iter().try_for_each(&mut self.each)?;
            self.passed += 1;
            _ = self.tickets.send(()); // the reader may have ended
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
mod tests {
    use super::*;

    /// Answers come in the order of the lines, whichever is there first, and all of them before an input that ends in an error.
    #[test]
    fn what_was_read_is_answered_before_an_error() {
        let (events, happened) = mpsc::channel();
        let line = |number: u8| Ok(vec![number]);
        let answered = |number: u8| Ok(vec![(vec![number], None)]);
        for event in [
            Event::Read(Ok(vec![line(1)])),
            Event::Read(Ok(vec![line(2)])),
            Event::Read(Err(io::Error::other("a torn cable"))),
            Event::Answered(1, answered(2)),
            Event::Answered(0, answered(1)),
        ] {
            events.send(event).unwrap();
        }
        let ((queue, work), (tickets, _returned)) = (mpsc::channel(), mpsc::channel());
        let mut seen = Vec::new();
        let each = |(answer, _): Answered| {
            seen.extend(answer);
            Ok(())
        };
        let caller = Caller { queue, tickets, batches: 0, answered: BTreeMap::new(), passed: 0, each };
        let error = caller.attend(&happened).unwrap_err();
        assert!(error.to_string().contains("a torn cable"), "{error}");
        assert_eq!(seen, [1, 2]);
        assert_eq!(work.iter().map(|batch| (batch.index, batch.first)).collect::<Vec<_>>(), [(0, 1), (1, 2)]);
    }
}
