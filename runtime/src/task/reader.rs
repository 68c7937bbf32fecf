//! Problems that are typed: byte by byte, into the memory in which their world will stand.

use core::fmt::{self, Write};
use core::marker::PhantomData;
use core::mem;

use super::Task;
use crate::Refusal;

/// Takes a problem byte by byte, as a console on a board does, into the memory that its world will stand in.
///
/// [`TextReader`] is one for any task. A task whose world holds all of the problem needs no room for the text beside it,
/// if it has a reader of its own.
pub trait ProblemReader<'m>: Sized {
    /// What a problem becomes: [`Task::World`].
    type World;

    /// A reader that has taken no byte yet. What stood in the memory is lost.
    fn new(memory: &'m mut [u8]) -> Self;

    /// Whether it holds no byte: none was taken, or all were given back.
    fn is_empty(&self) -> bool;

    /// Takes the next byte.
    ///
    /// # Errors
    /// [`Refusal::Problem`] for a byte that cannot stand here, [`Refusal::Capacity`] if the memory is full.
    fn push(&mut self, byte: u8) -> Result<(), Refusal>;

    /// Gives the last byte back, as backspace does; false if there is none.
    fn pop(&mut self) -> bool;

    /// The world of the problem, once all of it has been taken.
    ///
    /// # Errors
    /// [`Refusal::Problem`] if something is missing or wrong.
    fn finish(self) -> Result<Self::World, Refusal>;

    /// The world of the problem that a reader has left in a memory when it finished, before the first step again, whatever a
    /// run has done in that memory since.
    ///
    /// # Errors
    /// [`Refusal::Problem`] or [`Refusal::Capacity`] if no problem stands there.
    fn rewind(memory: &'m mut [u8]) -> Result<Self::World, Refusal>;

    /// Writes the problem that a reader has left in a memory; nothing if none stands there.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(memory: &'m mut [u8], out: &mut impl Write) -> fmt::Result;
}

/// A reader of any task's problems. It keeps the text, and its length behind it, at the end of the memory; the world gets the
/// rest.
#[derive(Debug)]
pub struct TextReader<'m, T> {
    memory: &'m mut [u8],
    /// Bytes taken. They stand in reverse order, from the end of the memory's body on: the last one taken comes first.
    length: usize,
    task: PhantomData<T>,
}

impl<T> TextReader<'_, T> {
    /// The most columns of a problem that is typed into so many bytes of memory, if its world takes so many bytes for each
    /// column: the text takes one more, and what says how long it is four at the end. A task's
    /// [`capacity`](Task::capacity).
    #[must_use]
    pub const fn capacity(memory: usize, column: usize) -> usize {
        memory.saturating_sub(COUNT) / column.saturating_add(1)
    }
}

/// Bytes that the text's length takes.
const COUNT: usize = size_of::<u32>();

/// What comes before the length.
fn body(memory: &mut [u8]) -> &mut [u8] {
    memory.split_last_chunk_mut::<COUNT>().map_or(&mut [], |(body, _)| body)
}

/// The memory that a world may have, and the text behind it; `None` if no text stands there.
fn parts(memory: &mut [u8]) -> Option<(&mut [u8], &[u8])> {
    let (body, count) = memory.split_last_chunk_mut::<COUNT>()?;
    let room = body.len().checked_sub(u32::from_le_bytes(*count) as usize)?;
    body.split_at_mut_checked(room).map(|(room, text)| (room, &*text))
}

impl<'m, T: Task> ProblemReader<'m> for TextReader<'m, T> {
    type World = T::World<'m>;

    fn new(memory: &'m mut [u8]) -> Self {
        Self { memory, length: 0, task: PhantomData }
    }

    fn is_empty(&self) -> bool {
        self.length == 0
    }

    fn push(&mut self, byte: u8) -> Result<(), Refusal> {
        let full = Refusal::Capacity { columns: T::capacity(self.memory.len()) };
        *body(self.memory).iter_mut().nth_back(self.length).ok_or(full)? = byte;
        self.length += 1;
        Ok(())
    }

    fn pop(&mut self) -> bool {
        let some = self.length > 0;
        self.length -= usize::from(some);
        some
    }

    fn finish(self) -> Result<T::World<'m>, Refusal> {
        if let Some((body, count)) = self.memory.split_last_chunk_mut::<COUNT>() {
            *count = (self.length as u32).to_le_bytes();
            let room = body.len().saturating_sub(self.length);
            let mut bytes = body.split_at_mut_checked(room).map_or(&mut [][..], |(_, text)| text).iter_mut();
            // `reverse` has an index in it that the linker cannot tell from one that panics.
            while let (Some(first), Some(last)) = (bytes.next(), bytes.next_back()) {
                mem::swap(first, last);
            }
        }
        Self::rewind(self.memory)
    }

    fn rewind(memory: &'m mut [u8]) -> Result<T::World<'m>, Refusal> {
        let none = Refusal::Capacity { columns: T::capacity(memory.len()) };
        let (room, text) = parts(memory).ok_or(none)?;
        T::world(text, room)
    }

    fn write(memory: &'m mut [u8], out: &mut impl Write) -> fmt::Result {
        let text = parts(memory).map_or(&[][..], |(_, text)| text);
        out.write_str(core::str::from_utf8(text).unwrap_or("not UTF-8"))
    }
}
