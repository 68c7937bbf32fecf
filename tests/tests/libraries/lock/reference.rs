//! A lock as one would wire it, which shares nothing with the task: a machine that takes in a sample a tick, and says what
//! the lock does.

/// Ticks that the lock stays open, and locked out.
const OPEN: usize = 5;
const LOCKED_OUT: usize = 20;

/// What the machine waits for.
#[derive(Clone, Copy)]
enum State {
    /// A key, which was seen so many times running; `-` before the first.
    Watching(char, usize),
    /// That no key is seen for a second time, if `quiet`, or for a first.
    Held { quiet: bool },
    /// The end of so many ticks more, in which it says always the same.
    Timed(char, usize),
}

/// The machine: what it was told, and what it remembers.
pub(crate) struct Reference {
    code: Vec<char>,
    keyed: Vec<char>,
    wrong: usize,
    state: State,
}

impl Reference {
    /// A lock that is shut.
    pub(crate) fn new(code: &str) -> Self {
        Self { code: code.chars().collect(), keyed: Vec::new(), wrong: 0, state: State::Watching('-', 0) }
    }

    /// Takes in a sample.
    pub(crate) fn tick(&mut self, sample: char) -> char {
        let (state, does) = match (self.state, sample) {
            (State::Timed(does, ticks), _) if ticks > 0 => (State::Timed(does, ticks - 1), does),
            (State::Watching(..), '-') | (State::Held { quiet: true }, '-') => (State::Watching('-', 0), '.'),
            (State::Watching(key, 2), sample) if key == sample => self.press(key),
            (State::Watching(key, 1), sample) if key == sample => (State::Watching(key, 2), '.'),
            (State::Watching(..), sample) => (State::Watching(sample, 1), '.'),
            (State::Held { .. } | State::Timed(..), sample) => (State::Held { quiet: sample == '-' }, '.'),
        };
        self.state = state;
        does
    }

    fn press(&mut self, key: char) -> (State, char) {
        let held = State::Held { quiet: false };
        self.keyed.push(key);
        if self.keyed == self.code {
            (self.keyed, self.wrong) = (Vec::new(), 0);
            return (State::Timed('O', OPEN - 1), 'O');
        }
        if self.code.starts_with(&self.keyed) {
            return (held, '+');
        }
        (self.keyed, self.wrong) = (Vec::new(), self.wrong + 1);
        if self.wrong < 3 {
            return (held, 'x');
        }
        self.wrong = 0;
        (State::Timed('!', LOCKED_OUT - 1), '!')
    }
}

/// What the machine says to a problem, a character a tick.
pub(crate) fn reference(problem: &str) -> Option<String> {
    let (code, samples) = problem.split_once(':')?;
    let mut lock = Reference::new(code);
    Some(samples.chars().map(|sample| lock.tick(sample)).collect())
}
