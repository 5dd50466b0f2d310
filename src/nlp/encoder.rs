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
use crate::nlp::processor::{Lanes, Processor, UNIT, Work, part};
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
    read_in_order(reader, processor, |outputs| (0..outputs).collect())
}

/// Reads the matrix of a layer of so many units in both directions: of each vector of units, the gates stand
/// together.
pub(super) fn read_gates(reader: &mut Reader, processor: Processor, width: usize) -> Matrix {
    read_in_order(reader, processor, |outputs| {
        let vectors = (0..width).step_by(UNIT).flat_map(|unit| (unit..outputs).step_by(width));
        vectors.flat_map(|first| first..first + UNIT).collect()
    })
}

/// Reads the matrix that comes next; `order` tells where each of so many outputs stands in the file.
fn read_in_order(
    reader: &mut Reader,
    processor: Processor,
    order: impl FnOnce(usize) -> Vec<usize>,
) -> Matrix {
    let (outputs, inputs) = (reader.count(), reader.count());
    // Scales are those for inputs that were multiplied by this.
    let scale = reader.floats(1)[0];
    let (scales, offsets) = (reader.floats(outputs), reader.floats(outputs));
    let weights = reader.bytes(outputs * inputs);
    let order = order(outputs);
    let weights: Vec<u8> = order
        .iter()
        .flat_map(|output| &weights[output * inputs..(output + 1) * inputs])
        .copied()
        .collect();
    let scales: Vec<f32> = order.iter().map(|&output| scales[output] * scale).collect();
    let offsets: Vec<f32> = order.iter().map(|&output| offsets[output]).collect();
    Matrix::new(processor, &weights, &scales, &offsets)
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
    /// What the matrix of the first layer gives of the words that were not met before.
    rows: Vec<f32>,
    /// What those of the others give, of one vector of units: apart, as room that grows must be filled.
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
            first: read_gates(reader, processor, WIDTH),
            layers: (1..LAYERS).map(|_| read_gates(reader, processor, WIDTH)).collect(),
        }
    }

    /// Reads the words of all sentences that were added, by their numbers.
    pub(super) fn run<T: Copy>(
        &self,
        numbers: &[u32],
        lexicon: &mut Lexicon<T>,
        encoded: &mut Encoded,
    ) {
        let Encoded { lengths, outputs, whole, both, input, whole_input, rows, gates, .. } =
            encoded;
        let first = lexicon.rows.len() / self.first.outputs();
        input.clear();
        input.resize((lexicon.len() - first) * INPUT, 0.0);
        for (number, input) in (first..).zip(input.chunks_exact_mut(INPUT)) {
            let (word, hint) = lexicon.word(number);
            self.processor.run(LookUp { encoder: self, word, hint, input });
        }
        whole_input.take(self.processor, [(input, INPUT)]);
        self.first.product(whole_input, rows);
        lexicon.rows.extend_from_slice(rows);
        let source = Gates::Of { rows: &lexicon.rows, numbers };
        recur(self.processor, (lengths, WIDTH), source, &mut outputs[0]);
        for (index, matrix) in self.layers.iter().enumerate() {
            let (before, after) = outputs.split_at_mut(index + 1);
            let past = &before[index];
            whole[index].take(self.processor, [(past, WIDTH)]);
            let source = After { matrix, whole: &whole[index], past };
            recur_after(self.processor, (lengths, WIDTH), source, gates, &mut after[0]);
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

/// What the matrix of a first layer gave, for each token and each vector of units four gates: value, forget,
/// reset, and what goes past the layer.
#[derive(Clone, Copy)]
pub(super) enum Gates<'a> {
    /// For each token the number of its row.
    Of { rows: &'a [f32], numbers: &'a [u32] },
    /// A row for each token.
    First(&'a [f32]),
}

impl Gates<'_> {
    /// The number of tokens, of whose units there are so many.
    fn tokens(self, width: usize) -> usize {
        match self {
            Self::Of { numbers, .. } => numbers.len(),
            Self::First(gates) => gates.len() / width / 4,
        }
    }

    /// The gates of some units of a token, and what goes past them.
    #[inline(always)]
    fn of<L: Lanes>(self, lanes: L, (token, unit): (usize, usize), width: usize) -> [L::Floats; 4] {
        let (rows, row) = match self {
            Self::Of { rows, numbers } => (rows, numbers[token] as usize),
            Self::First(rows) => (rows, token),
        };
        // Not by a map over the gates, which would not be inlined.
        let own = |gate| lanes.floats(part(rows, (row * width + unit) * 4 + gate * UNIT));
        [own(0), own(1), own(2), own(3)]
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
                for place in 0..length {
                    let token = start + if first == 0 { place } else { length - 1 - place };
                    let own = &mut output[token * width + first..][..half];
                    let (own, _) = own.as_chunks_mut::<UNIT>();
                    for ((unit, state), own) in (first..).step_by(UNIT).zip(&mut states).zip(own) {
                        let gates = gates.of(lanes, (token, unit), width);
                        *own = lanes.numbers(step(lanes, gates, state));
                    }
                }
            }
            start += length;
        }
    }
}

