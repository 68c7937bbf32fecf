//! What two tasks have in common that solve the same problems by other programs.

/// Gives a task the problems of another, the memory that they take, and what a proof says of them.
macro_rules! problems_of {
    ($task:ty) => {
        const THEOREM: &'static str = <$task as Task>::THEOREM;
        const PROBLEM: &'static str = <$task as Task>::PROBLEM;
        const EXAMPLE: &'static str = <$task as Task>::EXAMPLE;
        const SIZE: &'static str = <$task as Task>::SIZE;

        fn memory(problem: &[u8]) -> usize {
            <$task as Task>::memory(problem)
        }

        fn capacity(memory: usize) -> usize {
            <$task as Task>::capacity(memory)
        }

        fn sample(
            size: usize,
            smallest: usize,
            random: &mut impl FnMut(u32) -> u32,
            out: &mut impl core::fmt::Write,
        ) -> core::fmt::Result {
            <$task as Task>::sample(size, smallest, random, out)
        }
    };
}
pub(crate) use problems_of;
