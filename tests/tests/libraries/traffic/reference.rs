//! Traffic lights that work tick by tick and share nothing with the tasks, and problems to hold those against them.

use npi_tests::random;

/// What lights show, one after the other, and for how many ticks: cars' green at least.
pub type Phases = [(char, usize); 5];

/// The lights as one would build them: a clock, a flip-flop for the button, and a counter.
struct Reference {
    phases: Phases,
    phase: usize,
    shown: usize,
    asked: bool,
}

impl Reference {
    fn tick(&mut self, pressed: bool) -> char {
        let (shows, ticks) = self.phases[self.phase];
        self.asked |= pressed;
        if "AW".contains(shows) {
            self.asked = false; // the walk is on its way, or there
        }
        self.shown += 1;
        if self.shown >= ticks && (shows != 'G' || self.asked) {
            (self.phase, self.shown) = ((self.phase + 1) % self.phases.len(), 0);
        }
        shows
    }
}

/// What the lights of some phases show in each tick of a problem.
pub fn reference(phases: Phases, problem: &str) -> Option<String> {
    let mut lights = Reference { phases, phase: 3, shown: 0, asked: false };
    Some(problem.chars().map(|button| lights.tick(button != '.')).collect())
}

/// Those that lights are most likely to get wrong: a press in each tick of a cycle, and two.
pub fn adversarial() -> Vec<String> {
    let press = |at: usize| format!("{}b{}", ".".repeat(at), ".".repeat(60));
    let twice = |first: usize| (0..30).map(move |gap| press(first) + &press(gap));
    let mut problems: Vec<_> = (0..40).map(press).chain((0..30).flat_map(twice)).collect();
    problems.extend(["", ".", "b", "B.B"].map(str::to_owned));
    problems.extend([".".repeat(200), "b".repeat(200)]);
    problems
}

/// Presses without any sense.
pub fn noise(ticks: usize) -> Vec<String> {
    let mut state = 9;
    let mut random = random(&mut state);
    let mut press = |below: u32| if random(below) == 0 { 'b' } else { '.' };
    (0..ticks / 500).map(|problem| (0..500).map(|_| press(2 + problem as u32 % 60)).collect()).collect()
}
