//! Random problems for the lock: people, and contacts that bounce.

use core::fmt::{self, Write};

/// The longest code of a random problem.
const LONGEST: usize = 4;

/// Writes a code and so many samples: keys of the code, mostly held and let go as they should be, and what goes wrong.
pub fn write(size: usize, random: &mut impl FnMut(u32) -> u32, out: &mut impl Write) -> fmt::Result {
    let mut code = ['0'; LONGEST];
    code.fill_with(|| digit(random));
    let length = 1 + random(LONGEST as u32) as usize;
    code.iter().take(length).try_for_each(|&key| out.write_char(key))?;
    out.write_char(':')?;
    let (mut samples, mut right) = (Samples { out, left: size }, code.iter().take(length).cycle());
    while samples.left > 0 {
        match random(8) {
            0 => samples.bounce(random)?,
            1 | 2 => {
                samples.press(digit(random), random)?;
                right = code.iter().take(length).cycle(); // a wrong key, as it mostly is
            }
            _ => samples.press(right.next().copied().unwrap_or('0'), random)?,
        }
    }
    Ok(())
}

fn digit(random: &mut impl FnMut(u32) -> u32) -> char {
    char::from(b'0' + random(10) as u8)
}

/// Samples that are still to be written.
struct Samples<'w, W> {
    out: &'w mut W,
    left: usize,
}

impl<W: Write> Samples<'_, W> {
    fn put(&mut self, sample: char, times: u32) -> fmt::Result {
        for _ in 0..times {
            let Some(left) = self.left.checked_sub(1) else { break };
            self.left = left;
            self.out.write_char(sample)?;
        }
        Ok(())
    }

    /// Writes a key that is long enough to count, and let go for long enough.
    fn press(&mut self, key: char, random: &mut impl FnMut(u32) -> u32) -> fmt::Result {
        self.put(key, 3 + random(3))?;
        self.put('-', 2 + random(3))
    }

    /// Writes some samples of which hardly three are the same: a contact that bounces, a key that slips onto the next.
    fn bounce(&mut self, random: &mut impl FnMut(u32) -> u32) -> fmt::Result {
        let keys = [digit(random), digit(random), '-'];
        for _ in 0..1 + random(6) {
            let key = keys.get(random(3) as usize).copied().unwrap_or('-');
            self.put(key, 1 + random(2))?;
        }
        Ok(())
    }
}
