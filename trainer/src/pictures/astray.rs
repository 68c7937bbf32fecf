//! A network beside its teacher: the run in which it leaves its teacher, up to that step; or, where no run is known, the views that
//! lead it astray.

mod run;
mod views;

use std::fmt::Write as _;

use super::{Caption, Kind, Storyboard};

/// How a network leaves its teacher in the last step of a storyboard.
#[derive(Debug)]
pub struct Astray {
    /// The same steps, of which the last is what the teacher does.
    pub expected: Box<Storyboard>,
    /// What the world says of what the network does, if it refuses that.
    pub refused: Option<String>,
}

impl Storyboard {
    /// Whether there is no world to show, but only what a program is shown: views that no run is known to meet.
    #[must_use]
    pub fn is_of_views(&self) -> bool {
        self.rows.is_empty()
    }

    /// What the last step is, where it leaves the teacher: for the line below the title.
    pub(super) fn warning(&self) -> String {
        let mut warning = String::new();
        if self.astray.is_some() {
            let _ = write!(warning, ", which leaves its teacher in step {}", self.steps() - 1);
        }
        if self.is_of_views() {
            warning.push_str(": views not met in a run");
        }
        warning
    }
}

impl Caption {
    /// Puts what the teacher does beside what the network does in the last step.
    pub(super) fn compare(&mut self, astray: &Astray) {
        if let Some(refused) = &astray.refused {
            self.say(Kind::Plain, format!(", which the world refuses ({refused})"));
        }
        self.say(Kind::Wrong, "; its teacher ");
        let expected = &astray.expected;
        expected.does(expected.steps() - 1, self);
    }
}
