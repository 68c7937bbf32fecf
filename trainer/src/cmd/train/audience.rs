//! Who watches a training: nobody, the readers of a log, or a person before a terminal.

use std::collections::VecDeque;
use std::fmt::Display;
use std::time::{Duration, Instant};

use clap::Args;

use super::log;
use super::screen::{self, LEAST, Screen};
use crate::error::Result;
use crate::learn::{Progress, Trained};
use crate::pictures::training::dashboard::{Dashboard, Now};
use crate::pictures::training::{Facts, Record};
use crate::signals::Patience;
use crate::talk::say;

/// Time between two pictures.
const TICK: Duration = Duration::from_millis(100);
/// Pictures over which the speed is measured.
const PACE: usize = 30;

/// How much to say of a training.
#[derive(Debug, Clone, Default, Args)]
pub struct Show {
    /// Write a line a check instead of the live view: so it is where standard error is no terminal, or one smaller than 60×20.
    #[arg(long)]
    pub plain_log: bool,
    /// Say nothing but errors.
    #[arg(short, long, conflicts_with_all = ["plain_log", "verbose"])]
    pub quiet: bool,
    /// Say more: learning rates, how much is learned from, and the time spent in learning and in checking.
    #[arg(short, long)]
    pub verbose: bool,
}

/// Who watches.
pub struct Audience {
    quiet: bool,
    verbose: bool,
    screen: Option<Screen>,
    /// Which seed of a sweep it is, in words; empty if there is no sweep.
    pub note: String,
}

impl Audience {
    /// The audience that is asked for: a person before a terminal, unless something else is, or there is none.
    ///
    /// # Errors
    /// If the system lets nobody wait for signals, after which a terminal's cursor would stay hidden.
    pub fn of(show: &Show) -> Result<Self> {
        let Show { plain_log, quiet, verbose } = *show;
        let watched = !plain_log && !quiet && screen::is_there();
        let screen = if watched { Screen::open()? } else { None };
        if watched && screen.is_none() {
            small();
        }
        Ok(Self { quiet, verbose, screen, note: String::new() })
    }

    /// Begins a training that the first signal asks to end.
    ///
    /// # Errors
    /// As [`Patience::begin`].
    pub fn patience(&self) -> Result<Patience> {
        Patience::begin(!self.quiet && self.screen.is_none()) // a line of somebody else's would stand in the view
    }

    /// Says a line, unless nothing is to be said. On a terminal it stands below the view.
    pub fn say(&self, line: impl Display) {
        if !self.quiet {
            say(line);
        }
    }

    /// Says a line before a training, which the live view shows by itself.
    pub fn heading(&self, line: impl Display) {
        if self.screen.is_none() {
            self.say(line);
        }
    }

    /// Says what came of a training; before a live view not of each in a sweep, as the next one's view takes its place, and a table follows.
    pub fn outcome(&self, line: impl Display) {
        if self.screen.is_none() || self.note.is_empty() {
            self.say(line);
        }
    }

    /// Says more of what came of a training, if more is to be said.
    pub fn detail(&self, line: impl Display) {
        if self.verbose {
            self.outcome(line);
        }
    }

    /// Whether a live view is drawn.
    pub fn is_live(&self) -> bool {
        self.screen.is_some()
    }
}

/// Says why there is no live view.
fn small() {
    let [width, height] = LEAST;
    say(format_args!(
        "expected a terminal of at least {width}×{height} for the live view, found a smaller one: a line a check instead"
    ));
}

/// A training that is watched.
pub struct Watch<'a> {
    audience: &'a mut Audience,
    facts: &'a Facts,
    patience: &'a Patience,
    history: Vec<Progress>,
    begun: Instant,
    update: usize,
    /// The last pictures: when each was drawn, and after which update.
    drawn: VecDeque<(Instant, usize)>,
}

impl<'a> Watch<'a> {
    /// Watches a training from its beginning.
    pub fn begin(audience: &'a mut Audience, facts: &'a Facts, patience: &'a Patience) -> Self {
        let (history, begun, drawn) = (Vec::new(), Instant::now(), VecDeque::new());
        Self { audience, facts, patience, history, begun, update: 0, drawn }
    }

    /// Notes an update: at most ten times a second there is a new picture.
    pub fn updated(&mut self, update: usize) {
        self.update = update;
        let due = || self.drawn.back().is_none_or(|(drawn, _)| drawn.elapsed() >= TICK);
        if self.audience.screen.is_some() && due() {
            self.draw(None);
        }
    }

    /// Notes a check.
    pub fn checked(&mut self, progress: Progress) {
        if !self.audience.is_live() {
            let before = self.history.last().map_or(1, |before| before.draw);
            if before < progress.draw {
                self.audience.say(log::redraw(&progress));
            }
            self.audience.say(log::check(&progress, self.audience.verbose));
        }
        self.history.push(progress);
    }

    /// Ends with a last picture; gives how the training stood at each check, and how long it took.
    pub fn end(mut self, trained: &Trained) -> (Vec<Progress>, Duration) {
        let time = self.begun.elapsed();
        self.draw(Some(&trained.progress));
        (self.history, time)
    }

    fn draw(&mut self, kept: Option<&Progress>) {
        let speed = self.speed();
        let Some(screen) = &mut self.audience.screen else { return };
        let stopping = "stopping at the next check; Ctrl-C once more ends at once";
        let note = if self.patience.is_over() && kept.is_none() { stopping } else { &self.audience.note };
        let record = Record { facts: self.facts, history: &self.history, kept, time: self.begun.elapsed() };
        if !screen.draw(Dashboard { record, now: Now { update: self.update, speed, note } }) {
            self.audience.screen = None;
            small();
        }
    }

    /// Updates a second, of late; notes that there is a picture now.
    fn speed(&mut self) -> f64 {
        let now = Instant::now();
        self.drawn.push_back((now, self.update));
        if self.drawn.len() > PACE {
            self.drawn.pop_front();
        }
        let (then, before) = self.drawn.front().copied().unwrap_or((now, self.update));
        let seconds = (now - then).as_secs_f64();
        if seconds > 0.0 { (self.update - before) as f64 / seconds } else { 0.0 }
    }
}
