//! Products of bytes, by the instruction that multiplies four pairs of them and adds them up at once.

use core::arch::x86_64::{
    _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_mul_ps, _mm512_mullo_epi32,
    _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_si512, _mm512_sub_epi32,
};

use std::ops::Range;

use super::{Matrix, Measure, Whole};
use crate::nlp::processor::{UNIT, part};

/// Inputs that are multiplied together.
const TOGETHER: usize = 4;
/// Units and tokens whose sums are kept in registers together.
const UNITS: usize = 2;
/// Units that are computed alone: the gates of a unit of the encoder.
const GATES: usize = 3;
const TOKENS: usize = 6;

/// The weights of four inputs for each output of a unit, in one line of the cache: one that lies across two
/// is read twice.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Four([[i8; TOGETHER]; UNIT]);

/// The weights of a matrix.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    fours: Vec<Four>,
    /// The sum of the weights of each output.
    sums: Vec<[i32; UNIT]>,
}

impl Weights {
    /// Places weights of so many inputs.
    pub(super) fn new(weights: &[u8], inputs: usize) -> Self {
        assert!(inputs.is_multiple_of(TOGETHER), "inputs stand in fours");
        let units = (weights.len() / inputs).div_ceil(UNIT);
        let fours = inputs / TOGETHER;
        let mut placed = vec![Four::default(); units * fours];
        let mut sums = vec![[0; UNIT]; units];
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            let (unit, lane) = (output / UNIT, output % UNIT);
            for (input, &weight) in row.iter().enumerate() {
                let weight = weight.cast_signed();
                placed[unit * fours + input / TOGETHER].0[lane][input % TOGETHER] = weight;
                sums[unit][lane] += i32::from(weight);
            }
        }
        Self { fours: placed, sums }
    }
}

/// A product, with room for its outputs.
pub(super) struct Product<'a> {
    pub(super) matrix: &'a Matrix,
    pub(super) weights: &'a Weights,
    pub(super) units: Range<usize>,
    pub(super) inputs: &'a Whole,
    pub(super) outputs: &'a mut [f32],
}

fearless_simd::kernel!(
    /// Computes a product.
    pub(super) fn product(simd: Avx512, product: Product<'_>) {
        product.all();
    }
);

impl Product<'_> {
    /// Computes all outputs.
    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn all(mut self) {
        let Range { start, end } = self.units;
        if end - start == GATES {
            self.units::<GATES>(start);
            return;
        }
        let most = end - (end - start) % UNITS;
        for unit in (start..most).step_by(UNITS) {
            self.units::<UNITS>(unit);
        }
        for unit in most..end {
            self.units::<1>(unit);
        }
    }

    /// Computes the outputs of some units for all tokens.
    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn units<const U: usize>(&mut self, unit: usize) {
        let count = self.inputs.measures.len();
        let mut token = 0;
        while token + TOKENS <= count {
            self.tokens::<U, TOKENS>(unit, token);
            token += TOKENS;
        }
        // The last ones are few: some before them are computed again, to the same numbers.
        if token < count && count >= TOKENS {
            self.tokens::<U, TOKENS>(unit, count - TOKENS);
            return;
        }
        while token < count {
            self.tokens::<U, 1>(unit, token);
            token += 1;
        }
    }

    /// Computes the outputs of some units for some tokens, from the one numbered `token` on.
    ///
    /// Without closures: they would not be inlined, as what calls them does not use these instructions.
    #[inline]
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn tokens<const U: usize, const N: usize>(&mut self, unit: usize, token: usize) {
        let Self { matrix, weights, units, inputs, outputs } = self;
        let width = matrix.inputs;
        let fours = width / TOGETHER;
        let mut own: [&[Four]; U] = [&[]; U];
        for (unit, own) in (unit..).zip(&mut own) {
            *own = &weights.fours[unit * fours..(unit + 1) * fours];
        }
        let mut tokens: [&[[u8; TOGETHER]]; N] = [&[]; N];
        for (token, own) in (token..).zip(&mut tokens) {
            *own = &inputs.bytes[token * width..(token + 1) * width].as_chunks().0[..fours];
        }
        let mut sums = [[_mm512_setzero_si512(); U]; N];
        for four in 0..fours {
            let mut vectors = [_mm512_setzero_si512(); U];
            for (vector, own) in vectors.iter_mut().zip(own) {
                *vector = pulp::cast(own[four].0);
            }
            for (sums, token) in sums.iter_mut().zip(tokens) {
                let bytes = _mm512_set1_epi32(i32::from_ne_bytes(token[four]));
                for (sum, vector) in sums.iter_mut().zip(vectors) {
                    *sum = _mm512_dpbusd_epi32(*sum, bytes, vector);
                }
            }
        }
        // What belongs to the units is looked up once for all tokens.
        let mut all = [_mm512_setzero_si512(); U];
        let (mut scales, mut offsets) = ([_mm512_set1_ps(0.0); U], [_mm512_set1_ps(0.0); U]);
        for (at, unit) in (unit..unit + U).enumerate() {
            all[at] = pulp::cast(weights.sums[unit]);
            scales[at] = pulp::cast(*part(&matrix.scales, unit * UNIT));
            offsets[at] = pulp::cast(*part(&matrix.offsets, unit * UNIT));
        }
        let size = units.len() * UNIT;
        let first = token * size + (unit - units.start) * UNIT;
        let outputs = &mut outputs[first..first + (N - 1) * size + U * UNIT];
        let measures = &inputs.measures[token..token + N];
        for (row, (sums, measure)) in sums.into_iter().zip(measures).enumerate() {
            let Measure { factor, zero } = *measure;
            let (factor, zero) = (_mm512_set1_ps(factor), _mm512_set1_epi32(zero));
            let own = &mut outputs[row * size..row * size + U * UNIT];
            let (own, _) = own.as_chunks_mut::<UNIT>();
            for (at, (sum, own)) in sums.into_iter().zip(own).enumerate() {
                let less = _mm512_mullo_epi32(zero, all[at]);
                let sum = _mm512_cvtepi32_ps(_mm512_sub_epi32(sum, less));
                let scale = _mm512_mul_ps(scales[at], factor);
                *own = pulp::cast(_mm512_add_ps(_mm512_mul_ps(sum, scale), offsets[at]));
            }
        }
    }
}
