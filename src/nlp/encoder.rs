//! From words to numbers that tell what each means where it stands.
//!
//! A token's input is the vector of its word, the sum of what was learned of the word, its shape, endings
//! and beginnings, and what the gazetteer knows of it. Layers of simple recurrent units (Lei et al.
//! 2018, without the state in the gates) read it from both sides. The parts of speech, the trees
//! and the names are read from the layers' outputs.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

use pulp::NullaryFnOnce;

use crate::nlp::hint::Hint;
use crate::nlp::lexicon::Lexicon;
use crate::nlp::matrix::{Matrix, Whole};
use crate::nlp::processor::{Lanes, Processor, UNIT, Work};
use crate::nlp::table::{Reader, Table};
use crate::nlp::word::{Word, mix};

/// Numbers of a word's vector.
const VECTOR: usize = 64;
/// Numbers of what was learned of a word's features.
const LEARNED: usize = 96;
/// Bits of what the gazetteer knows.
const HINTS: usize = 12;
const INPUT: usize = VECTOR + LEARNED + HINTS;
/// Numbers that a layer gives of a token in each direction.
const HALF: usize = 160;
/// Numbers that a layer gives of a token.
pub(super) const WIDTH: usize = 2 * HALF;
/// How many layers there are.
pub(super) const LAYERS: usize = 4;
/// The layers that names, attributions and encounters are read from together.
pub(super) const READ: [usize; 2] = [1, LAYERS - 1];
/// Vectors of words count half.
const VECTOR_SCALE: f32 = 0.5;

/// The share of a negative number that is kept.
const LEAK: f32 = 0.125;

/// Tokens that are read as one sentence at most; a longer one is cut.
pub(super) const LONGEST: usize = 160;

/// Reads the matrix that comes next.
pub(super) fn read_matrix(reader: &mut Reader, processor: Processor) -> Matrix {
    let (outputs, inputs) = (reader.count(), reader.count());
    // Scales are those for inputs that were multiplied by this.
    let scale = reader.floats(1)[0];
    let mut scales = reader.floats(outputs);
    for own in &mut scales {
        *own *= scale;
    }
    let offsets = reader.floats(outputs);
    Matrix::new(processor, reader.bytes(outputs * inputs), &scales, &offsets)
}

/// The encoder.
#[derive(Clone, Debug)]
pub(super) struct Encoder {
    processor: Processor,
    learned: Table,
    vectors: Table,
    first: Matrix,
    /// Those after it.
    layers: Vec<Matrix>,
}

/// What the encoder gives of some sentences, and room that is used again.
#[derive(Debug, Default)]
pub(super) struct Encoded {
    /// The lengths of the sentences, and of all together.
    lengths: Vec<usize>,
    tokens: usize,
    /// The outputs of each layer, token after token.
    outputs: [Vec<f32>; LAYERS],
    /// The same, made whole.
    whole: [Whole; LAYERS],
    /// The outputs of the layers that are read together, made whole.
    both: Whole,
    input: Vec<f32>,
    whole_input: Whole,
    gates: Vec<f32>,
}

impl Encoded {
    /// Forgets all sentences.
    pub(super) fn clear(&mut self) {
        self.lengths.clear();
        self.tokens = 0;
    }

    /// Adds a sentence of so many words, at most [`LONGEST`].
    pub(super) fn add(&mut self, length: usize) {
        self.lengths.push(length);
        self.tokens += length;
    }

    /// The number of tokens.
    pub(super) fn tokens(&self) -> usize {
        self.tokens
    }

    /// The lengths of the sentences.
    pub(super) fn lengths(&self) -> &[usize] {
        &self.lengths
    }

    /// The outputs of the layers that are read together, for each token all, made whole.
    pub(super) fn both(&self) -> &Whole {
        &self.both
    }

    /// The outputs of a layer, counted from 0, made whole.
    pub(super) fn whole(&self, layer: usize) -> &Whole {
        &self.whole[layer]
    }

    /// The outputs of a layer, counted from 0.
    #[cfg(feature = "training")]
    pub(super) fn layer(&self, layer: usize) -> &[f32] {
        &self.outputs[layer]
    }
}

