//! A network beside its teacher: the run in which it leaves its teacher, up to that step; or, where no run is known, the views that
//! lead it astray.

mod run;
mod views;

use super::{Caption, Kind, Scene, Storyboard};

/// How a network leaves its teacher in the last step of a storyboard.
#[derive(Debug)]
pub struct Astray {
    /// The same steps, of which the last is what the teacher does.
    pub expected: Box<Storyboard>,
    /// What the world says of what the network does, if it refuses that.
    pub refused: Option<String>,
    /// Row and column of each cell that is not as the teacher would have left it, or has a pointer where the teacher has none.
    pub cells: Vec<(usize, usize)>,
}

impl Astray {
    /// Puts what a teacher does beside what a network has come to.
    fn new(expected: Storyboard, refused: Option<String>, found: &Storyboard) -> Self {
        let (right, wrong) = (Scene::last(&expected), Scene::last(found));
        let here = |scene: &Scene, row, column| (scene.cell(row, column), scene.pointer(row) == column);
        let all = (0..found.rows.len()).flat_map(|row| (0..found.columns).map(move |column| (row, column)));
        let cells =
            all.filter(|&(row, column)| here(&right, row, column) != here(&wrong, row, column)).collect();
        Self { expected: Box::new(expected), refused, cells }
    }
}

impl Storyboard {
    /// Whether there is no world to show, but only what a program is shown: views that no run is known to meet.
    #[must_use]
    pub fn is_of_views(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is wrong with the last step, for the line below the title.
    pub(super) fn warning(&self) -> String {
        match &self.astray {
            Some(_) if self.is_of_views() => "; views not met in a run".to_owned(),
            Some(_) => format!(", astray in step {}", self.steps() - 1),
            None => String::new(),
        }
    }

    /// The cells to point out in a frame: in the last one, those that are not as the teacher would have left them.
    pub(super) fn wrong_cells(&self, frame: usize) -> &[(usize, usize)] {
        let astray = self.astray.as_ref().filter(|_| frame == self.steps());
        astray.map_or(&[], |astray| &astray.cells)
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
