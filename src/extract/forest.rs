//! Forests of decision trees, learned by gradient boosting (Friedman 2001): what whole numbers about a
//! case come to.
//!
//! Goes in: [`Traits`], whole numbers in a fixed order. Comes out: the logarithm of the odds that the case
//! is one of those learned, the sum of one leaf of each tree.

/// Traits of a case at most, a power of two.
pub(crate) const MOST: usize = 64;

/// Whole numbers that tell of a case.
#[derive(Clone, Debug)]
pub(crate) struct Traits {
    all: [i16; MOST],
    count: usize,
}

impl Traits {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { all: [0; MOST], count: 0 }
    }

    /// Adds the next.
    pub(crate) fn push(&mut self, value: i16) {
        self.all[self.count] = value;
        self.count += 1;
    }

    /// Adds whether something is so.
    pub(crate) fn flag(&mut self, value: bool) {
        self.push(i16::from(value));
    }

    /// Adds how many there are, up to [`NEVER`].
    pub(crate) fn count(&mut self, value: usize) {
        self.push(number(value));
    }

    /// Adds how far away something is, or [`NEVER`].
    pub(crate) fn gap(&mut self, value: Option<usize>) {
        self.push(value.map_or(NEVER, number));
    }

    /// Adds whether something is so, or -1 where nothing tells.
    pub(crate) fn maybe(&mut self, value: Option<bool>) {
        self.push(value.map_or(-1, i16::from));
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[i16] {
        &self.all[..self.count]
    }
}

/// The largest count, and what stands for how far away something is that is nowhere.
pub(crate) const NEVER: i16 = 99;

/// A count as a trait.
pub(crate) fn number(count: usize) -> i16 {
    i16::try_from(count).map_or(NEVER, |it| it.min(NEVER))
}

/// The place of a word in a list as a trait, from 1; 0 where it is none of it.
pub(crate) fn place(list: &[&str], word: &str) -> i16 {
    list.iter().position(|it| it.eq_ignore_ascii_case(word)).map_or(0, |it| number(it + 1))
}

/// A question of a tree: whether a trait is at most so much; or a leaf, which leads to itself.
#[derive(Clone, Copy, Debug)]
struct Node {
    place: u8,
    most: i16,
    /// The node that comes next if it is, and if it is not.
    next: [u16; 2],
}

/// Trees that are gone down side by side: each step waits for memory, and the processor does so for some at
/// once.
const TOGETHER: usize = 10;

/// Trees that were learned together.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    /// The first node of each tree.
    roots: Vec<u16>,
    nodes: Vec<Node>,
    /// For each node what it counts, if it is a leaf.
    leaves: Vec<f32>,
    /// Of each few trees the questions up to the deepest leaf.
    depths: Vec<usize>,
}

impl Forest {
    /// Reads what `models/training/forests.py` wrote: for each tree the number of its questions, these, and
    /// one leaf more than questions.
    ///
    /// # Panics
    ///
    /// If that is cut short, which the tests would tell: it is part of the program.
    pub(crate) fn read(mut bytes: &[u8]) -> Self {
        fn take<const N: usize>(bytes: &mut &[u8]) -> [u8; N] {
            let (first, rest) = bytes.split_first_chunk().expect("the weights are whole");
            *bytes = rest;
            *first
        }
        let mut forest = Self::default();
        let mut depths = Vec::new();
        while !bytes.is_empty() {
            let [count] = take(&mut bytes);
            let first = u16::try_from(forest.nodes.len()).expect("a forest has few nodes");
            forest.roots.push(first);
            // Its questions come first, then its leaves.
            let node = |next: u8| {
                let next = i16::from(next.cast_signed());
                let place = if next < 0 { i16::from(count) - 1 - next } else { next };
                first + place.unsigned_abs()
            };
            for _ in 0..count {
                let [place, low, high, then, other] = take(&mut bytes);
                let most = i16::from_le_bytes([low, high]);
                forest.nodes.push(Node { place, most, next: [node(then), node(other)] });
                forest.leaves.push(0.0);
            }
            for leaf in 0..=u16::from(count) {
                let own = first + u16::from(count) + leaf;
                forest.nodes.push(Node { place: 0, most: i16::MAX, next: [own; 2] });
                forest.leaves.push(f32::from_le_bytes(take(&mut bytes)));
            }
            depths.push(forest.depth(first));
        }
        let deepest = |depths: &[usize]| depths.iter().copied().max().unwrap_or(0);
        forest.depths = depths.chunks(TOGETHER).map(deepest).collect();
        forest
    }

    /// The questions from a node to the deepest leaf below it.
    fn depth(&self, node: u16) -> usize {
        let below = self.nodes[usize::from(node)].next;
        if below.contains(&node) {
            return 0;
        }
        1 + below.into_iter().map(|it| self.depth(it)).max().unwrap_or(0)
    }

    /// The logarithm of the odds that a case is one of those learned.
    pub(crate) fn odds(&self, traits: &Traits) -> f32 {
        let mut odds = 0.0;
        for (roots, &depth) in self.roots.chunks(TOGETHER).zip(&self.depths) {
            let mut at = [0; TOGETHER];
            at[..roots.len()].copy_from_slice(roots);
            for _ in 0..depth {
                for at in &mut at {
                    let node = &self.nodes[usize::from(*at)];
                    // The rest, so that it is known to be among them.
                    let own = traits.all[usize::from(node.place) % MOST];
                    *at = node.next[usize::from(own > node.most)];
                }
            }
            for &leaf in &at[..roots.len()] {
                odds += self.leaves[usize::from(leaf)];
            }
        }
        odds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tree_leads_by_its_questions_to_one_leaf() {
        // "At most 3? then -0.5; else: trait 1 at most -1? then 0.25; else 2"; and a tree of one question.
        let mut bytes = vec![2, 0, 3, 0, 0xff, 1, 1, 0xff, 0xff, 0xfe, 0xfd];
        for leaf in [-0.5_f32, 0.25, 2.0] {
            bytes.extend(leaf.to_le_bytes());
        }
        bytes.extend([1, 1, 0, 0, 0xff, 0xfe]);
        for leaf in [1.0_f32, 3.0] {
            bytes.extend(leaf.to_le_bytes());
        }
        // And a leaf alone.
        bytes.push(0);
        bytes.extend(10.0_f32.to_le_bytes());
        let forest = Forest::read(&bytes);
        let odds = |one: i16, two: i16| {
            let mut traits = Traits::new();
            traits.push(one);
            traits.push(two);
            forest.odds(&traits)
        };
        assert!((odds(3, 5) - 12.5).abs() < 1e-6);
        assert!((odds(4, -1) - 11.25).abs() < 1e-6);
        assert!((odds(4, 0) - 13.0).abs() < 1e-6);
    }
}
