//! The averaged perceptron: a linear score for each class, from hashed features.
//!
//! Freund and Schapire (1999), "Large margin classification using the perceptron algorithm";
//! Collins (2002) for its use on tagging. [`Weights`] reads a trained model straight from its
//! bytes, without decoding; [`Learner`] makes one.

/// A feature, as the hash of its kind and its words.
pub(super) type Feature = u64;

/// Bytes before the slots: the logarithm of their number, the number of classes.
const HEADER: usize = 8;
/// Bytes of a slot: a check of the feature, and where its weights start and how many they are.
const SLOT: usize = 8;
/// Bytes of a weight: its class and its value.
const WEIGHT: usize = 3;

/// Features that are looked up before their weights are read.
const TOGETHER: usize = 64;

/// A trained model: read-only, as it stands in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    slots: &'static [u8],
    values: &'static [u8],
    shift: u32,
}

impl Weights {
    /// Reads the model in `bytes`.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        let size = u32::from(bytes[0]);
        let slots = SLOT << size;
        Self {
            slots: &bytes[HEADER..HEADER + slots],
            values: &bytes[HEADER + slots..],
            shift: 64 - size,
        }
    }

    /// The sum of the weights of `features`, for each class.
    #[inline]
    pub(super) fn sum<const CLASSES: usize>(&self, features: &[Feature]) -> [i32; CLASSES] {
        let mut scores = [0; CLASSES];
        self.add(features, &mut scores);
        scores
    }

    /// Adds the weights of `features` to the score of each class.
    ///
    /// The table is far larger than the processor's caches. All features are looked up before any
    /// weight is read, so that the processor waits for many places of memory at once.
    #[inline]
    pub(super) fn add(&self, features: &[Feature], scores: &mut [i32]) {
        let mut found = [(0, 0); TOGETHER];
        for features in features.chunks(TOGETHER) {
            for (place, &feature) in found.iter_mut().zip(features) {
                *place = self.find(feature);
            }
            for &(start, count) in &found[..features.len()] {
                let weights = &self.values[start * WEIGHT..(start + count) * WEIGHT];
                for weight in weights.chunks_exact(WEIGHT) {
                    scores[usize::from(weight[0])] +=
                        i32::from(i16::from_le_bytes([weight[1], weight[2]]));
                }
            }
        }
    }

    /// Where the weights of `feature` start, and how many they are.
    #[inline]
    fn find(&self, feature: Feature) -> (usize, usize) {
        let check = check_of(feature);
        let mask = (self.slots.len() / SLOT) - 1;
        let mut at = slot_of(feature, self.shift);
        loop {
            let slot = &self.slots[at * SLOT..at * SLOT + SLOT];
            let found = u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
            if found == 0 {
                return (0, 0);
            }
            if found == check {
                let place = u32::from_le_bytes([slot[4], slot[5], slot[6], slot[7]]);
                return ((place >> 8) as usize, (place & 0xff) as usize);
            }
            at = (at + 1) & mask;
        }
    }
}

/// The slot at which the search for a feature starts.
#[inline]
fn slot_of(feature: Feature, shift: u32) -> usize {
    usize::try_from(feature.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift)
        .expect("a table has fewer slots than memory has bytes")
}

/// What tells a feature from others in a slot; never 0, which marks an empty one.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
const fn check_of(feature: Feature) -> u32 {
    (feature as u32) | 1
}

/// A model while it learns.
#[cfg(feature = "training")]
pub(super) struct Learner {
    classes: usize,
    rows: rustc_hash::FxHashMap<Feature, Vec<Cell>>,
    step: f64,
}

/// The weight of one class for one feature, and what its average needs.
#[cfg(feature = "training")]
#[derive(Clone, Copy)]
struct Cell {
    class: u8,
    weight: f32,
    /// The sum over updates of the update times the step at which it came.
    late: f64,
}

#[cfg(feature = "training")]
impl Learner {
    /// A model that knows nothing.
    pub(super) fn new(classes: usize) -> Self {
        assert!(classes <= 256, "a class is a byte");
        Self { classes, rows: rustc_hash::FxHashMap::default(), step: 1.0 }
    }

    /// Scores each class.
    pub(super) fn score(&self, features: &[Feature], scores: &mut [f32]) {
        scores.fill(0.0);
        for feature in features {
            for cell in self.rows.get(feature).into_iter().flatten() {
                scores[usize::from(cell.class)] += cell.weight;
            }
        }
    }

    /// Moves one step on: towards `good` and away from `bad` if they differ.
    pub(super) fn learn(&mut self, features: &[Feature], good: usize, bad: usize) {
        self.step += 1.0;
        if good == bad {
            return;
        }
        for &feature in features {
            let row = self.rows.entry(feature).or_default();
            for (class, change) in [(good, 1.0f32), (bad, -1.0)] {
                let class = u8::try_from(class).expect("a class is a byte");
                let late = f64::from(change) * self.step;
                match row.iter_mut().find(|cell| cell.class == class) {
                    Some(cell) => {
                        cell.weight += change;
                        cell.late += late;
                    }
                    None => row.push(Cell { class, weight: change, late }),
                }
            }
        }
    }

    /// The averaged model in the form that [`Weights`] reads, without weights under `least`.
    #[expect(clippy::cast_possible_truncation, reason = "weights are small numbers")]
    pub(super) fn finish(&self, least: f32) -> Vec<u8> {
        let mut rows: Vec<(Feature, Vec<(u8, i16)>)> = self
            .rows
            .iter()
            .map(|(&feature, row)| {
                let mut kept: Vec<(u8, i16)> = row
                    .iter()
                    .map(|cell| (cell.class, f64::from(cell.weight) - cell.late / self.step))
                    .filter(|(_, weight)| weight.abs() >= f64::from(least))
                    .map(|(class, weight)| {
                        let scaled = (weight * SCALE).round();
                        (class, scaled.clamp(-32767.0, 32767.0) as i16)
                    })
                    .filter(|&(_, weight)| weight != 0)
                    .collect();
                kept.sort_unstable();
                kept.truncate(255);
                (feature, kept)
            })
            .filter(|(_, kept)| !kept.is_empty())
            .collect();
        rows.sort_unstable();
        let size = (rows.len() * 3 / 2).next_power_of_two().trailing_zeros().max(4);
        let count = 1usize << size;
        let mut slots = vec![0u8; count * SLOT];
        let mut weights = Vec::new();
        for (feature, kept) in rows {
            let mut at = slot_of(feature, 64 - size);
            while slots[at * SLOT..at * SLOT + 4] != [0; 4] {
                at = (at + 1) & (count - 1);
            }
            let place = ((weights.len() / WEIGHT) as u32) << 8 | kept.len() as u32;
            slots[at * SLOT..at * SLOT + 4].copy_from_slice(&check_of(feature).to_le_bytes());
            slots[at * SLOT + 4..at * SLOT + 8].copy_from_slice(&place.to_le_bytes());
            for (class, weight) in kept {
                weights.push(class);
                weights.extend_from_slice(&weight.to_le_bytes());
            }
        }
        assert!(weights.len() / WEIGHT < 1 << 24, "a place is three bytes: prune more");
        let mut bytes = vec![0u8; HEADER];
        bytes[0] = size as u8;
        bytes[1] = self.classes as u8;
        bytes.extend(slots);
        bytes.extend(weights);
        bytes
    }
}

/// By how much averaged weights are multiplied before they are rounded.
#[cfg(feature = "training")]
const SCALE: f64 = 16.0;
