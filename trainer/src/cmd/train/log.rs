//! What is said of a training, line by line.

use crate::learn::{Options, Progress, Subject, TaskProgress, Trained};
use crate::plural::counted;

/// What a task is taught, and what the proof checks of it.
pub fn begins(subject: &Subject) -> String {
    let (task, calls, given) = (subject.signature().task, subject.calls(), subject.given());
    let (walked, obligations, boxes) = (subject.sequences(), subject.obligations(), subject.layout().boxes);
    let of_boxes = format!("{obligations} obligations of {boxes} boxes");
    match (walked, obligations) {
        (0, _) => format!("{task}: the proof checks {of_boxes}, which are learned from"),
        (_, 0) => format!(
            "{task}: traces teach {given} distinct sequences ({calls} calls); the proof checks {walked}"
        ),
        _ => format!(
            "{task}: traces teach {given} distinct sequences ({calls} calls); the proof checks {walked}, and {of_boxes}"
        ),
    }
}

/// A new draw.
pub fn redraw(progress: &Progress) -> String {
    format!("draw {}: the network before came to nothing", progress.draw)
}

/// How a training stands at a check.
pub fn check(progress: &Progress, verbose: bool) -> String {
    let Progress { update, loss, .. } = progress;
    let loss = loss.map_or(String::new(), |loss| format!("  loss {loss:.4}"));
    let (wrong, all) = (progress.total_wrong(), progress.total());
    let mut line = format!("update {update:>5}{loss}  wrong {wrong} of {all}{}", where_wrong(progress));
    if let (0, Some(margin)) = (wrong, progress.margin) {
        line += &format!("  margin {margin:.3}");
    }
    if verbose {
        let [learning, checking] = [progress.learning, progress.checking].map(|time| time.as_secs_f64());
        line += &format!(
            "  rate {:.4}, {} sequences learned from; {learning:.2} s learning, {checking:.2} s checking",
            progress.rate, progress.lessons
        );
    }
    line
}

/// What is wrong of which program, or, of several tasks, of which task; nothing if that is plain.
fn where_wrong(progress: &Progress) -> String {
    let parts: Vec<_> = match &progress.tasks[..] {
        [one] => one.programs.iter().map(|of| (of.program, of.wrong)).collect(),
        several => several.iter().map(|of| (of.task, of.wrong())).collect(),
    };
    let wrong = parts.iter().filter(|(_, wrong)| *wrong > 0);
    let wrong: Vec<_> = wrong.map(|(name, wrong)| format!("{name} {wrong}")).collect();
    if parts.len() < 2 || wrong.is_empty() { String::new() } else { format!(" ({})", wrong.join(", ")) }
}

/// What a training came to.
pub fn ends(trained: &Trained, options: &Options, seconds: f64) -> String {
    let Trained { progress, updates, draws, .. } = trained;
    let draws = if *draws > 1 { format!(" in {draws} draws") } else { String::new() };
    let kept = match progress.update {
        update if update == *updates => String::new(),
        update => format!("; the weights of update {update} are kept"),
    };
    let (how, verdict) = (how(progress, options), verdict(trained, options));
    let updates = counted(*updates, "update");
    format!("trained on {how}: {updates}{draws}, {seconds:.1} s; {verdict}{kept}")
}

fn how(progress: &Progress, options: &Options) -> &'static str {
    match (options.counterexamples, progress.units()) {
        (_, "obligations") => "boxes",
        (_, "sequences and obligations") => "boxes, traces and counterexamples",
        (true, _) => "traces and counterexamples",
        (false, _) => "traces alone",
    }
}

fn verdict(trained: &Trained, options: &Options) -> String {
    let (progress, precision) = (&trained.progress, options.precision.name());
    let (wrong, all, units) = (progress.total_wrong(), progress.total(), progress.units());
    if wrong == 0 {
        return format!("{precision} proven with {}", margins(progress));
    }
    if trained.reached {
        return format!(
            "{precision} right on all that was taught; of the {all} {units} that the proof checks, {wrong} wrong"
        );
    }
    let hint = match units {
        "sequences" => "",
        _ if options.prover.split => "; hint: another --seed, or more --hidden",
        _ => "; hint: another --seed, more --hidden, or --split, which suits teachers that remember much",
    };
    format!("{precision} not proven: {}{hint}", failing(progress))
}

/// How much of each program is wrong.
fn failing(progress: &Progress) -> String {
    let programs = progress.tasks.iter().flat_map(|task| &task.programs).filter(|of| of.wrong > 0);
    let each = programs.map(|of| {
        let verb = match (of.obligations, of.wrong) {
            (true, 1) => "does not hold",
            (true, _) => "do not hold",
            (false, 1) => "is wrong",
            (false, _) => "are wrong",
        };
        format!("{} of {}'s {} {verb}", of.wrong, of.program, counted(of.of, of.unit()))
    });
    each.collect::<Vec<_>>().join(", ")
}

/// The smallest margin of all, and of several tasks each one's.
fn margins(progress: &Progress) -> String {
    let least = format!("a margin of {:.3} logits", progress.margin.unwrap_or_default());
    let each = |of: &TaskProgress| format!("{} {:.3}", of.task, of.margin.unwrap_or_default());
    match &progress.tasks[..] {
        [_] => least,
        several => format!("{least}: {}", several.iter().map(each).collect::<Vec<_>>().join(", ")),
    }
}

/// Where the time went.
pub fn times(history: &[Progress]) -> String {
    let sum = |of: fn(&Progress) -> std::time::Duration| {
        history.iter().map(of).sum::<std::time::Duration>().as_secs_f64()
    };
    let (learning, checking) = (sum(|check| check.learning), sum(|check| check.checking));
    format!("{learning:.2} s learning, {checking:.2} s in {}", counted(history.len(), "check"))
}
