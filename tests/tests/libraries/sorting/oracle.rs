//! What sorting is held against: a library, and all orders of a few numbers.

/// What a library's sort, or its maximum, makes of a problem.
pub fn sorted(problem: &str) -> String {
    let numbers =
        |text: &str| text.split_whitespace().map(|word| word.parse::<i64>().unwrap()).collect::<Vec<_>>();
    match problem.strip_prefix("max ") {
        Some(rest) => numbers(rest).iter().max().unwrap().to_string(),
        None => {
            let mut numbers = numbers(problem);
            numbers.sort_unstable();
            numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
        }
    }
}

/// All orders of the numbers from 1 to `count`, as text.
pub fn permutations(count: usize) -> Vec<String> {
    let mut all = vec![vec![]];
    for next in 1..=count {
        let with = |list: &Vec<usize>, at| [&list[..at], &[next], &list[at..]].concat();
        all = all.iter().flat_map(|list| (0..=list.len()).map(move |at| with(list, at))).collect();
    }
    all.iter().map(|list| list.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")).collect()
}
