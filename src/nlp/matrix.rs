//! Products of quantized numbers: a matrix of small integers times the numbers of many tokens.
//!
//! The numbers of a token become bytes, by a factor of its own. Sums are of whole numbers, so they are the same
//! whichever instructions the processor has and however many tokens stand together; what is done with the sums
//! is plain arithmetic on `f32`, in one order, without fused operations.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

use std::ops::Range;

use crate::nlp::processor::{Lanes, Processor, UNIT, Work};

#[cfg(target_arch = "x86_64")]
mod bytes;

/// Units and tokens whose sums are kept in registers together: as many as there are registers for.
const FEW: usize = 4;
#[cfg(target_arch = "x86_64")]
const MANY: usize = 6;
#[cfg(target_arch = "x86_64")]
const UNITS: usize = 2;

/// Numbers of tokens, each token's made whole by a factor of its own.
///
/// They are bytes, one of which stands for zero. Where the processor adds products of pairs of 16 bits, and
/// not of bytes, they stand in those, without what stands for zero.
#[derive(Debug, Default)]
pub(super) struct Whole {
    #[cfg(target_arch = "x86_64")]
    bytes: Vec<u8>,
    pairs: Vec<i16>,
    measures: Vec<Measure>,
}

/// What the bytes of a token mean.
#[derive(Clone, Copy, Debug, Default)]
struct Measure {
    factor: f32,
    /// The byte that stands for zero.
    zero: i32,
}

impl Whole {
    /// Takes the numbers of tokens, of each some parts one after the other: for each part the numbers of all
    /// tokens, and how many a token has.
    pub(super) fn take<const P: usize>(
        &mut self,
        processor: Processor,
        parts: [(&[f32], usize); P],
    ) {
        let (numbers, width) = parts[0];
        let tokens = numbers.len() / width;
        let size = tokens * parts.iter().map(|it| it.1).sum::<usize>();
        self.measures.resize(tokens, Measure::default());
        #[cfg(target_arch = "x86_64")]
        if let Processor::Bytes(..) = processor {
            self.bytes.resize(size, 0);
            let (whole, make) = (&mut self.bytes[..], |byte: i32, _| low_byte(byte));
            processor.work(Quantize { parts, whole, make, measures: &mut self.measures });
            return;
        }
        self.pairs.resize(size, 0);
        let (whole, make) = (&mut self.pairs[..], |byte, zero| low_half(byte - zero));
        processor.work(Quantize { parts, whole, make, measures: &mut self.measures });
    }
}

/// The largest byte.
const MOST: f32 = 255.0;

#[inline(always)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a byte")]
fn low_byte(number: i32) -> u8 {
    number as u8
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "it is a difference of bytes")]
fn low_half(number: i32) -> i16 {
    number as i16
}

/// The whole number that is the nearest to a small one, the even one of two.
#[inline(always)]
fn nearest(number: f32) -> i32 {
    /// Added to a small number, it leaves the nearest whole one in the last bits.
    const MAGIC: f32 = 12_582_912.0;
    (number + MAGIC).to_bits().cast_signed().wrapping_sub(MAGIC.to_bits().cast_signed())
}

/// Makes numbers of tokens whole; `make` takes a byte and the one that stands for zero.
struct Quantize<'a, T, F, const P: usize> {
    parts: [(&'a [f32], usize); P],
    whole: &'a mut [T],
    make: F,
    measures: &'a mut [Measure],
}

impl<T, F: Fn(i32, i32) -> T, const P: usize> Work for Quantize<'_, T, F, P> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        let Self { parts, mut whole, make, measures } = self;
        for (token, measure) in measures.iter_mut().enumerate() {
            let mut own: [&[f32]; P] = [&[]; P];
            for (own, (numbers, width)) in own.iter_mut().zip(parts) {
                *own = &numbers[token * width..(token + 1) * width];
            }
            let (low, high) = bounds(lanes, &own);
            let spread = high - low;
            let factor = if spread > 0.0 { spread / MOST } else { 1.0 };
            let share = 1.0 / factor;
            let zero = nearest(-low * share).clamp(0, 255);
            *measure = Measure { factor, zero };
            for numbers in own {
                let (now, rest) = whole.split_at_mut(numbers.len());
                for (whole, &number) in now.iter_mut().zip(numbers) {
                    *whole = make((nearest(number * share).wrapping_add(zero)).clamp(0, 255), zero);
                }
                whole = rest;
            }
        }
    }
}

