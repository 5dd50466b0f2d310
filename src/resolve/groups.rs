//! Groups that grow together, ids that last, and the value that most have.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// Which of some things belong together.
pub(super) struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    /// Each of `count` things alone.
    pub(super) fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// The first thing of the group that `one` is in.
    pub(super) fn root(&mut self, mut one: usize) -> usize {
        while self.parents[one] != one {
            self.parents[one] = self.parents[self.parents[one]];
            one = self.parents[one];
        }
        one
    }

    /// Puts the groups of two things together; tells whether they were two.
    pub(super) fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        let (first, last) = (one.min(other), one.max(other));
        self.parents[last] = first;
        first != last
    }

    /// All groups, each in order, in the order of their first things.
    pub(super) fn all(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut places = vec![0; self.parents.len()];
        for one in 0..self.parents.len() {
            let root = self.root(one);
            // Its first thing comes before all others of a group.
            if root == one {
                places[root] = groups.len();
                groups.push(Vec::new());
            }
            groups[places[root]].push(one);
        }
        groups
    }
}

/// Gives each key a number of nine digits that depends on the key, not on how many there are.
///
/// Where two keys would get one number, the later in order gets the next that is free.
pub(super) fn numbers(keys: &[String]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|&one, &other| keys[one].cmp(&keys[other]));
    // For each number that is taken one from which on to look for the next that is free: keys that
    // are alike, such as those of articles that are counted, have numbers side by side.
    let mut taken: FxHashMap<i64, i64> = FxHashMap::default();
    let mut numbers = vec![0; keys.len()];
    for index in order {
        let first = 100_000_000 + i64::from(hash(&keys[index]) % 900_000_000);
        let mut number = first;
        while let Some(&next) = taken.get(&number) {
            number = next;
        }
        // Whoever comes by the same way goes straight to the end.
        let mut passed = first;
        while let Some(next) = taken.insert(passed, number + 1) {
            passed = next;
        }
        numbers[index] = number;
    }
    numbers
}

/// The FNV-1a hash of some text: the same on every machine and in every version.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Values with the number of times that each came.
#[derive(Clone, Debug)]
pub(super) struct Count<T>(BTreeMap<T, usize>);

impl<T: Ord + Clone> Count<T> {
    /// Counts values.
    pub(super) fn of(values: impl IntoIterator<Item = T>) -> Self {
        let mut counts = BTreeMap::new();
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
        Self(counts)
    }

    /// Counts values that came so many times each.
    pub(super) fn of_many(values: impl IntoIterator<Item = (T, usize)>) -> Self {
        let mut counts = BTreeMap::new();
        for (value, count) in values {
            *counts.entry(value).or_default() += count;
        }
        Self(counts)
    }

    /// The values, the most frequent first, then in order.
    pub(super) fn ranked(self) -> Vec<(T, usize)> {
        let mut ranked: Vec<(T, usize)> = self.0.into_iter().collect();
        ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        ranked
    }

    /// The most frequent value, the first in order among equals.
    pub(super) fn first(self) -> Option<T> {
        self.ranked().into_iter().next().map(|(value, _)| value)
    }

    /// The values, the most frequent first.
    pub(super) fn values(self) -> Vec<T> {
        self.ranked().into_iter().map(|(value, _)| value).collect()
    }
}

/// How many values two lists in order have in common.
pub(super) fn shared<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut rest = many;
    let mut count = 0;
    for value in few {
        rest = &rest[rest.partition_point(|it| it < value)..];
        count += usize::from(rest.first() == Some(value));
    }
    count
}

/// A few values in order, each once, in as little memory as they take.
#[derive(Clone, Debug)]
pub(super) struct Few<T>(Vec<T>);

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord + Copy> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut all: Vec<T> = values.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        all.shrink_to_fit();
        Self(all)
    }
}

impl<T: Ord + Copy> Few<T> {
    /// Takes values in.
    pub(super) fn extend(&mut self, values: impl IntoIterator<Item = T>) {
        for value in values {
            if let Err(place) = self.0.binary_search(&value) {
                self.0.insert(place, value);
            }
        }
    }

    /// The values, in order.
    pub(super) fn all(&self) -> &[T] {
        &self.0
    }

    /// Whether a value is one of them.
    pub(super) fn contains(&self, value: T) -> bool {
        self.0.binary_search(&value).is_ok()
    }

    /// Whether two have a value in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().any(|&value| other.contains(value))
    }

    /// How many values two have in common.
    pub(super) fn common(&self, other: &Self) -> usize {
        shared(&self.0, &other.0)
    }

    /// Those that are not in another.
    pub(super) fn beyond<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = T> + 'a {
        self.0.iter().copied().filter(|&value| !other.contains(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys whose hashes are one.
    const ALIKE: [&str; 2] = ["costarring", "liquid"];

    #[test]
    fn of_keys_with_one_hash_the_later_gets_the_next_number_that_is_free() {
        assert_eq!(hash(ALIKE[0]), hash(ALIKE[1]));
        let keys: Vec<String> =
            ["liquid", "a", "costarring", "liquid", "liquid"].map(str::to_owned).into();
        let first = 100_000_000 + i64::from(hash("liquid") % 900_000_000);
        let found = numbers(&keys);
        assert_eq!([found[2], found[0], found[3], found[4]].map(|it| it - first), [0, 1, 2, 3]);
        assert_eq!(found[1], numbers(&keys[1..2])[0]);
    }

    #[test]
    fn a_few_values_are_in_order_and_each_once() {
        let mut few: Few<i32> = [3, 1, 3].into_iter().collect();
        few.extend([2, 1]);
        assert_eq!(few.all(), [1, 2, 3]);
        let other: Few<i32> = [2, 4].into_iter().collect();
        assert!(few.meets(&other) && few.contains(3) && !few.contains(4));
        assert_eq!((few.common(&other), other.common(&few)), (1, 1));
        assert_eq!(few.beyond(&other).collect::<Vec<_>>(), [1, 3]);
    }
}
