//! The commands that a firmware does without: `NPI_WITHOUT="trace bench"` when it is built leaves out of flash what only they need.

/// The words that the environment named, with spaces between them.
const WITHOUT: &str = match option_env!("NPI_WITHOUT") {
    Some(words) => words,
    None => "",
};

/// Whether the firmware has `trace`.
pub const TRACE: bool = !stands_in(b"trace", WITHOUT.as_bytes());
/// Whether it has `hash`.
pub const HASH: bool = !stands_in(b"hash", WITHOUT.as_bytes());
/// Whether it has `bench`.
pub const BENCH: bool = !stands_in(b"bench", WITHOUT.as_bytes());
/// Whether it has `verify`, and so checks itself on power-on.
pub const VERIFY: bool = !stands_in(b"verify", WITHOUT.as_bytes());

/// Whether a word is one of some that have spaces between them.
const fn stands_in(word: &[u8], words: &[u8]) -> bool {
    let (mut from, mut at) = (0, 0);
    while at <= words.len() {
        if at == words.len() || words[at] == b' ' {
            if equal(word, words.split_at(at).0.split_at(from).1) {
                return true;
            }
            from = at + 1;
        }
        at += 1;
    }
    false
}

const fn equal(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// How many words there are between spaces.
const fn count(words: &[u8]) -> usize {
    let (mut found, mut at) = (0, 0);
    while at < words.len() {
        found += (words[at] != b' ' && (at == 0 || words[at - 1] == b' ')) as usize;
        at += 1;
    }
    found
}

/// A misspelt name would leave nothing out, and nobody would know.
const _: () = {
    let left_out = !TRACE as usize + !HASH as usize + !BENCH as usize + !VERIFY as usize;
    assert!(
        count(WITHOUT.as_bytes()) == left_out,
        "NPI_WITHOUT: expected some of trace, hash, bench, verify, once each"
    );
};
