//! Lists side by side in one piece of memory, and columns of numbers as bytes.

use std::ops::Range;

use crate::date::Date;
use crate::resolve::packed;

/// No number.
pub(crate) const NONE: u32 = u32::MAX;

/// A number of a place in memory.
pub(crate) fn number(place: usize) -> u32 {
    u32::try_from(place).expect("there are fewer than four billion")
}

/// Lists, one behind the other.
#[derive(Clone, Debug)]
pub(crate) struct Lists<T> {
    /// Where each list ends.
    ends: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), all: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds a list.
    pub(super) fn push(&mut self, values: impl IntoIterator<Item = T>) {
        self.all.extend(values);
        self.ends.push(number(self.all.len()));
    }

    /// Where the values of a list stand among all.
    pub(super) fn range(&self, list: usize) -> Range<usize> {
        let start = list.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[list] as usize
    }

    /// The values of a list.
    pub(super) fn of(&self, list: usize) -> &[T] {
        &self.all[self.range(list)]
    }

    /// The values of all lists.
    pub(super) fn all(&self) -> &[T] {
        &self.all
    }

    /// The list that a value is in.
    pub(super) fn list_of(&self, place: usize) -> usize {
        self.ends.partition_point(|&end| end as usize <= place)
    }
}

impl<T: Pack> Lists<T> {
    pub(super) fn columns(&mut self, columns: &mut impl Columns) {
        columns.growing(&mut self.ends);
        columns.growing(&mut self.all);
    }
}

/// Numbers by their keys.
pub(super) struct Index {
    /// Where those of each bucket begin.
    starts: Vec<u32>,
    all: Vec<(u32, u32)>,
}

impl Index {
    pub(super) fn new(all: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let count = all.clone().count();
        let buckets = count.next_power_of_two().max(2);
        let mut starts = vec![0; buckets + 1];
        for (key, _) in all.clone() {
            starts[Self::bucket(key, buckets) + 1] += 1;
        }
        for bucket in 0..buckets {
            starts[bucket + 1] += starts[bucket];
        }
        let mut next = starts.clone();
        let mut values = vec![(0, 0); count];
        for (key, value) in all {
            let place = &mut next[Self::bucket(key, buckets)];
            values[*place as usize] = (key, value);
            *place += 1;
        }
        Self { starts, all: values }
    }

    fn bucket(key: u32, buckets: usize) -> usize {
        key as usize & (buckets - 1)
    }

    /// All keys with their values, in no order.
    pub(super) fn all(&self) -> &[(u32, u32)] {
        &self.all
    }

    /// The values of a key.
    pub(super) fn of(&self, key: u32) -> impl Iterator<Item = u32> {
        let bucket = Self::bucket(key, self.starts.len() - 1);
        let own = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        self.all[own].iter().filter(move |it| it.0 == key).map(|it| it.1)
    }
}

/// Texts, one behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(Lists<u8>);

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(&mut self, text: &str) {
        self.0.push(text.bytes());
    }

    pub(super) fn get(&self, place: usize) -> &str {
        std::str::from_utf8(self.0.of(place)).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|it| self.get(it))
    }

    pub(super) fn columns(&mut self, columns: &mut impl Columns) {
        self.0.columns(columns);
    }
}

/// Values that have a width in bytes.
pub(crate) trait Pack: Copy {
    /// Their bytes.
    const WIDTH: usize;

    fn put(self, bytes: &mut Vec<u8>);

    fn get(bytes: &[u8]) -> Self;

    /// Adds those of some bytes to others.
    fn read(bytes: &[u8], all: &mut Vec<Self>) {
        all.extend(bytes.chunks_exact(Self::WIDTH).map(Self::get));
    }
}

macro_rules! pack {
    ($($number:ty),*) => {$(
        impl Pack for $number {
            const WIDTH: usize = size_of::<$number>();

            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn get(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("a value has its width"))
            }
        }
    )*};
}

pack!(u32, u64, i64);

impl Pack for u8 {
    const WIDTH: usize = 1;

    fn put(self, bytes: &mut Vec<u8>) {
        bytes.push(self);
    }

    fn get(bytes: &[u8]) -> Self {
        bytes[0]
    }

    fn read(bytes: &[u8], all: &mut Vec<Self>) {
        all.extend_from_slice(bytes);
    }
}

impl Pack for Option<Date> {
    const WIDTH: usize = 8;

    fn put(self, bytes: &mut Vec<u8>) {
        packed::date_number(self).put(bytes);
    }

    fn get(bytes: &[u8]) -> Self {
        packed::date_of(u64::get(bytes))
    }
}

/// What is done with columns of numbers, one after the other: they are read, or written.
pub(crate) trait Columns {
    /// A column to whose end values come, while those that are there stay.
    fn growing<T: Pack>(&mut self, column: &mut Vec<T>);

    /// A column that changes here and there.
    fn changing<T: Pack>(&mut self, column: &mut Vec<T>);
}
