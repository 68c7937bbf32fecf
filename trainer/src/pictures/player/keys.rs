//! What each key does.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Flow, Player, SPEEDS};
use crate::pictures::Scene;

impl Player<'_> {
    /// Does what a key says.
    pub fn press(&mut self, key: KeyEvent) -> Flow {
        let number = self.number.take();
        self.notice = None;
        if matches!(key.code, KeyCode::Char('c' | 'd')) && key.modifiers.contains(KeyModifiers::CONTROL) {
            return Flow::Quit;
        }
        if std::mem::take(&mut self.help) {
            return Flow::On; // any key hides the keys, and does nothing else
        }
        match key.code {
            KeyCode::Char('q') | KeyCode::Esc => return Flow::Quit,
            KeyCode::Char('?') => (self.help, self.playing) = (true, false),
            KeyCode::Char(' ') => self.toggle(),
            KeyCode::Char('+' | '=') => self.speed = (self.speed + 1).min(SPEEDS.len() - 1),
            KeyCode::Char('-') => self.speed = self.speed.saturating_sub(1),
            KeyCode::Char('g') => self.visit(number),
            KeyCode::Char('c') => self.advance(),
            KeyCode::Char(digit @ '0'..='9') => {
                let digit = digit as usize - '0' as usize;
                self.number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            }
            code => self.step(code),
        }
        Flow::On
    }

    /// Goes to another step.
    fn step(&mut self, key: KeyCode) {
        let at = self.scene.at();
        match key {
            KeyCode::Right | KeyCode::Char('l') => self.stop(at.saturating_add(1)),
            KeyCode::Left | KeyCode::Char('h') => self.stop(at.saturating_sub(1)),
            KeyCode::Char('n') => self.stop(self.over()),
            KeyCode::Home => self.stop(0),
            KeyCode::End => self.stop(self.board.steps()),
            _ => {}
        }
    }

    fn toggle(&mut self) {
        self.playing = !self.playing;
        self.due = 0.0;
        if self.playing && self.scene.at() == self.board.steps() {
            self.go(0);
        }
    }

    /// The next step that is not inside of a call made now. A tail call replaces its caller, and so is entered.
    fn over(&self) -> usize {
        let (at, steps) = (self.scene.at(), self.board.steps());
        let outside = |&step: &usize| self.board.depth(step) <= self.board.depth(at);
        (at.saturating_add(1)..steps).find(outside).unwrap_or(steps)
    }

    /// Goes to the first frame with all pointers on a column, counted from 1, or else with any.
    fn visit(&mut self, number: Option<usize>) {
        let (columns, found) = (self.board.columns, number.unwrap_or_default());
        let Some(column) = found.checked_sub(1).filter(|&column| column < columns) else {
            let found = number.map_or("none".to_owned(), |number| number.to_string());
            self.notice = Some(format!("expected a column from 1 to {columns} before g, found {found}"));
            return;
        };
        let all = self.frame_with(0, |scene| scene.span() == [column; 2]);
        let any = || self.frame_with(0, |scene| scene.pointers().contains(&column));
        match all.or_else(any) {
            Some(frame) => self.stop(frame),
            None => self.notice = Some(format!("no pointer comes to column {found}")),
        }
    }

    /// Goes to the next frame with all pointers on the next column, or else with another lowest column.
    fn advance(&mut self) {
        let (from, lowest) = (self.scene.at() + 1, self.scene.span()[0]);
        let all = self.frame_with(from, |scene| scene.span() == [lowest + 1; 2]);
        let any = || self.frame_with(from, |scene| scene.span()[0] > lowest);
        match all.or_else(any) {
            Some(frame) => self.stop(frame),
            None => self.notice = Some("no column follows".to_owned()),
        }
    }

    /// The first frame that is as it should be, from one on.
    fn frame_with(&self, from: usize, is: impl Fn(&Scene) -> bool) -> Option<usize> {
        let mut scene = self.scene.clone();
        (from..=self.board.steps()).find(|&frame| {
            scene.seek(self.board, frame);
            is(&scene)
        })
    }
}
