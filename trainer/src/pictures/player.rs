//! The terminal player: time, and the loop around keys and frames.

mod keys;

use std::time::{Duration, Instant};

use anstream::ColorChoice;
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyEventKind};
use ratatui::style::Color;

use super::view::{Status, View};
use super::{Scene, Storyboard};
use crate::error::{Context, Result};
use crate::signals;

/// Steps a second; the last ones are for very long runs.
const SPEEDS: [f64; 14] =
    [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 512.0, 2048.0, 8192.0, 32768.0, 131_072.0];
/// The speed to begin with.
const USUAL: usize = 2;
/// How long to wait for a key at most while playing: thirty pictures a second are smooth enough.
const TICK: Duration = Duration::from_millis(33);
/// The keys that are needed first; the rest stands behind `?`.
const KEYS: &str = " space play  ←→ step  n over  3g column  ? all keys  q quit";

/// Shows a run in the terminal until `q`.
///
/// # Errors
/// If the terminal cannot be set up, drawn on or read from.
pub fn play(board: &Storyboard) -> Result<()> {
    let mut player = Player::new(board);
    let (terminal, _undo) = {
        let mut held = signals::hold()?; // a signal between the two would leave the terminal as it is
        (ratatui::try_init(), held.undo(|| drop(ratatui::try_restore())))
    };
    let played = terminal.context("expected a terminal").and_then(|mut terminal| player.run(&mut terminal));
    played.and(Ok(ratatui::try_restore()?))
}

/// Whether there are to be colours. crossterm leaves them out by itself, but with them loses the modifiers of the same cell.
fn has_colours() -> bool {
    match ColorChoice::global() {
        ColorChoice::Never => false,
        ColorChoice::Auto => std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        _ => true,
    }
}

/// Where the player stands: all that a key can change.
#[derive(Debug)]
pub struct Player<'b> {
    board: &'b Storyboard,
    scene: Scene,
    loudest: i32,
    playing: bool,
    speed: usize,
    /// Digits typed so far, of a column.
    number: Option<usize>,
    /// Whether the keys are shown.
    help: bool,
    /// What the last key could not do, and why.
    notice: Option<String>,
    /// Parts of a step that have passed since the last one.
    due: f64,
}

/// Whether the player goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// It does.
    On,
    /// It does not.
    Quit,
}

impl<'b> Player<'b> {
    /// A player at the first frame, playing.
    #[must_use]
    pub fn new(board: &'b Storyboard) -> Self {
        let (scene, loudest) = (board.scene(), board.loudest());
        Self {
            board,
            scene,
            loudest,
            playing: true,
            speed: USUAL,
            number: None,
            help: false,
            notice: None,
            due: 0.0,
        }
    }

    /// The frame shown.
    #[must_use]
    pub fn frame(&self) -> usize {
        self.scene.at()
    }

    /// Whether it plays.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    fn run(&mut self, terminal: &mut DefaultTerminal) -> Result<()> {
        let mut before = Instant::now();
        let colour = has_colours();
        loop {
            let held = signals::hold()?; // nothing is drawn once a signal has restored the terminal
            terminal.draw(|frame| {
                frame.render_widget(self.view(&self.speed(), &self.footer()), frame.area());
                if !colour {
                    frame.buffer_mut().content.iter_mut().for_each(|cell| cell.fg = Color::Reset);
                }
            })?;
            drop(held);
            let wait = if self.playing { TICK } else { Duration::from_secs(3600) };
            if event::poll(wait)?
                && let Event::Key(key) = event::read()?
                && key.kind != KeyEventKind::Release
                && self.press(key) == Flow::Quit
            {
                return Ok(());
            }
            let now = Instant::now();
            self.pass(now - before);
            before = now;
        }
    }

    fn speed(&self) -> String {
        format!("{} {}/s", if self.playing { "▶" } else { "‖" }, SPEEDS[self.speed])
    }

    /// What is being typed, what the last key could not do, or else the keys.
    fn footer(&self) -> String {
        match (self.number, &self.notice) {
            (Some(number), _) => format!(" {number}…  then g goes to column {number}"),
            (None, Some(notice)) => format!(" {notice}"),
            (None, None) => KEYS.to_owned(),
        }
    }

    fn view<'a>(&'a self, title: &'a str, footer: &'a str) -> View<'a> {
        let status = Status { title, footer, loudest: self.loudest, help: self.help };
        View { board: self.board, scene: &self.scene, status }
    }

    /// Lets time pass.
    pub fn pass(&mut self, time: Duration) {
        if !self.playing {
            return;
        }
        self.due += time.as_secs_f64() * SPEEDS[self.speed];
        let steps = self.due.floor();
        self.due -= steps;
        self.go(self.scene.at().saturating_add(steps as usize));
        self.playing = self.scene.at() < self.board.steps();
    }

    fn stop(&mut self, frame: usize) {
        self.playing = false;
        self.go(frame);
    }

    fn go(&mut self, frame: usize) {
        self.scene.seek(self.board, frame);
    }
}

#[cfg(test)]
mod tests;
