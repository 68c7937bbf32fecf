//! A parser of frames on a serial line, with flags and escapes as in RFC 1662 and a checksum of its own. It runs for ever.
//!
//! Bytes of value 7E are flags: each ends a frame and begins the next. In a frame, 7D is an escape: it is dropped, and
//! the byte behind it is taken with bit 5 flipped. A frame's last byte is its checksum: all bytes of it add up to 0,
//! modulo 256.
//!
//! ```text
//! HUNT(what)   over → NOP or ACT(what), end      flag → END(what), end      ACT(SKIP); HUNT(what), end
//! FRAME(n)     over → NOP if n is none, else ACT(CUT), end      flag → CLOSE(n), end      escape → ESCAPE(n), end
//!              data → TAKE(n), end, if there is room; else HUNT(LONG), end
//! ESCAPE(n)    ACT(SKIP); ESCAPED(n), end
//! ESCAPED(n)   over → ACT(CUT), end      flag → END(ABORT), end
//!              else FLIP(n), end, if there is room; else HUNT(LONG), end
//! TAKE(n)      ACT(TAKE); FRAME(n + 1), end
//! FLIP(n)      ACT(FLIP); FRAME(n + 1), end
//! CLOSE(n)     none → END(SKIP), end   one → END(SHORT), end   more: the sum is right → END(ACCEPT), end   else END(BAD), end
//! END(what)    ACT(what); FRAME(none), end
//! ```
//!
//! The main loop is recursion: a frame's state is a program, and its argument is whether none, one or more bytes were
//! taken, or what is to be said of the frame at the next flag. Bytes stay in the world, which shows only of which kind
//! the next one is, whether there is room for another, and whether the sum is right. A serial port is never over; a
//! simulated line is when its bytes end.
//!
//! A problem is bytes in hexadecimal digits, with or without spaces: `7E 48 69 4F 7E` (a board takes a small letter at
//! the beginning for a command). The answer says of each frame what became of it: `ok:` and its bytes without the
//! checksum; `bad`, a wrong checksum; `long`, more than 16 bytes and a checksum; `short`, no byte beside the checksum;
//! `abort`, an escape before the flag; or `cut`, the line ends within it.
//!
//! # Why the teacher parses
//!
//! *Each frame gets one verdict.* After a flag stands FRAME(none): by END, which every program comes to that sees one.
//! From there a byte that is no flag comes to a program whose only ways back to FRAME(none) go by an END with a
//! verdict. Bytes before the first flag are skipped, and so is nothing between two flags, as CLOSE(none) and the first
//! HUNT say SKIP. *What is accepted is what stood between the flags, with a right sum.* TAKE and FLIP take every byte between the flags that is no escape, in
//! their order, and FLIP those alone behind an escape; CLOSE accepts when two bytes or more were taken, as `n` counts
//! them, and the sum is right. *What is refused has that fault.* LONG is said where there is no room for a byte of the
//! frame, ABORT where a flag follows an escape, SHORT and BAD where CLOSE sees them, CUT where the line ends.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::Framing;
//! let mut memory = [0; 64];
//! let mut world = Framing::world(b"7E 48 69 4F 7E", &mut memory)?;
//! solve::<Framing, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "ok:4869");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod line;
mod sample;
mod symbols;

use core::fmt::Write;

use npi_runtime::task::{Entry, Frames, Sees, Signature, Slot, TextReader};
use npi_runtime::{Call, Decision, Machine, Program, Refusal, Task};

pub use line::{Line, MOST};
use symbols::{BOUNDS, COUNTS, FATES, NO_YES, WHAT};
pub use symbols::{kind, what};

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Framing;

/// Skips bytes until a flag.
pub const HUNT: Program = Program::learned(0);
/// Looks at the next byte of a frame.
pub const FRAME: Program = Program::learned(1);
/// Skips an escape.
pub const ESCAPE: Program = Program::learned(2);
/// Looks at the byte behind an escape.
pub const ESCAPED: Program = Program::learned(3);
/// Takes a byte.
pub const TAKE: Program = Program::learned(4);
/// Takes a byte that was escaped.
pub const FLIP: Program = Program::learned(5);
/// Decides what becomes of a frame whose flag has come.
pub const CLOSE: Program = Program::learned(6);
/// Says what became of a frame.
pub const END: Program = Program::learned(7);

type Seen = [u8; 3];
type Arguments = [u8; 1];

/// What becomes of a frame of so many bytes, whose flag has come.
fn fate(count: u8, right: bool) -> u8 {
    match count {
        what::NONE => what::SKIP,
        what::ONE => what::SHORT,
        _ if right => what::ACCEPT,
        _ => what::BAD,
    }
}