/// The smallest and the largest of the numbers and zero.
#[inline(always)]
fn bounds<L: Lanes>(lanes: L, parts: &[&[f32]]) -> (f32, f32) {
    let zeros = lanes.floats(&[0.0; UNIT]);
    let (mut low, mut high) = (zeros, zeros);
    let (mut least, mut most) = (0.0f32, 0.0f32);
    for part in parts {
        let (vectors, rest) = part.as_chunks::<UNIT>();
        for vector in vectors {
            let vector = lanes.floats(vector);
            low = lanes.smaller(low, vector);
            high = lanes.larger(high, vector);
        }
        for &number in rest {
            least = least.min(number);
            most = most.max(number);
        }
    }
    let low = halved(lanes.numbers(low), |one, two| if two < one { two } else { one });
    let high = halved(lanes.numbers(high), |one, two| if two > one { two } else { one });
    (least.min(low), most.max(high))
}

/// What comes of the numbers of a vector, half of them with the other half, until one is left.
#[inline(always)]
fn halved(mut numbers: [f32; UNIT], of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = UNIT / 2;
    while half > 0 {
        for lane in 0..half {
            numbers[lane] = of(numbers[lane], numbers[lane + half]);
        }
        half /= 2;
    }
    numbers[0]
}

/// A quantized matrix with a scale and an offset for each output.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    processor: Processor,
    weights: Weights,
    scales: Vec<f32>,
    offsets: Vec<f32>,
    inputs: usize,
}

/// The weights of [`UNIT`] outputs stand together.
#[derive(Clone, Debug)]
enum Weights {
    /// For each pair of inputs, the pair of weights of each output.
    Pairs(Vec<i16>),
    /// For each four inputs, the four weights of each output.
    #[cfg(target_arch = "x86_64")]
    Bytes(fearless_simd::Avx512, bytes::Weights),
}

impl Matrix {
    /// Takes the weights of each output in turn, and their scales and offsets. Zeros fill the outputs up to
    /// a whole number of units.
    pub(super) fn new(
        processor: Processor,
        weights: &[u8],
        scales: &[f32],
        offsets: &[f32],
    ) -> Self {
        let inputs = weights.len() / scales.len();
        let places = scales.len().next_multiple_of(UNIT);
        let filled = |numbers: &[f32]| {
            let mut numbers = numbers.to_vec();
            numbers.resize(places, 0.0);
            numbers
        };
        let weights = match processor {
            #[cfg(target_arch = "x86_64")]
            Processor::Bytes(simd, _) => Weights::Bytes(simd, bytes::Weights::new(weights, inputs)),
            _ => Weights::Pairs(in_pairs(weights, inputs)),
        };
        let (scales, offsets) = (filled(scales), filled(offsets));
        Self { processor, weights, scales, offsets, inputs }
    }

    /// The number of outputs, filled up.
    pub(super) fn outputs(&self) -> usize {
        self.scales.len()
    }

    /// The outputs for each token, of whose numbers `inputs` are made.
    pub(super) fn product(&self, inputs: &Whole, outputs: &mut Vec<f32>) {
        self.part(0..self.outputs() / UNIT, inputs, outputs);
    }

    /// The outputs of some units alone.
    pub(super) fn part(&self, units: Range<usize>, inputs: &Whole, outputs: &mut Vec<f32>) {
        outputs.resize(inputs.measures.len() * units.len() * UNIT, 0.0);
        match &self.weights {
            #[cfg(target_arch = "x86_64")]
            Weights::Bytes(simd, weights) => {
                let product = bytes::Product { matrix: self, weights, units, inputs, outputs };
                bytes::product(*simd, product);
            }
            Weights::Pairs(weights) => match self.processor {
                #[cfg(target_arch = "x86_64")]
                Processor::V4(_) | Processor::Vnni(..) => {
                    let product =
                        Product::<UNITS, MANY> { matrix: self, weights, units, inputs, outputs };
                    self.processor.work(product);
                }
                _ => {
                    let product =
                        Product::<1, FEW> { matrix: self, weights, units, inputs, outputs };
                    self.processor.work(product);
                }
            },
        }
    }
}

