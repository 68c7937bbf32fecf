//! A parser of frames that sees the whole line at once and splits it at its flags, and shares nothing with the task.

/// Bytes of the longest frame, its checksum among them.
pub const LONGEST: usize = 17;

/// The bytes of a frame without its escapes; the last of the sequence, if it is an escape, is told.
fn unescape(raw: &[u8]) -> (Vec<u8>, bool) {
    let (mut bytes, mut escaped) = (Vec::new(), false);
    for &byte in raw {
        match (escaped, byte) {
            (false, 0x7d) => escaped = true,
            (false, _) => bytes.push(byte),
            (true, _) => {
                bytes.push(byte ^ 0x20);
                escaped = false;
            }
        }
    }
    (bytes, escaped)
}

/// What becomes of the bytes between two flags, or behind the last.
fn fate(raw: &[u8], is_last: bool) -> Option<String> {
    let (bytes, escaped) = unescape(raw);
    let sum = bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    Some(match &bytes[..] {
        _ if raw.is_empty() => return None,
        _ if bytes.len() > LONGEST => "long".to_owned(),
        _ if is_last => "cut".to_owned(),
        _ if escaped => "abort".to_owned(),
        [] | [_] => "short".to_owned(),
        [payload @ .., _] if sum == 0 => format!("ok:{}", hex(payload, "")),
        _ => "bad".to_owned(),
    })
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8], between: &str) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(between)
}

/// The bytes of a problem.
pub fn bytes(problem: &str) -> Vec<u8> {
    let digits: Vec<_> = problem.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks(2).map(|pair| (16 * pair[0] + pair[1]) as u8).collect()
}

/// What becomes of all frames of a line; what stands before the first flag is none.
pub fn reference(problem: &str) -> Option<String> {
    let bytes = bytes(problem);
    let parts: Vec<_> = bytes.split(|byte| *byte == 0x7e).collect();
    let fates = parts.iter().enumerate().skip(1).filter_map(|(at, raw)| fate(raw, at + 1 == parts.len()));
    Some(fates.collect::<Vec<_>>().join(" "))
}