impl Machine for Framing {
    type Observation = Seen;
    type Arguments = Arguments;

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    #[inline]
    fn teach(&self, call: &Call<Arguments>, memory: u8, view: &Seen) -> Option<(Decision<Arguments>, u8)> {
        let (&[kind, room, right], [count]) = (view, call.arguments);
        let end = |program, what| Decision::end(Call { program, arguments: [what] });
        let (act, nop) = (|what| Call::act([what]), Decision::end(Call::new(Program::NOP)));
        let decision = match (call.program, memory, kind) {
            (HUNT, 0, kind::OVER) if count == what::SKIP => nop,
            (HUNT, 0, kind::OVER) => Decision::end(act(count)),
            (HUNT, 0, kind::FLAG) => end(END, count),
            (FRAME, _, kind::OVER) if count == what::NONE => nop,
            (FRAME | ESCAPED, _, kind::OVER) => Decision::end(act(what::CUT)),
            (FRAME, _, kind::FLAG) => end(CLOSE, count),
            (FRAME, _, kind::ESCAPE) => end(ESCAPE, count),
            (ESCAPED, _, kind::FLAG) => end(END, what::ABORT),
            (FRAME | ESCAPED, ..) if room == 0 => end(HUNT, what::LONG),
            (FRAME, ..) => end(TAKE, count),
            (ESCAPED, ..) => end(FLIP, count),
            (HUNT | ESCAPE, 0, _) => Decision::go_on(act(what::SKIP)),
            (HUNT, ..) => end(HUNT, count),
            (ESCAPE, ..) => end(ESCAPED, count),
            (TAKE, 0, _) => Decision::go_on(act(what::TAKE)),
            (FLIP, 0, _) => Decision::go_on(act(what::FLIP)),
            (TAKE | FLIP, ..) => end(FRAME, if count == what::NONE { what::ONE } else { what::MORE }),
            (CLOSE, ..) => end(END, fate(count, right == 1)),
            (END, 0, _) => Decision::go_on(act(count)),
            (END, ..) => end(FRAME, what::NONE),
            _ => return None,
        };
        Some((decision, memory + u8::from(!decision.end)))
    }
}

impl Task for Framing {
    type World<'m> = Line<'m>;

    const SIGNATURE: Signature = Signature {
        task: "frames",
        programs: &[
            entry("HUNT", 2, &[BOUNDS], &[&[what::SKIP, what::LONG]]),
            entry("FRAME", 1, &[Sees::Each, Sees::Each], COUNTS),
            entry("ESCAPE", 2, &[], COUNTS),
            entry("ESCAPED", 1, &[BOUNDS, Sees::Each], COUNTS),
            entry("TAKE", 2, &[], COUNTS),
            entry("FLIP", 2, &[], COUNTS),
            entry("CLOSE", 1, &[Sees::Nothing, Sees::Nothing, Sees::Each], COUNTS),
            entry("END", 2, &[], FATES),
        ],
        observation: &[
            Slot { name: "BYTE", symbols: &["data", "escape", "flag", "over"] },
            Slot { name: "ROOM", symbols: NO_YES },
            Slot { name: "SUM", symbols: &["wrong", "right"] },
        ],
        arguments: &[Slot { name: "what", symbols: WHAT }],
    };

    const MODEL: Option<&'static [u8]> = Some(crate::models::FRAMES);

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = Frames<F, 1>; // every call is a tail call

    const THEOREM: &'static str = "for any bytes, the network accepts each frame whose checksum is right and which is neither \
        too long nor too short nor aborted, and refuses every other";

    const ARGUMENT: &'static str = "by what comes to what, in runtime/tasks/src/frames.rs; tested against a parser that splits \
        the line at its flags";

    const PROBLEM: &'static str = "a line of bytes, two hexadecimal digits each";

    const EXAMPLE: &'static str = "7E 48 69 4F 7E";

    const SIZE: &'static str = "bytes";

    fn start(_: &Line<'_>) -> Call<Arguments> {
        Call { program: HUNT, arguments: [what::SKIP] }
    }

    fn memory(problem: &[u8]) -> usize {
        let digits = problem.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
        3 * digits.div_ceil(2) + 2 // the bytes, a note on each, and what became of the frames
    }

    fn capacity(memory: usize) -> usize {
        // A byte, a note on it, a place in a frame, and of the text, of which the reader counts a digit, another and a space.
        TextReader::<Self>::capacity(memory.saturating_sub(1), 5)
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Line<'m>, Refusal> {
        Line::new(problem, memory)
    }

    fn step_limit(world: &Line<'_>) -> usize {
        world.length().saturating_mul(4).saturating_add(1) // of a flag: FRAME 1, CLOSE 1, END 2; and one at the end
    }

    fn sample(
        size: usize,
        _: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> core::fmt::Result {
        sample::write(size, random, out)
    }
}

const fn entry(
    name: &'static str,
    memories: u8,
    sees: &'static [Sees],
    arguments: &'static [&'static [u8]],
) -> Entry {
    Entry { name, sees, arguments, memories }
}