/// Weights of so many inputs, in pairs.
fn in_pairs(weights: &[u8], inputs: usize) -> Vec<i16> {
    let outputs = weights.len() / inputs;
    let mut placed = vec![0; outputs.next_multiple_of(UNIT) * inputs];
    for (output, row) in weights.chunks_exact(inputs).enumerate() {
        let unit = output / UNIT * UNIT * inputs;
        for (input, &weight) in row.iter().enumerate() {
            let place = unit + (input / 2 * UNIT + output % UNIT) * 2 + input % 2;
            placed[place] = i16::from(weight.cast_signed());
        }
    }
    placed
}

/// A product, of which so many units and tokens are summed together.
struct Product<'a, const U: usize, const N: usize> {
    matrix: &'a Matrix,
    weights: &'a [i16],
    units: Range<usize>,
    inputs: &'a Whole,
    outputs: &'a mut [f32],
}

impl<const U: usize, const N: usize> Work for Product<'_, U, N> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        let Self { matrix, weights, units, inputs, outputs } = self;
        let size = UNIT * matrix.inputs;
        let (first, width) = (units.start * UNIT, units.len() * UNIT);
        let mut together = weights[units.start * size..units.end * size].chunks_exact(U * size);
        let mut place = Place { first, width, at: first };
        for weights in together.by_ref() {
            let own = Units::<U> { matrix, weights: parts(weights), place };
            own.all::<L, N>(lanes, inputs, outputs);
            place.at += U * UNIT;
        }
        for weights in together.remainder().chunks_exact(size) {
            let own = Units::<1> { matrix, weights: parts(weights), place };
            own.all::<L, N>(lanes, inputs, outputs);
            place.at += UNIT;
        }
    }
}

/// The weights of each of some units.
#[inline(always)]
fn parts<const U: usize>(weights: &[i16]) -> [&[[i16; 2 * UNIT]]; U] {
    let size = weights.len() / U;
    std::array::from_fn(|unit| weights[unit * size..(unit + 1) * size].as_chunks().0)
}

/// Where outputs stand: the first and the number of those that are computed, and from where on they are.
#[derive(Clone, Copy)]
struct Place {
    first: usize,
    width: usize,
    at: usize,
}

/// The outputs of units that stand together.
#[derive(Clone, Copy)]
struct Units<'a, const U: usize> {
    matrix: &'a Matrix,
    weights: [&'a [[i16; 2 * UNIT]]; U],
    place: Place,
}

