//! Values by the keys of their names, found whole or by longest match over words.

use rustc_hash::FxHashMap;

use super::key::Key;

/// Values by the keys of their names; several values may share one.
#[derive(Debug)]
pub(super) struct Index<T> {
    /// For each key the place of its first value.
    first: FxHashMap<u64, u32>,
    /// Values, with the place of the next under the same key and one, or 0.
    values: Vec<(T, u32)>,
    /// For the first word of each name, the most words of a name that it starts.
    reach: FxHashMap<u64, usize>,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self { first: FxHashMap::default(), values: Vec::new(), reach: FxHashMap::default() }
    }
}

impl<T: Copy + PartialEq> Index<T> {
    /// Makes room for more names.
    pub(super) fn reserve(&mut self, names: usize) {
        self.first.reserve(names);
        self.values.reserve(names);
        self.reach.reserve(names / 2);
    }

    /// Puts a value under a name.
    pub(super) fn insert(&mut self, name: &str, value: T) {
        let key = Key::of(name);
        if key.count == 0 {
            return;
        }
        let first_word = name
            .trim_start_matches("the ")
            .split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '\'' | '’'))
            .find(|word| !word.is_empty())
            .unwrap_or(name);
        let reach = self.reach.entry(Key::of(first_word).hash).or_default();
        *reach = key.count.max(*reach);
        let place = u32::try_from(self.values.len()).expect("the tables are small");
        match self.first.get(&key.hash) {
            None => {
                self.first.insert(key.hash, place);
                self.values.push((value, 0));
            }
            Some(&first) => {
                let mut last = first as usize;
                loop {
                    if self.values[last].0 == value {
                        return;
                    }
                    match self.values[last].1 {
                        0 => break,
                        next => last = next as usize - 1,
                    }
                }
                self.values[last].1 = place + 1;
                self.values.push((value, 0));
            }
        }
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values under a key, in the order in which they came.
    pub(super) fn get(&self, key: Key) -> impl Iterator<Item = T> + '_ {
        let mut next = self.first.get(&key.hash).map_or(0, |&first| first + 1);
        std::iter::from_fn(move || {
            let (value, after) = *self.values.get((next as usize).checked_sub(1)?)?;
            next = after;
            Some(value)
        })
    }

    /// How many of `words` the longest name takes that begins with the first of them.
    pub(super) fn longest(&self, words: &[&str]) -> Option<(usize, Key)> {
        let mut key = Key::EMPTY;
        let mut reach = None;
        let mut found = None;
        for (index, word) in words.iter().enumerate() {
            let before = key.count;
            key.add(word);
            if key.count == before {
                if index == 0 && !word.eq_ignore_ascii_case("the") {
                    return None;
                }
                continue;
            }
            let limit = match reach {
                Some(limit) => limit,
                None => *reach.insert(*self.reach.get(&key.hash)?),
            };
            if self.first.contains_key(&key.hash) {
                found = Some((index + 1, key));
            }
            if key.count >= limit {
                break;
            }
        }
        found
    }
}
