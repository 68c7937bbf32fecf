//! Keys as clumsy people press them, the same for each session's number.

use crate::terminal::LOST;

const WORDS: [&str; 9] = ["trace", "hash", "bench", "trace", "hash", "bench", "info", "stack", "help"];
const SIGNS: [&str; 6] = ["+", " + ", " ", " +", "+\t", "  "];
const ENDS: [&str; 5] = ["\r", "\n", "\r\n", "\x15", "\x03"];
const SPACES: [&str; 4] = ["", "", " ", "\t "];
/// What a finger hits instead.
const SLIPS: [&[u8]; 12] =
    [b"7", b"12", b"+", b" ", b"\t", b" 3", b"3 ", b"x", b"\x1b[A", &[0], &[LOST], "é".as_bytes()];
const BACKSPACES: [u8; 2] = [0x08, 0x7f];

/// The keys of a session: some lines.
pub fn session(number: u64) -> Vec<u8> {
    let mut hand = Hand { random: number, keys: vec![] };
    for _ in 0..1 + hand.below(8) {
        hand.line();
    }
    hand.keys
}

/// A hand that presses keys.
struct Hand {
    random: u64,
    keys: Vec<u8>,
}

impl Hand {
    fn line(&mut self) {
        let (word, sum) = [(true, false), (false, true), (false, true), (true, true)][self.below(4)];
        self.press_one(&SPACES);
        if word {
            self.press_one(&WORDS);
            self.press_one(&SPACES);
        }
        if sum {
            self.number();
            self.press_one(&SIGNS);
            self.number();
        }
        self.press_one(&SPACES);
        self.press_one(&ENDS);
    }

    fn number(&mut self) {
        let most = [3, 9, 34][self.below(3)];
        for _ in 0..1 + self.below(most) {
            let digit = self.below(10).to_string();
            self.press(&digit);
        }
    }

    fn press_one(&mut self, of: &[&str]) {
        let text = of[self.below(of.len())];
        self.press(text);
    }

    /// Presses the keys of a text, and now and then others.
    fn press(&mut self, text: &str) {
        for key in text.bytes() {
            match self.below(64) {
                0 => self.slip(),
                1 => self.backspaces(),
                2 => self.any(),
                _ => {}
            }
            self.keys.push(key);
        }
    }

    /// Presses what was not meant, and takes it back: more or less.
    fn slip(&mut self) {
        let slip = SLIPS[self.below(SLIPS.len())];
        self.keys.extend(slip);
        let back = (slip.len() + self.below(8) / 6).saturating_sub(self.below(8) / 7);
        (0..back).for_each(|_| self.back());
    }

    fn backspaces(&mut self) {
        (0..1 + self.below(12)).for_each(|_| self.back());
    }

    fn back(&mut self) {
        let key = BACKSPACES[self.below(2)];
        self.keys.push(key);
    }

    fn any(&mut self) {
        let key = self.below(256) as u8;
        self.keys.push(key);
    }

    /// A number below `end`, by `SplitMix64`.
    fn below(&mut self, end: usize) -> usize {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.random;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ bits >> 31) % end as u64) as usize
    }
}
