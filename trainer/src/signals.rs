//! What Ctrl-C and SIGTERM leave behind: the best weights, a terminal as it was, no temporary file.
//!
//! A thread waits for the signals. Whoever has something to undo says so, and a signal that ends the process first
//! undoes it. Elsewhere than on Unix signals do what they always do.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::Result;
use crate::talk::say;

type Action = Box<dyn FnOnce() + Send>;

/// All that a signal has to know.
#[derive(Default)]
pub struct State {
    watched: bool,
    /// What to do before the process ends, by number.
    undo: BTreeMap<u64, Action>,
    next: u64,
    /// How many pieces of work want to end by themselves …
    patient: usize,
    /// … how many of them let the signal say so …
    talking: usize,
    /// … and whether they were asked to.
    asked: bool,
}

static STATE: Mutex<State> = Mutex::new(State {
    watched: false,
    undo: BTreeMap::new(),
    next: 0,
    patient: 0,
    talking: 0,
    asked: false,
});

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes signals wait for as long as the result is held.
///
/// # Errors
/// If the system lets nobody wait for signals.
pub fn hold() -> Result<MutexGuard<'static, State>> {
    let mut held = state();
    if !held.watched {
        watch()?;
        held.watched = true;
    }
    Ok(held)
}

impl State {
    /// Has something done before a signal ends the process; once the result is dropped, no longer.
    pub fn undo(&mut self, action: impl FnOnce() + Send + 'static) -> Undo {
        self.next += 1;
        self.undo.insert(self.next, Box::new(action));
        Undo(self.next)
    }
}

/// Something that a signal would undo.
#[derive(Debug)]
pub struct Undo(u64);

impl Drop for Undo {
    fn drop(&mut self) {
        state().undo.remove(&self.0);
    }
}

/// Work that the first signal asks to end, and only the second one breaks off.
#[derive(Debug)]
pub struct Patience {
    /// Whether the signal says so.
    talks: bool,
}

impl Patience {
    /// Begins such work; a signal says that it was heard, if it may (`talks`).
    ///
    /// # Errors
    /// As [`hold`].
    pub fn begin(talks: bool) -> Result<Self> {
        let mut held = hold()?;
        held.patient += 1;
        held.talking += usize::from(talks);
        Ok(Self { talks })
    }

    /// Whether the work should end.
    #[must_use]
    pub fn is_over(&self) -> bool {
        state().asked
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        let mut state = state();
        state.patient -= 1;
        state.talking -= usize::from(self.talks);
        state.asked &= state.patient > 0;
    }
}

#[cfg(unix)]
fn watch() -> Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || signals.forever().for_each(heed))?;
    Ok(())
}

#[cfg(not(unix))]
fn watch() -> Result<()> {
    Ok(())
}

#[cfg(unix)]
fn heed(signal: i32) {
    let mut state = state(); // until the end, so that nothing new begins
    if state.patient > 0 && !mem::replace(&mut state.asked, true) {
        let talks = state.talking > 0;
        drop(state);
        if talks {
            say("interrupted: finishing with the best weights so far; once more ends at once");
        }
        return;
    }
    mem::take(&mut state.undo).into_values().for_each(|action| action());
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}
