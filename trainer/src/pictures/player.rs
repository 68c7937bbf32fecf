//! The terminal player: keys, time, and the loop around them.

use std::time::{Duration, Instant};

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
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
const KEYS: &str = " space play  ←→ step  n over call  3g column  c next  +− speed  home end  q quit";

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
        Self { board, scene, loudest, playing: true, speed: USUAL, number: None, due: 0.0 }
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
        // crossterm leaves colours out by itself, but with them loses the modifiers of the same cell.
        let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        loop {
            let held = signals::hold()?; // nothing is drawn once a signal has restored the terminal
            terminal.draw(|frame| {
                frame.render_widget(self.view(&self.title()), frame.area());
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

    fn title(&self) -> String {
        let sign = if self.playing { "▶" } else { "‖" };
        let number = self.number.map(|number| format!(" {number}g?")).unwrap_or_default();
        format!("{sign} {}/s{number}", SPEEDS[self.speed])
    }

    fn view<'a>(&'a self, title: &'a str) -> View<'a> {
        let status = Status { title, footer: KEYS, loudest: self.loudest };
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

    /// Does what a key says.
    pub fn press(&mut self, key: KeyEvent) -> Flow {
        let at = self.scene.at();
        let number = self.number.take();
        match key.code {
            KeyCode::Char('q') | KeyCode::Esc => return Flow::Quit,
            KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => return Flow::Quit,
            KeyCode::Char(' ') => self.toggle(),
            KeyCode::Right | KeyCode::Char('l') => self.stop(at.saturating_add(1)),
            KeyCode::Left | KeyCode::Char('h') => self.stop(at.saturating_sub(1)),
            KeyCode::Char('n') => self.stop(self.over()),
            KeyCode::Char('g' | 'c') => self.stop(self.column(number.unwrap_or(self.scene.lowest() + 1))),
            KeyCode::Home => self.stop(0),
            KeyCode::End => self.stop(self.board.steps()),
            KeyCode::Char('+' | '=') => self.speed = (self.speed + 1).min(SPEEDS.len() - 1),
            KeyCode::Char('-') => self.speed = self.speed.saturating_sub(1),
            KeyCode::Char(digit @ '0'..='9') => {
                let digit = digit as usize - '0' as usize;
                self.number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            }
            _ => {}
        }
        Flow::On
    }

    fn toggle(&mut self) {
        self.playing = !self.playing;
        self.due = 0.0;
        if self.playing && self.scene.at() == self.board.steps() {
            self.go(0);
        }
    }

    fn stop(&mut self, frame: usize) {
        self.playing = false;
        self.go(frame);
    }

    fn go(&mut self, frame: usize) {
        self.scene.seek(self.board, frame);
    }

    /// The next step that is not inside of a call made now. A tail call replaces its caller, and so is entered.
    fn over(&self) -> usize {
        let (at, steps) = (self.scene.at(), self.board.steps());
        let outside = |&step: &usize| self.board.depth(step) <= self.board.depth(at);
        (at.saturating_add(1)..steps).find(outside).unwrap_or(steps)
    }

    /// The first frame with all pointers on a column; the end if there is none.
    fn column(&self, column: usize) -> usize {
        let (mut scene, rows) = (self.board.scene(), self.board.rows.len());
        let there = |&frame: &usize| {
            scene.seek(self.board, frame);
            (0..rows).all(|row| scene.pointer(row) == column)
        };
        (0..self.board.steps()).find(there).unwrap_or(self.board.steps())
    }
}

#[cfg(test)]
mod tests {
    use npi_runtime::Teacher;
    use npi_tasks::Addition;

    use super::*;
    use crate::record::run_traced;

    fn board(problem: &str) -> Storyboard {
        let mut trace = String::new();
        run_traced::<Addition, _>(Teacher::<Addition>::new(), problem, None, |_| Vec::new(), &mut trace)
            .unwrap();
        Storyboard::of_task::<Addition>(trace.as_bytes()).unwrap()
    }

    /// Presses keys, and says which frame is shown after each.
    #[track_caller]
    fn check(player: &mut Player<'_>, keys: &[(KeyCode, usize)]) {
        for (number, (key, frame)) in keys.iter().enumerate() {
            assert_eq!(player.press((*key).into()), Flow::On);
            assert_eq!(player.frame(), *frame, "after key {number}, {key:?}");
        }
    }

    /// Every key does what the last line says.
    #[test]
    fn keys_go_where_they_say() {
        use KeyCode::{Char, End, Home, Left, Right};
        let board = board("579+1221");
        let mut player = Player::new(&board);
        check(&mut player, &[(Left, 0), (Right, 1), (Right, 2), (Left, 1), (Home, 0)]);
        check(&mut player, &[(Char('n'), 6), (Char('n'), 11), (Char('n'), 12), (Char('n'), 18)]);
        check(
            &mut player,
            &[(Char('2'), 18), (Char('g'), 23), (Char('c'), 31), (Char('9'), 31), (Char('c'), 40)],
        );
        check(&mut player, &[(End, 40), (Right, 40), (Char('n'), 40), (Char('0'), 40), (Char('g'), 0)]);
        assert_eq!(player.press(Char('q').into()), Flow::Quit);
        assert_eq!(player.press(KeyEvent::new(Char('c'), KeyModifiers::CONTROL)), Flow::Quit);
    }

    /// Time moves it at its speed, and stops it at the end; space begins again.
    #[test]
    fn time_plays_and_stops() {
        let board = board("579+1221");
        let mut player = Player::new(&board);
        player.pass(Duration::from_millis(1600));
        assert_eq!((player.frame(), player.is_playing()), (3, true));
        player.press(KeyCode::Char('+').into());
        player.pass(Duration::from_millis(1000));
        assert_eq!(player.frame(), 7);
        player.pass(Duration::from_secs(3600));
        assert_eq!((player.frame(), player.is_playing()), (40, false));
        player.press(KeyCode::Char(' ').into());
        assert_eq!((player.frame(), player.is_playing()), (0, true));
    }

    /// No window is too small to draw on, and no speed too high.
    #[test]
    fn every_size_can_be_drawn() {
        use ratatui::Terminal;
        use ratatui::backend::TestBackend;
        let board = board("99999999999999999999999999999999999999+1");
        let mut player = Player::new(&board);
        for (width, height) in [(1, 1), (3, 2), (10, 40), (80, 24), (200, 5), (200, 60)] {
            let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
            for frame in [0, 1, 200, usize::MAX] {
                player.go(frame);
                let draw = |into: &mut ratatui::Frame<'_>| {
                    into.render_widget(player.view(&player.title()), into.area());
                };
                terminal.draw(draw).unwrap();
            }
        }
    }
}
