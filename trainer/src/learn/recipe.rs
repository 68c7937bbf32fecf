//! How boxes begin, and how hard they are held to what has to be shown of them.

/// What a training of boxes begins with. All of it was searched for by training many seeds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// How far from zero the centres of hidden and of cell states begin.
    pub centres: [f32; 2],
    /// Whether each side of a box begins at one of the two ends of that, and not anywhere between: each box then has a code of its own.
    pub codes: bool,
    /// The radii of hidden and of cell states that boxes begin with.
    pub radii: [f32; 2],
    /// Updates after which a state outside of its box costs all that it does: from the beginning, it would make all states one.
    pub ramp: f32,
    /// Updates after which a network is given up for a new draw, if no fewer obligations of programs that loop fail than before: boxes
    /// that have got into each other's way stay there.
    pub patience: usize,
    /// By how many logits more than not at all a right answer has to lead.
    pub lead: f32,
}

/// One box for each memory: of few memories. Boxes begin near each other and wide, so that what the network does at first falls inside.
pub const EACH: Recipe =
    Recipe { centres: [0.2, 0.2], codes: false, radii: [0.3, 0.5], ramp: 500.0, patience: 1000, lead: 0.0 };

/// One box for each memory and each view that leads to it: of teachers that remember much. Boxes begin apart and narrow, so that no two
/// memories are taken for one.
pub const SPLIT: Recipe =
    Recipe { centres: [0.7, 1.0], codes: true, radii: [0.03, 0.1], ramp: 1400.0, patience: 2800, lead: 2.0 };