impl Encoder {
    /// Reads the encoder that comes next.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        Self {
            processor,
            learned: Table::read(reader),
            vectors: Table::read(reader),
            first: read_matrix(reader, processor),
            layers: (1..LAYERS).map(|_| read_matrix(reader, processor)).collect(),
        }
    }

    /// Reads the words of all sentences that were added, by their numbers.
    pub(super) fn run<T: Copy>(
        &self,
        numbers: &[u32],
        lexicon: &mut Lexicon<T>,
        encoded: &mut Encoded,
    ) {
        let Encoded { lengths, outputs, whole, both, input, whole_input, gates, .. } = encoded;
        let first = lexicon.rows.len() / self.first.outputs();
        input.clear();
        input.resize((lexicon.len() - first) * INPUT, 0.0);
        for (number, input) in (first..).zip(input.chunks_exact_mut(INPUT)) {
            let (word, hint) = lexicon.word(number);
            self.processor.run(LookUp { encoder: self, word, hint, input });
        }
        whole_input.take(self.processor, [(input, INPUT)]);
        self.first.product(whole_input, gates);
        lexicon.rows.extend_from_slice(gates);
        let source = Gates::Of { rows: &lexicon.rows, numbers };
        recur(self.processor, (lengths, WIDTH), source, &mut outputs[0]);
        for (index, matrix) in self.layers.iter().enumerate() {
            let (before, after) = outputs.split_at_mut(index + 1);
            let past = &before[index];
            whole[index].take(self.processor, [(past, WIDTH)]);
            matrix.product(&whole[index], gates);
            recur(self.processor, (lengths, WIDTH), Gates::After { gates, past }, &mut after[0]);
        }
        whole[LAYERS - 1].take(self.processor, [(&outputs[LAYERS - 1], WIDTH)]);
        both.take(self.processor, READ.map(|layer| (&*outputs[layer], WIDTH)));
    }
}

/// Looks up a word, for the first layer.
struct LookUp<'a> {
    encoder: &'a Encoder,
    word: &'a Word,
    hint: Hint,
    input: &'a mut [f32],
}

impl NullaryFnOnce for LookUp<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { encoder: Encoder { learned, vectors, .. }, word, hint, input } = self;
        let (vector, rest) = input.split_at_mut(VECTOR);
        let (sum, hints) = rest.split_at_mut(LEARNED);
        if let Some(row) = vectors.find(word.exact).or_else(|| vectors.find(word.lower)) {
            vectors.add(row, vector);
            for number in vector {
                *number *= VECTOR_SCALE;
            }
        }
        let exact = if word.exact == word.lower { 0 } else { word.exact };
        let features =
            [exact, word.lower, word.shape].into_iter().chain(word.suffixes).chain(word.prefixes);
        for (kind, feature) in (1..).zip(features) {
            if feature != 0
                && let Some(row) = learned.find(mix(kind, feature))
            {
                learned.add(row, sum);
            }
        }
        for (bit, number) in hints.iter_mut().enumerate() {
            *number = if hint.bits() >> bit & 1 == 1 { 1.0 } else { 0.0 };
        }
    }
}

/// What a layer's matrix gave, for each token the gates of all units: value, forget, reset.
#[derive(Clone, Copy)]
pub(super) enum Gates<'a> {
    /// Those of the first layer, where a fourth part goes past the layer: for each token the number of
    /// its row.
    Of { rows: &'a [f32], numbers: &'a [u32] },
    /// The same, with a row for each token.
    First(&'a [f32]),
    /// Those of a layer that the outputs of the layer before go past.
    After { gates: &'a [f32], past: &'a [f32] },
}

impl Gates<'_> {
    /// The number of tokens, of whose units there are so many.
    fn tokens(self, width: usize) -> usize {
        match self {
            Self::Of { numbers, .. } => numbers.len(),
            Self::First(gates) => gates.len() / width / 4,
            Self::After { past, .. } => past.len() / width,
        }
    }

    /// The gates of some units of a token, and what goes past them.
    #[inline(always)]
    fn of<L: Lanes>(self, lanes: L, (token, unit): (usize, usize), width: usize) -> [L::Floats; 4] {
        // Not by a map over the gates, which would not be inlined.
        let all = |gates, row: usize| {
            let own = |gate| lanes.floats(part(gates, (row * 4 + gate) * width + unit));
            [own(0), own(1), own(2), own(3)]
        };
        match self {
            Self::Of { rows, numbers } => all(rows, numbers[token] as usize),
            Self::First(gates) => all(gates, token),
            Self::After { gates, past } => {
                let own = |gate| lanes.floats(part(gates, (token * 3 + gate) * width + unit));
                [own(0), own(1), own(2), lanes.floats(part(past, token * width + unit))]
            }
        }
    }
}