/// One step of a vector of units, which changes their state; comes out what they give.
#[inline(always)]
fn step<L: Lanes>(lanes: L, gates: [L::Floats; 4], state: &mut L::Floats) -> L::Floats {
    let [value, forget, reset, past] = gates;
    let keep = sigmoid(lanes, forget);
    let fresh = lanes.difference(value, lanes.product(keep, value));
    *state = lanes.sum(fresh, lanes.product(keep, *state));
    let change = lanes.difference(*state, past);
    let change = lanes.product(sigmoid(lanes, reset), change);
    lanes.sum(past, change)
}

/// Gates that a layer has which the outputs of the one before go past.
const AFTER: usize = 3;

/// What a later layer reads: the outputs of the one before, which go past it too, and the same made whole.
#[derive(Clone, Copy)]
pub(super) struct After<'a> {
    pub(super) matrix: &'a Matrix,
    pub(super) whole: &'a Whole,
    pub(super) past: &'a [f32],
}

/// Runs one later layer of so many recurrent units over some sentences: one vector of units after the other, so
/// that its gates are at hand.
pub(super) fn recur_after(
    processor: Processor,
    (lengths, width): (&[usize], usize),
    After { matrix, whole, past }: After<'_>,
    gates: &mut Vec<f32>,
    output: &mut Vec<f32>,
) {
    output.resize(past.len(), 0.0);
    for unit in 0..width / UNIT {
        matrix.part(unit * AFTER..(unit + 1) * AFTER, whole, gates);
        processor.work(RecurAfter { lengths, width, unit: unit * UNIT, gates, past, output });
    }
}

/// One vector of the units of a later layer.
struct RecurAfter<'a> {
    lengths: &'a [usize],
    width: usize,
    unit: usize,
    gates: &'a [f32],
    past: &'a [f32],
    output: &'a mut [f32],
}

impl Work for RecurAfter<'_> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        let Self { lengths, width, unit, gates, past, output } = self;
        let forward = unit < width / 2;
        let mut start = 0;
        for &length in lengths {
            let mut state = lanes.floats(&[0.0; UNIT]);
            for place in 0..length {
                let token = start + if forward { place } else { length - 1 - place };
                let gate = |gate| lanes.floats(part(gates, (token * AFTER + gate) * UNIT));
                let at = token * width + unit;
                let gates = [gate(0), gate(1), gate(2), lanes.floats(part(past, at))];
                let own = output[at..].first_chunk_mut().expect("a row is whole vectors");
                *own = lanes.numbers(step(lanes, gates, &mut state));
            }
            start += length;
        }
    }
}

/// Numbers, or small shares of negative ones.
#[inline(always)]
pub(super) fn all_leaky<L: Lanes>(lanes: L, numbers: L::Floats) -> L::Floats {
    lanes.larger(numbers, lanes.product(numbers, lanes.floats(&[LEAK; UNIT])))
}

/// Keeps small shares of what is negative among the first numbers of rows: so many of how many.
pub(super) fn leak(processor: Processor, rows: &mut [f32], (count, width): (usize, usize)) {
    processor.work(Leak { rows, count, width });
}

/// Rows of so many numbers each, of which the first few are changed.
struct Leak<'a> {
    rows: &'a mut [f32],
    count: usize,
    width: usize,
}

impl Work for Leak<'_> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        for row in self.rows.chunks_exact_mut(self.width) {
            let (vectors, rest) = row[..self.count].as_chunks_mut::<UNIT>();
            for vector in vectors {
                *vector = lanes.numbers(all_leaky(lanes, lanes.floats(vector)));
            }
            for number in rest {
                *number = leaky(*number);
            }
        }
    }
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
