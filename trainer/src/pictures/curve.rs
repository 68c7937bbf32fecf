//! The picture of a training: loss and wrong sequences over the updates.

use std::fmt::Write as _;

use super::THEME;

/// How a network in training stood when it was checked.
#[derive(Debug, Clone)]
pub struct Check {
    /// Updates until then.
    pub update: usize,
    /// The mean loss since the check before.
    pub loss: f32,
    /// Wrong sequences of each program.
    pub wrong: Vec<(&'static str, usize)>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 180.0;
const LEFT: f64 = 60.0;
const COLOURS: [&str; 6] = ["var(--r0)", "var(--r1)", "var(--r2)", "var(--r3)", "var(--ink)", "var(--soft)"];

/// A curve: its name, its colour, and a value for each check.
struct Curve {
    name: String,
    colour: &'static str,
    values: Vec<f64>,
}

/// The loss above, the wrong sequences of each program below, both on logarithmic scales.
#[must_use]
pub fn picture(history: &[Check]) -> String {
    let updates: Vec<f64> = history.iter().map(|check| check.update as f64).collect();
    let loss = Curve {
        name: "loss".to_owned(),
        colour: "var(--ink)",
        values: history.iter().map(|check| f64::from(check.loss)).collect(),
    };
    let programs = history.first().map_or(&[][..], |check| &check.wrong);
    let curve = |(index, (name, _)): (usize, &(&str, usize))| Curve {
        name: format!("wrong in {name}"),
        colour: COLOURS[index % COLOURS.len()],
        values: history.iter().map(|check| wrong_in(check, index)).collect(),
    };
    let wrong: Vec<Curve> = programs.iter().enumerate().map(curve).collect();
    let proven = history
        .iter()
        .find(|check| check.wrong.iter().all(|&(_, wrong)| wrong == 0))
        .map(|check| check.update);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\"><title>Training curve</title>\
         <style>{THEME}text{{font:12px system-ui,sans-serif;fill:var(--ink)}}polyline{{fill:none;stroke-width:1.5}}</style>\
         <rect width=\"100%\" height=\"100%\" fill=\"var(--bg)\"/>\n",
        WIDTH + LEFT + 160.0,
        2.0 * HEIGHT + 90.0
    );
    svg += &panel(20.0, &updates, &[loss], proven);
    svg += &panel(HEIGHT + 50.0, &updates, &wrong, proven);
    svg + "</svg>\n"
}

/// Wrong sequences of program number `program`; none if a check did not count them.
fn wrong_in(check: &Check, program: usize) -> f64 {
    check.wrong.get(program).map_or(0.0, |&(_, wrong)| wrong as f64)
}

/// One panel whose upper edge is at `top`.
fn panel(top: f64, updates: &[f64], curves: &[Curve], proven: Option<usize>) -> String {
    let last = updates.last().copied().unwrap_or(1.0);
    let scale = |value: f64| (1.0 + 1000.0 * value).ln(); // zero is a point of it
    let most =
        curves.iter().flat_map(|curve| &curve.values).fold(f64::MIN_POSITIVE, |most, &value| most.max(value));
    let x = |update: f64| LEFT + WIDTH * update / last;
    let y = |value: f64| top + HEIGHT * (1.0 - scale(value) / scale(most));
    let mut svg = format!(
        "<rect x=\"{LEFT}\" y=\"{top}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"var(--panel)\"/>\n"
    );
    for (value, label) in [(most, format!("{most:.3}")), (0.0, "0".to_owned())] {
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            LEFT - 6.0,
            y(value) + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">update {last}</text>",
        x(last),
        top + HEIGHT + 16.0
    );
    for (index, curve) in curves.iter().enumerate() {
        let points: Vec<_> =
            updates.iter().zip(&curve.values).map(|(&u, &v)| format!("{:.1},{:.1}", x(u), y(v))).collect();
        let (colour, row) = (curve.colour, top + 14.0 + 18.0 * index as f64);
        let _ = writeln!(svg, "<polyline points=\"{}\" style=\"stroke:{colour}\"/>", points.join(" "));
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{row:.1}\" style=\"fill:{colour}\">{}</text>",
            LEFT + WIDTH + 8.0,
            curve.name
        );
    }
    if let Some(update) = proven {
        let at = x(update as f64);
        let _ = writeln!(
            svg,
            "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{top}\" y2=\"{}\" stroke=\"var(--accent)\" stroke-dasharray=\"4 3\"/>",
            top + HEIGHT
        );
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" style=\"fill:var(--accent)\">proven</text>",
            at - 4.0,
            top + 14.0
        );
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A history whose checks counted different programs is drawn, not panicked on.
    #[test]
    fn ragged_histories_are_drawn() {
        let check = |update, wrong| Check { update, loss: 1.0, wrong };
        let svg = picture(&[check(100, vec![("ADD", 3), ("CARRY", 1)]), check(200, vec![("ADD", 2)])]);
        assert!(svg.contains("wrong in CARRY"), "{svg}");
        assert!(picture(&[]).ends_with("</svg>\n"));
    }
}