/// Units that a layer has in each direction at most.
const MOST: usize = 256;

/// Runs one layer of so many recurrent units over some sentences, half of them in each direction.
pub(super) fn recur(
    processor: Processor,
    (lengths, width): (&[usize], usize),
    gates: Gates<'_>,
    output: &mut Vec<f32>,
) {
    assert!(width <= 2 * MOST, "a layer has room for its states");
    output.resize(gates.tokens(width) * width, 0.0);
    processor.work(Recur { lengths, width, gates, output });
}

/// One layer of so many units: its gates, and room for its outputs.
struct Recur<'a> {
    lengths: &'a [usize],
    width: usize,
    gates: Gates<'a>,
    output: &'a mut [f32],
}

impl Work for Recur<'_> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        let Self { lengths, width, gates, output } = self;
        let half = width / 2;
        let mut start = 0;
        for &length in lengths {
            for first in [0, half] {
                let mut states = [lanes.floats(&[0.0; UNIT]); MOST / UNIT];
                for step in 0..length {
                    let token = start + if first == 0 { step } else { length - 1 - step };
                    let own = &mut output[token * width + first..][..half];
                    let (own, _) = own.as_chunks_mut::<UNIT>();
                    for ((unit, state), own) in (first..).step_by(UNIT).zip(&mut states).zip(own) {
                        let [value, forget, reset, past] = gates.of(lanes, (token, unit), width);
                        let keep = sigmoid(lanes, forget);
                        let fresh = lanes.difference(value, lanes.product(keep, value));
                        *state = lanes.sum(fresh, lanes.product(keep, *state));
                        let change = lanes.difference(*state, past);
                        let change = lanes.product(sigmoid(lanes, reset), change);
                        *own = lanes.numbers(lanes.sum(past, change));
                    }
                }
            }
            start += length;
        }
    }
}

/// The numbers of one vector that start at `at`.
#[inline(always)]
pub(super) fn part(numbers: &[f32], at: usize) -> &[f32; UNIT] {
    numbers[at..].first_chunk().expect("a row is whole vectors")
}

/// Numbers, or small shares of negative ones.
#[inline(always)]
pub(super) fn all_leaky<L: Lanes>(lanes: L, numbers: L::Floats) -> L::Floats {
    lanes.larger(numbers, lanes.product(numbers, lanes.floats(&[LEAK; UNIT])))
}

/// A number, or a small share of a negative one.
#[inline(always)]
pub(super) fn leaky(number: f32) -> f32 {
    number.max(number * LEAK)
}

/// The logistic function, by a fraction of polynomials that is right to six digits.
#[inline(always)]
fn sigmoid<L: Lanes>(lanes: L, numbers: L::Floats) -> L::Floats {
    let all = |number: f32| lanes.floats(&[number; UNIT]);
    let (one_half, plus) = (all(0.5), |one, two| lanes.sum(all(one), two));
    let half = lanes.larger(lanes.product(one_half, numbers), all(-4.9));
    let half = lanes.smaller(half, all(4.9));
    let square = lanes.product(half, half);
    let above = lanes.product(square, plus(378.0, square));
    let above = lanes.product(square, plus(17_325.0, above));
    let above = lanes.product(half, plus(135_135.0, above));
    let below = plus(3_150.0, lanes.product(square, all(28.0)));
    let below = plus(62_370.0, lanes.product(square, below));
    let below = plus(135_135.0, lanes.product(square, below));
    lanes.sum(one_half, lanes.product(one_half, lanes.quotient(above, below)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::processor::Plain;

    #[test]
    fn the_logistic_function_is_right_to_five_digits() {
        for step in -200..=200i16 {
            let number = f32::from(step) / 10.0;
            let right = 1.0 / (1.0 + (-f64::from(number)).exp());
            let found = sigmoid(Plain, [number; UNIT]);
            assert!(found.iter().all(|it| (f64::from(*it) - right).abs() < 1e-4), "{number}");
        }
    }
}
