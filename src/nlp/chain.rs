//! From encoded words to how well each class of a name suits each of them.
//!
//! The scores of a linear-chain conditional random field (Lafferty and others 2001): a
//! class suits a token as well as the best way through the sentence that gives it that class.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

use crate::nlp::encoder::{Encoded, leak, read_matrix};
use crate::nlp::matrix::{Matrix, Whole};
use crate::nlp::processor::{Lanes, Processor, UNIT, Work};
use crate::nlp::table::Reader;
use crate::nlp::tags::NameKind;

/// Classes: outside, and for each kind its beginning and its inside.
pub(super) const CLASSES: usize = 1 + 2 * NameKind::ALL.len();
/// The class of what is no part of a name.
pub(super) const OUTSIDE: usize = 0;

/// Whether `class` may follow `before`: an inside only after its own kind.
pub(super) const fn follows(class: usize, before: usize) -> bool {
    class == OUTSIDE || class % 2 == 1 || before == class || before + 1 == class
}

/// The score of what cannot be.
const NEVER: f32 = -1e4;

/// What suits a token: for each class how much worse it is than the best of all.
pub(super) type Suits = [f32; CLASSES];

/// The scorer.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    processor: Processor,
    middle: Matrix,
    last: Matrix,
    follow: Follow<CLASSES>,
}

/// Room for scoring that is used again from batch to batch.
#[derive(Default)]
pub(super) struct Room {
    whole: Whole,
    middle: Vec<f32>,
    scores: Vec<f32>,
    ahead: Vec<[f32; UNIT]>,
    /// What suits each token that was encoded.
    pub(super) suits: Vec<Suits>,
}

impl Chain {
    /// Reads the scorer that comes next.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        let (middle, last) = (read_matrix(reader, processor), read_matrix(reader, processor));
        Self { processor, middle, last, follow: Follow::read(reader) }
    }

    /// Scores the words that were encoded.
    pub(super) fn score(&self, encoded: &Encoded, room: &mut Room) {
        let Room { whole, middle, scores, ahead, suits } = room;
        self.middle.product(encoded.both(), middle);
        let width = self.middle.outputs();
        leak(self.processor, middle, (width, width));
        whole.take(self.processor, [(middle, width)]);
        self.last.product(whole, scores);
        suits.clear();
        let mut rows = scores.chunks_exact(self.last.outputs());
        for &length in encoded.lengths() {
            let first = suits.len();
            suits.extend(rows.by_ref().take(length).map(|row| {
                row.first_chunk::<CLASSES>().copied().expect("a row has a number for each class")
            }));
            self.follow.both_ways(self.processor, &mut suits[first..], ahead);
        }
    }
}

/// How well each class follows another, as vectors.
#[derive(Clone, Debug)]
pub(super) struct Follow<const CLASSES: usize> {
    /// For each class, how well each follows it.
    after: [[f32; UNIT]; CLASSES],
    /// For each class, how well it follows each.
    before: [[f32; UNIT]; CLASSES],
    /// What begins a sentence well: before its first word is nothing, as outside of a name.
    first: [f32; UNIT],
}

impl<const CLASSES: usize> Follow<CLASSES> {
    /// Reads how well each class follows another.
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self::new(&reader.floats(CLASSES * CLASSES))
    }

    /// Takes for each class how well each follows it.
    fn new(numbers: &[f32]) -> Self {
        const { assert!(CLASSES <= UNIT, "classes are one vector") };
        let mut this = Self {
            after: [[NEVER; UNIT]; CLASSES],
            before: [[NEVER; UNIT]; CLASSES],
            first: [NEVER; UNIT],
        };
        for (before, row) in numbers.chunks_exact(CLASSES).enumerate() {
            for (class, &number) in row.iter().enumerate() {
                if follows(class, before) {
                    this.after[before][class] = number;
                    this.before[class][before] = number;
                }
            }
        }
        for (class, first) in this.first.iter_mut().enumerate() {
            if follows(class, OUTSIDE) {
                *first = 0.0;
            }
        }
        this
    }

    /// Adds to the scores of a sentence those of the best ways to and from each class; then takes from
    /// each the best of its token.
    pub(super) fn both_ways(
        &self,
        processor: Processor,
        scores: &mut [[f32; CLASSES]],
        ahead: &mut Vec<[f32; UNIT]>,
    ) {
        ahead.clear();
        ahead.resize(scores.len(), [0.0; UNIT]);
        processor.work(Ways { follow: self, scores, ahead });
    }
}