impl<const U: usize> Units<'_, U> {
    /// Computes these outputs for all tokens.
    #[inline(always)]
    fn all<L: Lanes, const N: usize>(self, lanes: L, inputs: &Whole, outputs: &mut [f32]) {
        let count = inputs.measures.len();
        let mut token = 0;
        while token + N <= count {
            self.tokens::<L, N>(lanes, inputs, outputs, token);
            token += N;
        }
        // The last ones are few: some before them are computed again, to the same numbers, as tokens
        // one by one take four times as long.
        if token < count && count >= N {
            self.tokens::<L, N>(lanes, inputs, outputs, count - N);
            return;
        }
        while token < count {
            self.tokens::<L, 1>(lanes, inputs, outputs, token);
            token += 1;
        }
    }

    /// Computes these outputs for some tokens, from the one numbered `token` on.
    #[inline(always)]
    fn tokens<L: Lanes, const N: usize>(
        self,
        lanes: L,
        inputs: &Whole,
        outputs: &mut [f32],
        token: usize,
    ) {
        let Self { matrix, weights, place } = self;
        let width = matrix.inputs;
        let pairs = width / 2;
        let weights = weights.map(|own| &own[..pairs]);
        let mut tokens: [&[[i16; 2]]; N] = [&[]; N];
        for (token, own) in (token..).zip(&mut tokens) {
            let start = token * width;
            *own = &inputs.pairs[start..start + width].as_chunks().0[..pairs];
        }
        let mut sums = [[lanes.zero(); U]; N];
        for pair in 0..pairs {
            let weights = weights.map(|own| lanes.weights(&own[pair]));
            for (sums, token) in sums.iter_mut().zip(tokens) {
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = lanes.add(*sum, weights, token[pair]);
                }
            }
        }
        for (token, sums) in (token..).zip(sums) {
            let factor = inputs.measures[token].factor;
            for (unit, sums) in sums.into_iter().enumerate() {
                let at = place.at + unit * UNIT;
                let scales = &matrix.scales[at..at + UNIT];
                let offsets = &matrix.offsets[at..at + UNIT];
                let start = token * place.width + at - place.first;
                let own = &mut outputs[start..start + UNIT];
                let sums = lanes.values(sums);
                for lane in 0..UNIT {
                    #[expect(
                        clippy::cast_precision_loss,
                        reason = "as precise as the weights by far"
                    )]
                    let sum = sums[lane] as f32;
                    own[lane] = sum * (scales[lane] * factor) + offsets[lane];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern, of -128 to 127.
    fn draw(seed: &mut u32) -> i8 {
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed.to_le_bytes()[3].cast_signed()
    }

    /// The processors that this one can stand for.
    fn processors() -> Vec<Processor> {
        let mut all = vec![Processor::detect()];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(pulp::x86::V3::try_new().map(Processor::V3));
            all.extend(pulp::x86::V4::try_new().map(Processor::V4));
            let vnni = crate::nlp::processor::Vnni::try_new();
            all.extend(vnni.zip(pulp::x86::V4::try_new()).map(|it| Processor::Vnni(it.0, it.1)));
        }
        all
    }

    #[test]
    fn every_processor_gives_the_plain_product() {
        let (inputs, outputs, tokens) = (44, 37, 11);
        let mut seed = 3u32;
        let mut number = || f32::from(draw(&mut seed)) / 100.0;
        let numbers: Vec<f32> = (0..inputs * tokens).map(|_| number() * number()).collect();
        let offsets: Vec<f32> = (0..outputs).map(|_| number()).collect();
        let scales: Vec<f32> = (0..outputs).map(|_| number().abs() / 10.0).collect();
        let weights: Vec<u8> =
            (0..inputs * outputs).map(|_| draw(&mut seed).max(-127).cast_unsigned()).collect();
        let product = |processor, numbers: &[f32]| {
            let (mut whole, mut found) = (Whole::default(), Vec::new());
            whole.take(processor, [(numbers, inputs)]);
            Matrix::new(processor, &weights, &scales, &offsets).product(&whole, &mut found);
            found
        };
        let wanted = product(Processor::Plain, &numbers);
        let places = outputs.next_multiple_of(UNIT);
        for token in 0..tokens {
            let own = &numbers[token * inputs..(token + 1) * inputs];
            let spread = own.iter().fold(0.0, |most: f32, it| most.max(it.abs()));
            for output in 0..outputs {
                let row = &weights[output * inputs..(output + 1) * inputs];
                let weight = |it: u8| f32::from(it.cast_signed());
                let exact: f32 = row.iter().zip(own).map(|(it, own)| weight(*it) * own).sum();
                let exact = exact * scales[output] + offsets[output];
                let weights: f32 = row.iter().map(|it| weight(*it).abs()).sum();
                let least = spread / 100.0 * scales[output] * weights;
                let found = wanted[token * places + output];
                assert!((found - exact).abs() <= least, "{found} for {exact}, by {least} at most");
            }
        }
        for processor in processors() {
            assert_eq!(product(processor, &numbers), wanted, "{processor:?}");
            // A token's outputs are the same when it stands alone.
            assert_eq!(product(processor, &numbers[..inputs]), wanted[..places], "{processor:?}");
        }
    }

    #[test]
    fn numbers_become_the_nearest_bytes_of_their_range() {
        let numbers = [0.0, 1.0, -1.0, 0.5, 4.1, -0.25, 2.0, 2.06, 0.0, 0.0, 0.0, 0.0];
        for processor in processors() {
            let mut whole = Whole::default();
            // Of three tokens, in two parts of two numbers each.
            let (one, two) = numbers.split_at(6);
            whole.take(processor, [(one, 2), (two, 2)]);
            let zeros: Vec<i32> = whole.measures.iter().map(|it| it.zero).collect();
            assert_eq!(zeros, [0, 170, 15]);
            assert_eq!(whole.measures[1].factor.to_bits(), (1.5f32 / 255.0).to_bits());
            #[cfg(target_arch = "x86_64")]
            if let Processor::Bytes(..) = processor {
                assert_eq!(whole.bytes, [0, 124, 248, 255, 0, 255, 170, 170, 255, 0, 15, 15]);
                continue;
            }
            assert_eq!(whole.pairs, [0, 124, 248, 255, -170, 85, 0, 0, 240, -15, 0, 0]);
        }
    }
}
