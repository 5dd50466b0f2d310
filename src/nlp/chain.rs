//! From encoded words to how well each class of a name suits each of them.
//!
//! The scores of a linear-chain conditional random field (Lafferty and others 2001): a
//! class suits a token as well as the best way through the sentence that gives it that class.

use crate::nlp::encoder::{Encoded, leaky, quantize, read_matrix};
use crate::nlp::matrix::{Matrix, Processor};
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
    middle: (Matrix, f32),
    last: (Matrix, f32),
    /// How well a class follows another.
    follow: [Suits; CLASSES],
}

/// Room for scoring that is used again from batch to batch.
#[derive(Default)]
pub(super) struct Room {
    quantized: Vec<i16>,
    middle: Vec<f32>,
    scores: Vec<f32>,
    ahead: Vec<Suits>,
    /// What suits each token that was encoded.
    pub(super) suits: Vec<Suits>,
}

impl Chain {
    /// Reads the scorer that comes next.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        let (middle, last) = (read_matrix(reader), read_matrix(reader));
        Self { processor, middle, last, follow: read_follow(reader) }
    }

    /// Scores the words that were encoded.
    pub(super) fn score(&self, encoded: &mut Encoded, room: &mut Room) {
        let Room { quantized, middle, scores, ahead, suits } = room;
        let both = encoded.both(self.processor, self.middle.1);
        self.middle.0.product(self.processor, both, middle);
        for number in middle.iter_mut() {
            *number = leaky(*number);
        }
        quantize(self.processor, middle, self.last.1, quantized);
        self.last.0.product(self.processor, quantized, scores);
        suits.clear();
        let mut rows = scores.chunks_exact(self.last.0.outputs());
        for &length in encoded.lengths() {
            let first = suits.len();
            suits.extend(rows.by_ref().take(length).map(|row| {
                row.first_chunk::<CLASSES>().copied().expect("a row has a number for each class")
            }));
            both_ways(&self.follow, &mut suits[first..], ahead);
        }
    }
}

/// Reads how well each class follows another.
pub(super) fn read_follow<const CLASSES: usize>(reader: &mut Reader) -> [[f32; CLASSES]; CLASSES] {
    let numbers = reader.floats(CLASSES * CLASSES);
    let mut follow = [[NEVER; CLASSES]; CLASSES];
    for (before, row) in numbers.chunks_exact(CLASSES).enumerate() {
        for (class, &number) in row.iter().enumerate() {
            if follows(class, before) {
                follow[before][class] = number;
            }
        }
    }
    follow
}

/// Adds to the scores of a sentence those of the best ways to and from each class; then takes from
/// each the best of its token.
pub(super) fn both_ways<const CLASSES: usize>(
    follow: &[[f32; CLASSES]; CLASSES],
    scores: &mut [[f32; CLASSES]],
    ahead: &mut Vec<[f32; CLASSES]>,
) {
    ahead.clear();
    ahead.resize(scores.len(), [0.0; CLASSES]);
    for index in (1..scores.len()).rev() {
        let mut next = [0.0; CLASSES];
        for class in 0..CLASSES {
            next[class] = scores[index][class] + ahead[index][class];
        }
        for (own, follow) in ahead[index - 1].iter_mut().zip(follow) {
            *own = (0..CLASSES).fold(f32::MIN, |best, other| best.max(follow[other] + next[other]));
        }
    }
    // Before the first word is nothing, as outside of a name.
    let mut before = [NEVER; CLASSES];
    for index in 0..scores.len() {
        let mut own = scores[index];
        for (class, score) in own.iter_mut().enumerate() {
            *score += match index {
                0 if follows(class, OUTSIDE) => 0.0,
                0 => NEVER,
                _ => (0..CLASSES)
                    .fold(f32::MIN, |best, other| best.max(before[other] + follow[other][class])),
            };
        }
        before = own;
        let mut whole = own;
        for class in 0..CLASSES {
            whole[class] += ahead[index][class];
        }
        let best = whole.iter().copied().fold(f32::MIN, f32::max);
        scores[index] = whole.map(|number| number - best);
    }
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
        let mut found = scores;
        both_ways(&follow, &mut found, &mut Vec::new());
        for (index, (found, best)) in found.iter().zip(&best).enumerate() {
            let most = best.iter().copied().fold(f32::MIN, f32::max);
            for class in 0..CLASSES {
                let right = best[class] - most;
                assert!((found[class] - right).abs() < 1e-2, "{index} {class}: {right}");
            }
        }
    }
}
