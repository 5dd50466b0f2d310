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
use crate::nlp::matrix::{Matrix, Processor};
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
/// Vectors of words count half.
const VECTOR_SCALE: f32 = 0.5;

/// The share of a negative number that is kept.
const LEAK: f32 = 0.125;

/// Tokens that are read as one sentence at most; a longer one is cut.
pub(super) const LONGEST: usize = 160;

/// Reads the matrix that comes next, with the scale by which its inputs are made whole numbers.
pub(super) fn read_matrix(reader: &mut Reader) -> (Matrix, f32) {
    let (outputs, inputs) = (reader.count(), reader.count());
    let scale = reader.floats(1)[0];
    let scales = reader.floats(outputs);
    let offsets = reader.floats(outputs);
    (Matrix::new(reader.bytes(outputs * inputs), &scales, &offsets), scale)
}

/// The encoder.
#[derive(Clone, Debug)]
pub(super) struct Encoder {
    processor: Processor,
    learned: Table,
    vectors: Table,
    layers: Vec<(Matrix, f32)>,
}

/// What the encoder gives of some sentences, and room that is used again.
#[derive(Debug)]
pub(super) struct Encoded {
    /// The lengths of the sentences.
    lengths: Vec<usize>,
    /// The outputs of each layer, token after token.
    outputs: [Vec<f32>; LAYERS],
    input: Vec<f32>,
    quantized: Vec<i16>,
    gates: Vec<f32>,
}

impl Default for Encoded {
    fn default() -> Self {
        Self {
            lengths: Vec::new(),
            outputs: std::array::from_fn(|_| Vec::new()),
            input: Vec::new(),
            quantized: Vec::new(),
            gates: Vec::new(),
        }
    }
}

impl Encoded {
    /// Forgets all sentences.
    pub(super) fn clear(&mut self) {
        self.lengths.clear();
        self.input.clear();
    }

    /// The number of tokens.
    pub(super) fn tokens(&self) -> usize {
        self.input.len() / INPUT
    }

    /// The lengths of the sentences.
    pub(super) fn lengths(&self) -> &[usize] {
        &self.lengths
    }

    /// The outputs of a layer, counted from 0.
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
            layers: (0..LAYERS).map(|_| read_matrix(reader)).collect(),
        }
    }

    /// Adds a sentence of at most [`LONGEST`] words, which are looked up at once.
    pub(super) fn add(&self, words: &[Word], hints: &[Hint], encoded: &mut Encoded) {
        for (word, hint) in words.iter().zip(hints) {
            let start = encoded.input.len();
            encoded.input.resize(start + INPUT, 0.0);
            let input = &mut encoded.input[start..];
            if let Some(row) =
                self.vectors.find(word.exact).or_else(|| self.vectors.find(word.lower))
            {
                self.vectors.add(row, &mut input[..VECTOR]);
                for number in &mut input[..VECTOR] {
                    *number *= VECTOR_SCALE;
                }
            }
            let exact = if word.exact == word.lower { 0 } else { word.exact };
            let features = [exact, word.lower, word.shape]
                .into_iter()
                .chain(word.suffixes)
                .chain(word.prefixes);
            for (kind, feature) in (1..).zip(features) {
                if feature != 0
                    && let Some(row) = self.learned.find(mix(kind, feature))
                {
                    self.learned.add(row, &mut input[VECTOR..VECTOR + LEARNED]);
                }
            }
            for (bit, number) in input[VECTOR + LEARNED..].iter_mut().enumerate() {
                *number = if hint.bits() >> bit & 1 == 1 { 1.0 } else { 0.0 };
            }
        }
        encoded.lengths.push(words.len());
    }

    /// Reads all sentences that were added.
    pub(super) fn run(&self, encoded: &mut Encoded) {
        let Encoded { lengths, outputs, input, quantized, gates } = encoded;
        for (index, (matrix, scale)) in self.layers.iter().enumerate() {
            let (before, after) = outputs.split_at_mut(index);
            let source: &[f32] = before.last().unwrap_or(input);
            quantize(self.processor, source, *scale, quantized);
            matrix.product(self.processor, quantized, gates);
            let output = &mut after[0];
            let skip = before.last().map(Vec::as_slice);
            recur::<HALF>(self.processor, lengths, gates, skip, output);
        }
    }
}

/// Makes whole numbers of fractions: the nearest, even ones of two.
pub(super) fn quantize(processor: Processor, source: &[f32], scale: f32, whole: &mut Vec<i16>) {
    whole.resize(source.len(), 0);
    processor.run(Quantize { source, scale, whole });
}