/// The scores of a sentence, and room for those of the ways from each token.
struct Ways<'a, const CLASSES: usize> {
    follow: &'a Follow<CLASSES>,
    scores: &'a mut [[f32; CLASSES]],
    ahead: &'a mut [[f32; UNIT]],
}

impl<const CLASSES: usize> Work for Ways<'_, CLASSES> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        let Self { follow, scores, ahead } = self;
        for index in (1..scores.len()).rev() {
            let next = lanes.sum(all(lanes, &scores[index]), lanes.floats(&ahead[index]));
            // What follows a class is before that which comes next.
            ahead[index - 1] = lanes.numbers(best(lanes, lanes.numbers(next), &follow.before));
        }
        let mut way = lanes.floats(&follow.first);
        for (scores, ahead) in scores.iter_mut().zip(ahead) {
            let own = lanes.sum(all(lanes, scores), way);
            way = best(lanes, lanes.numbers(own), &follow.after);
            let whole = lanes.numbers(lanes.sum(own, lanes.floats(ahead)));
            let best = whole[..CLASSES].iter().copied().fold(f32::MIN, f32::max);
            for (score, whole) in scores.iter_mut().zip(whole) {
                *score = whole - best;
            }
        }
    }
}

/// The numbers of all classes as a vector.
#[inline(always)]
fn all<L: Lanes, const CLASSES: usize>(lanes: L, scores: &[f32; CLASSES]) -> L::Floats {
    let mut own = [0.0; UNIT];
    own[..CLASSES].copy_from_slice(scores);
    lanes.floats(&own)
}

/// The best of all ways through one class each.
#[inline(always)]
fn best<L: Lanes, const CLASSES: usize>(
    lanes: L,
    through: [f32; UNIT],
    ways: &[[f32; UNIT]; CLASSES],
) -> L::Floats {
    let mut best = lanes.floats(&[f32::MIN; UNIT]);
    for (way, number) in ways.iter().zip(through) {
        let way = lanes.sum(lanes.floats(way), lanes.floats(&[number; UNIT]));
        best = lanes.larger(best, way);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_suits_as_well_as_the_best_way_through_it() {
        const LENGTH: usize = 3;
        // Some numbers without a pattern.
        let mut state = 7u32;
        let mut number = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f32::from(u8::try_from(state >> 24).expect("a byte")) / 32.0
        };
        let mut follow = [[NEVER; CLASSES]; CLASSES];
        for (before, row) in follow.iter_mut().enumerate() {
            for (class, cell) in row.iter_mut().enumerate() {
                if follows(class, before) {
                    *cell = number();
                }
            }
        }
        let scores: Vec<Suits> = (0..LENGTH).map(|_| std::array::from_fn(|_| number())).collect();
        let mut best = [[f32::MIN; CLASSES]; LENGTH];
        for way in 0..CLASSES.pow(3) {
            let way = [way % CLASSES, way / CLASSES % CLASSES, way / CLASSES / CLASSES];
            let mut sum = if follows(way[0], OUTSIDE) { 0.0 } else { NEVER };
            for (index, &class) in way.iter().enumerate() {
                sum += scores[index][class];
                sum += if index > 0 { follow[way[index - 1]][class] } else { 0.0 };
            }
            for (index, &class) in way.iter().enumerate() {
                best[index][class] = best[index][class].max(sum);
            }
        }
        let mut found = scores.clone();
        let ways = Follow::<CLASSES>::new(&follow.concat());
        ways.both_ways(Processor::Plain, &mut found, &mut Vec::new());
        let mut again: Vec<Suits> = scores.clone();
        ways.both_ways(Processor::detect(), &mut again, &mut Vec::new());
        assert_eq!(found, again);
        for (index, (found, best)) in found.iter().zip(&best).enumerate() {
            let most = best.iter().copied().fold(f32::MIN, f32::max);
            for class in 0..CLASSES {
                let right = best[class] - most;
                assert!((found[class] - right).abs() < 1e-2, "{index} {class}: {right}");
            }
        }
    }
}
