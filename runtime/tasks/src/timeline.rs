//! What controllers' simulated worlds have in common: a text of samples, and room for what is made of them.

/// Copies a problem to the beginning of a memory; gives the copy, and the memory behind it. `None` if there is no room.
pub fn copied<'m>(problem: &[u8], memory: &'m mut [u8]) -> Option<(&'m [u8], &'m mut [u8])> {
    let (text, rest) = memory.split_at_mut_checked(problem.len())?;
    // Not `copy_from_slice`, in which the linker cannot tell that it does not panic.
    text.iter_mut().zip(problem).for_each(|(cell, &byte)| *cell = byte);
    Some((text, rest))
}
