//! The call stack as bytes.

use npi_format::checksum;

use super::{MAGIC, Save, SaveError, VERSION, cut, put, take};
use crate::interpreter::Frame;
use crate::task::{Stack, depth};
use crate::{Call, Interpreter, Program, Symbols, Task};

/// Bytes before the first frame.
const HEADER: usize = MAGIC.len() + 2 + 8 + 4;
/// Bytes behind the last one.
const CHECKSUM: usize = 4;

impl<T: Task, P: Save<T>> Interpreter<T, P> {
    /// Bytes that a saved run takes at most, with every frame in use, and the largest network for which there is room.
    pub const SAVED: usize = HEADER + depth::<T>() * Self::frame(P::LARGEST) + CHECKSUM;

    /// Bytes of a frame, of which the state takes so many.
    const fn frame(state: usize) -> usize {
        1 + size_of::<T::Arguments>() + 4 + state
    }

    /// Bytes of so many frames of this policy, all in.
    fn length(&self, frames: usize) -> usize {
        HEADER + frames * Self::frame(self.policy.state_bytes()) + CHECKSUM
    }

    /// Counts the bytes that the run takes as it stands: at most [`Interpreter::SAVED`].
    #[must_use]
    pub fn saved_bytes(&self) -> usize {
        self.length(self.depth)
    }

    /// Writes the run as it stands between two steps, and gives the number of its bytes; [`save`](mod@crate::save) has the layout.
    ///
    /// # Errors
    /// [`SaveError::Room`]; nothing is written then.
    pub fn save(&self, out: &mut [u8]) -> Result<usize, SaveError> {
        let (needed, found) = (self.saved_bytes(), out.len());
        let room = out.get_mut(..needed).and_then(|out| out.split_last_chunk_mut());
        let (run, end) = room.ok_or(SaveError::Room { needed, found })?;
        let mut rest = &mut *run;
        put(&mut rest, &MAGIC);
        put(&mut rest, &[VERSION, self.depth as u8]);
        put(&mut rest, &const { T::SIGNATURE.fingerprint() }.to_le_bytes());
        put(&mut rest, &self.policy.identity().to_le_bytes());
        for frame in self.frames.all().iter().take(self.depth) {
            self.save_frame(frame, &mut rest);
        }
        *end = checksum(run).to_le_bytes();
        Ok(needed)
    }

    fn save_frame(&self, frame: &Frame<T::Arguments, P::State>, out: &mut &mut [u8]) {
        put(out, &[frame.call.program.0]);
        put(out, frame.call.arguments.as_ref());
        put(out, &frame.steps.to_le_bytes());
        if let Some(state) = cut(out, self.policy.state_bytes()) {
            self.policy.save_state(&frame.state, state);
        }
    }

    /// Takes up a saved run in place of whatever stood on the stack: the next [`Interpreter::step`] is the one that would have come
    /// then, in a world that is as it was.
    ///
    /// # Errors
    /// Any [`SaveError`] but [`SaveError::Room`]; the stack is then as it was before. No bytes make it panic.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<(), SaveError> {
        let frames = self.check(bytes)?;
        for place in 0..frames {
            let frame = self.frame_at(bytes, place).ok_or(SaveError::Stack)?;
            if let Some(used) = self.frames.used().get_mut(place) {
                *used = frame;
            } else if !self.frames.push(frame) {
                return Err(SaveError::Stack); // not after the check
            }
        }
        self.depth = frames;
        Ok(())
    }

    /// Checks all that can be wrong, and counts the frames.
    fn check(&self, mut bytes: &[u8]) -> Result<usize, SaveError> {
        let all = bytes;
        if take(&mut bytes) != Some(MAGIC) {
            return Err(SaveError::Format);
        }
        let [version, frames] = take(&mut bytes).ok_or(SaveError::Format)?;
        if version != VERSION {
            return Err(SaveError::Version(version));
        }
        self.check_owner(bytes)?;
        let frames = usize::from(frames);
        let all = all.get(..self.length(frames)).ok_or(SaveError::Format)?;
        let (run, end) = all.split_last_chunk().ok_or(SaveError::Format)?;
        if checksum(run).to_le_bytes() != *end {
            return Err(SaveError::Checksum);
        }
        let possible = frames <= depth::<T>() && (0..frames).all(|place| self.frame_at(all, place).is_some());
        if possible { Ok(frames) } else { Err(SaveError::Stack) }
    }

    /// Checks that it is this task and this network whose run was saved.
    fn check_owner(&self, mut bytes: &[u8]) -> Result<(), SaveError> {
        let found = u64::from_le_bytes(take(&mut bytes).ok_or(SaveError::Format)?);
        let expected = const { T::SIGNATURE.fingerprint() };
        if found != expected {
            return Err(SaveError::Task { expected, found });
        }
        let found = u32::from_le_bytes(take(&mut bytes).ok_or(SaveError::Format)?);
        let expected = self.policy.identity();
        if found == expected { Ok(()) } else { Err(SaveError::Network { expected, found }) }
    }

    /// Reads the frame at a place, from the bottom; `None` if it cannot be one.
    fn frame_at(&self, bytes: &[u8], place: usize) -> Option<Frame<T::Arguments, P::State>> {
        let mut rest = bytes.get(self.length(place) - CHECKSUM..)?;
        let [program] = take(&mut rest)?;
        let mut call = Call { program: Program(program), arguments: T::Arguments::ZERO };
        for argument in call.arguments.as_mut() {
            [*argument] = take(&mut rest)?;
        }
        let steps = u32::from_le_bytes(take(&mut rest)?);
        let state = self.policy.load_state(rest.get(..self.policy.state_bytes())?)?;
        is_call::<T>(&call).then_some(Frame { call, steps, state })
    }
}

/// Whether the task has such a call of a learned program.
fn is_call<T: Task>(call: &Call<T::Arguments>) -> bool {
    let signature = T::SIGNATURE;
    let slots = call.arguments.as_ref().iter().zip(signature.arguments);
    let given = call.program.takes_arguments(&signature);
    let mut symbols =
        slots.map(|(&symbol, slot)| usize::from(symbol) < if given { slot.symbols.len() } else { 1 });
    call.program.entry(&signature).is_some() && symbols.all(|is_one| is_one)
}
