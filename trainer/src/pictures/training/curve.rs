//! The curves of a training: its loss, and what is wrong of each task, or of a single task's programs.

use crate::progress::Progress;

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it shows.
    pub name: &'static str,
    /// Its points, in the order of their updates.
    pub points: Vec<Point>,
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The update after which the network was checked.
    pub update: usize,
    /// What was found.
    pub value: f64,
    /// The number of the network's draw: points of two draws are not joined.
    pub draw: usize,
}

impl Curve {
    /// A curve through what `value` gives of each check.
    fn of(name: &'static str, history: &[Progress], value: impl Fn(&Progress) -> Option<f64>) -> Self {
        let point =
            |check: &Progress| Some(Point { update: check.update, value: value(check)?, draw: check.draw });
        Self { name, points: history.iter().filter_map(point).collect() }
    }

    /// Two neighbouring points of one draw, of which one is zero and the other is not.
    pub fn leaps(&self) -> impl Iterator<Item = [&Point; 2]> {
        self.points.windows(2).filter_map(|pair| match pair {
            [one, next] if one.draw == next.draw && (one.value > 0.0) != (next.value > 0.0) => {
                Some([one, next])
            }
            _ => None,
        })
    }

    /// Runs of points that are to be joined: of one draw, and all of them zero or none.
    pub fn runs(&self) -> impl Iterator<Item = &[Point]> {
        let kind = |point: &Point| (point.draw, point.value > 0.0);
        self.points.chunk_by(move |one, next| kind(one) == kind(next))
    }
}

/// The mean loss.
#[must_use]
pub fn loss(history: &[Progress]) -> Curve {
    Curve::of("loss", history, |check| check.loss.map(f64::from))
}

/// What is wrong of each program of a single task, or of each of several tasks.
#[must_use]
pub fn wrong(history: &[Progress]) -> Vec<Curve> {
    let names = history.first().map(parts).unwrap_or_default();
    let curve = |(index, (name, _))| {
        Curve::of(name, history, move |check| parts(check).get(index).map(|&(_, wrong)| wrong as f64))
    };
    names.into_iter().enumerate().map(curve).collect()
}

/// Names of what there are curves of, and what is wrong of each.
fn parts(check: &Progress) -> Vec<(&'static str, usize)> {
    match &check.tasks[..] {
        [one] => one.programs.iter().map(|of| (of.program, of.wrong)).collect(),
        several => several.iter().map(|of| (of.task, of.wrong())).collect(),
    }
}