struct Quantize<'a> {
    source: &'a [f32],
    scale: f32,
    whole: &'a mut [i16],
}

impl NullaryFnOnce for Quantize<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        /// Added to a small number, it leaves the nearest whole one in the last bits.
        const MAGIC: f32 = 12_582_912.0;
        /// The largest whole number.
        const MOST: f32 = 32_767.0;
        for (whole, &number) in self.whole.iter_mut().zip(self.source) {
            let scaled = (number * self.scale).clamp(-MOST, MOST) + MAGIC;
            #[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
            let low = scaled.to_bits() as i16;
            *whole = low;
        }
    }
}

/// Runs one layer of recurrent units over some sentences, `HALF` of them in each direction. `gates` are
/// what its matrix gave; `skip` goes past the layer, and if it is nothing, a fourth part of the gates does.
pub(super) fn recur<const HALF: usize>(
    processor: Processor,
    lengths: &[usize],
    gates: &[f32],
    skip: Option<&[f32]>,
    output: &mut Vec<f32>,
) {
    let row = 2 * HALF * if skip.is_some() { 3 } else { 4 };
    output.resize(gates.len() / row * 2 * HALF, 0.0);
    processor.run(Recur::<HALF> { lengths, gates, skip, output });
}

/// One layer: the gates of each token, the outputs of the layer before, room for its own.
struct Recur<'a, const HALF: usize> {
    lengths: &'a [usize],
    gates: &'a [f32],
    skip: Option<&'a [f32]>,
    output: &'a mut [f32],
}

impl<const HALF: usize> NullaryFnOnce for Recur<'_, HALF> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { lengths, gates, skip, output } = self;
        let width = 2 * HALF;
        let row = width * if skip.is_some() { 3 } else { 4 };
        let mut start = 0;
        for &length in lengths {
            for half in [0, HALF] {
                let mut state = [0.0f32; HALF];
                for step in 0..length {
                    let token = start + if half == 0 { step } else { length - 1 - step };
                    let own = &gates[token * row..(token + 1) * row];
                    let value: &[f32; HALF] = part(own, half);
                    let forget: &[f32; HALF] = part(own, width + half);
                    let reset: &[f32; HALF] = part(own, 2 * width + half);
                    let past: &[f32; HALF] = match skip {
                        Some(skip) => part(skip, token * width + half),
                        None => part(own, 3 * width + half),
                    };
                    let (_, out) = output.split_at_mut(token * width + half);
                    let Some(out) = out.first_chunk_mut::<HALF>() else { continue };
                    for lane in 0..HALF {
                        let keep = sigmoid(forget[lane]);
                        let fresh = value[lane] - keep * value[lane];
                        state[lane] = fresh + keep * state[lane];
                        out[lane] = past[lane] + sigmoid(reset[lane]) * (state[lane] - past[lane]);
                    }
                }
            }
            start += length;
        }
    }
}

/// The numbers of one direction that start at `at`.
#[inline(always)]
fn part<const HALF: usize>(numbers: &[f32], at: usize) -> &[f32; HALF] {
    numbers[at..].first_chunk().expect("a row holds both directions")
}

/// A number, or a small share of a negative one.
#[inline(always)]
pub(super) fn leaky(number: f32) -> f32 {
    number.max(number * LEAK)
}

/// The logistic function, by a fraction of polynomials that is right to six digits.
#[inline(always)]
fn sigmoid(number: f32) -> f32 {
    let half = (0.5 * number).clamp(-4.9, 4.9);
    let square = half * half;
    let above = half * (135_135.0 + square * (17_325.0 + square * (378.0 + square)));
    let below = 135_135.0 + square * (62_370.0 + square * (3_150.0 + square * 28.0));
    0.5 + 0.5 * (above / below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logistic_function_is_right_to_five_digits() {
        for step in -200..=200i16 {
            let number = f32::from(step) / 10.0;
            let right = 1.0 / (1.0 + (-f64::from(number)).exp());
            assert!((f64::from(sigmoid(number)) - right).abs() < 1e-4, "{number}");
        }
    }

    #[test]
    fn fractions_become_the_nearest_whole_numbers() {
        let mut whole = Vec::new();
        let numbers = [0.0, 0.26, -0.26, 0.125, 100.0, -100.0, 1e9, -1e9];
        quantize(Processor::detect(), &numbers, 4.0, &mut whole);
        assert_eq!(whole, [0, 1, -1, 0, 400, -400, 32_767, -32_767]);
    }
}
