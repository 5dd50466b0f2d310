//! Products of quantized numbers: a matrix of small integers times the numbers of many tokens.
//!
//! Sums are of whole numbers, so they are the same whichever instructions the processor has and
//! however many tokens stand together. [`Processor`] picks the instructions; what is done with the
//! sums is plain arithmetic on `f32`, in one order, without fused operations.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

use pulp::NullaryFnOnce;

/// Outputs that are computed together: one vector of the widest kind.
pub(super) const UNIT: usize = 16;
/// Units and tokens whose sums are kept in registers together: as many as there are registers for.
const FEW: usize = 4;
#[cfg(target_arch = "x86_64")]
const MANY: usize = 6;
#[cfg(target_arch = "x86_64")]
const UNITS: usize = 2;

#[cfg(target_arch = "x86_64")]
pulp::simd_type! {
    /// AVX-512 with the instruction that multiplies, adds pairs and adds up at once.
    pub(super) struct Vnni {
        sse: "sse",
        sse2: "sse2",
        fxsr: "fxsr",
        sse3: "sse3",
        ssse3: "ssse3",
        sse4_1: "sse4.1",
        sse4_2: "sse4.2",
        popcnt: "popcnt",
        avx: "avx",
        avx2: "avx2",
        bmi1: "bmi1",
        bmi2: "bmi2",
        fma: "fma",
        lzcnt: "lzcnt",
        avx512f: "avx512f",
        avx512bw: "avx512bw",
        avx512cd: "avx512cd",
        avx512dq: "avx512dq",
        avx512vl: "avx512vl",
        avx512vnni: "avx512vnni",
    }
}

/// The instructions that this processor has.
#[derive(Clone, Copy, Debug)]
pub(super) enum Processor {
    /// Those of every processor.
    Plain,
    /// AVX2.
    #[cfg(target_arch = "x86_64")]
    V3(pulp::x86::V3),
    /// AVX-512.
    #[cfg(target_arch = "x86_64")]
    V4(pulp::x86::V4),
    /// AVX-512 with VNNI.
    #[cfg(target_arch = "x86_64")]
    Vnni(Vnni, pulp::x86::V4),
}

impl Processor {
    /// Looks at the processor.
    pub(super) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(simd) = pulp::x86::V4::try_new() {
                return match Vnni::try_new() {
                    Some(vnni) => Self::Vnni(vnni, simd),
                    None => Self::V4(simd),
                };
            }
            if let Some(simd) = pulp::x86::V3::try_new() {
                return Self::V3(simd);
            }
        }
        Self::Plain
    }

    /// Runs `work`, which must be inlined whole, with the instructions that there are.
    #[inline]
    pub(super) fn run<F: NullaryFnOnce>(self, work: F) -> F::Output {
        match self {
            Self::Plain => work.call(),
            #[cfg(target_arch = "x86_64")]
            Self::V3(simd) => simd.vectorize(work),
            #[cfg(target_arch = "x86_64")]
            Self::V4(simd) => simd.vectorize(work),
            #[cfg(target_arch = "x86_64")]
            Self::Vnni(simd, _) => simd.vectorize(work),
        }
    }
}

/// Work that is done with the vectors of the processor.
pub(super) trait Work {
    type Output;
    /// Does it; must be inlined whole.
    fn call<L: Lanes>(self, lanes: L) -> Self::Output;
}

#[cfg(target_arch = "x86_64")]
struct Own<L, W> {
    lanes: L,
    work: W,
}

#[cfg(target_arch = "x86_64")]
impl<L: Lanes, W: Work> NullaryFnOnce for Own<L, W> {
    type Output = W::Output;

    #[inline(always)]
    fn call(self) -> W::Output {
        self.work.call(self.lanes)
    }
}

impl Processor {
    /// Does `work` with the vectors that there are.
    #[inline]
    pub(super) fn work<W: Work>(self, work: W) -> W::Output {
        match self {
            Self::Plain => work.call(Plain),
            #[cfg(target_arch = "x86_64")]
            Self::V3(lanes) => lanes.vectorize(Own { lanes, work }),
            #[cfg(target_arch = "x86_64")]
            Self::V4(lanes) => lanes.vectorize(Own { lanes, work }),
            #[cfg(target_arch = "x86_64")]
            Self::Vnni(simd, lanes) => simd.vectorize(Own { lanes, work }),
        }
    }
}

/// The sum of products, in one order whatever the vectors are.
#[inline(always)]
pub(super) fn dot<L: Lanes>(lanes: L, one: &[f32], two: &[f32]) -> f32 {
    let (one, _) = one.as_chunks::<UNIT>();
    let (two, _) = two.as_chunks::<UNIT>();
    let mut sums = lanes.floats(&[0.0; UNIT]);
    for (one, two) in one.iter().zip(two) {
        sums = lanes.add_product(sums, lanes.floats(one), lanes.floats(two));
    }
    let mut sums = lanes.numbers(sums);
    let mut half = UNIT / 2;
    while half > 0 {
        for lane in 0..half {
            sums[lane] += sums[lane + half];
        }
        half /= 2;
    }
    sums[0]
}

/// A quantized matrix with a scale and an offset for each output.
///
/// The weights of [`UNIT`] outputs stand together: for each pair of inputs, the pair of weights of
/// each output.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    weights: Vec<i16>,
    scales: Vec<f32>,
    offsets: Vec<f32>,
    inputs: usize,
}

impl Matrix {
    /// Takes the weights of each output in turn, and their scales and offsets. Zeros fill the outputs up to
    /// a whole number of units.
    pub(super) fn new(weights: &[u8], scales: &[f32], offsets: &[f32]) -> Self {
        let inputs = weights.len() / scales.len();
        let places = scales.len().next_multiple_of(UNIT);
        let mut placed = vec![0; places * inputs];
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            let unit = output / UNIT * UNIT * inputs;
            for (input, &weight) in row.iter().enumerate() {
                let place = unit + (input / 2 * UNIT + output % UNIT) * 2 + input % 2;
                placed[place] = i16::from(weight.cast_signed());
            }
        }
        let filled = |numbers: &[f32]| {
            let mut numbers = numbers.to_vec();
            numbers.resize(places, 0.0);
            numbers
        };
        Self { weights: placed, scales: filled(scales), offsets: filled(offsets), inputs }
    }

    /// The number of outputs, filled up.
    pub(super) fn outputs(&self) -> usize {
        self.scales.len()
    }

    /// The outputs for each token, whose inputs stand in `inputs` one token after the other.
    pub(super) fn product(&self, processor: Processor, inputs: &[i16], outputs: &mut Vec<f32>) {
        let count = inputs.len() / self.inputs;
        outputs.resize(count * self.outputs(), 0.0);
        match processor {
            #[cfg(target_arch = "x86_64")]
            Processor::V4(_) | Processor::Vnni(..) => {
                processor.work(Product::<UNITS, MANY> { matrix: self, inputs, outputs });
            }
            _ => processor.work(Product::<1, FEW> { matrix: self, inputs, outputs }),
        }
    }
}

/// A product, of which so many units and tokens are summed together.
struct Product<'a, const U: usize, const N: usize> {
    matrix: &'a Matrix,
    inputs: &'a [i16],
    outputs: &'a mut [f32],
}

impl<const U: usize, const N: usize> Work for Product<'_, U, N> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        product::<L, U, N>(lanes, self.matrix, self.inputs, self.outputs);
    }
}

/// The vectors of a processor, for one unit of outputs.
pub(super) trait Lanes: Copy {
    type Weights: Copy;
    type Sums: Copy;
    type Floats: Copy;
    fn zero(self) -> Self::Sums;
    fn weights(self, weights: &[i16; 2 * UNIT]) -> Self::Weights;
    /// Adds, for each output, the product of two weights with two inputs.
    fn add(self, sums: Self::Sums, weights: Self::Weights, inputs: [i16; 2]) -> Self::Sums;
    fn values(self, sums: Self::Sums) -> [i32; UNIT];
    fn floats(self, numbers: &[f32; UNIT]) -> Self::Floats;
    /// Adds products, each rounded before it is added.
    fn add_product(self, sums: Self::Floats, one: Self::Floats, two: Self::Floats) -> Self::Floats;
    fn numbers(self, floats: Self::Floats) -> [f32; UNIT];
    fn sum(self, one: Self::Floats, two: Self::Floats) -> Self::Floats;
    fn difference(self, one: Self::Floats, two: Self::Floats) -> Self::Floats;
    fn product(self, one: Self::Floats, two: Self::Floats) -> Self::Floats;
    fn quotient(self, one: Self::Floats, two: Self::Floats) -> Self::Floats;
    fn smaller(self, one: Self::Floats, two: Self::Floats) -> Self::Floats;
    fn larger(self, one: Self::Floats, two: Self::Floats) -> Self::Floats;
}

#[derive(Clone, Copy)]
pub(super) struct Plain;

impl Lanes for Plain {
    type Weights = [i16; 2 * UNIT];
    type Sums = [i32; UNIT];
    type Floats = [f32; UNIT];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [0; UNIT]
    }

    #[inline(always)]
    fn weights(self, weights: &[i16; 2 * UNIT]) -> Self::Weights {
        *weights
    }

    #[inline(always)]
    fn add(self, mut sums: Self::Sums, weights: Self::Weights, inputs: [i16; 2]) -> Self::Sums {
        for lane in 0..UNIT {
            let first = i32::from(weights[2 * lane]) * i32::from(inputs[0]);
            let second = i32::from(weights[2 * lane + 1]) * i32::from(inputs[1]);
            sums[lane] = sums[lane].wrapping_add(first.wrapping_add(second));
        }
        sums
    }

    #[inline(always)]
    fn values(self, sums: Self::Sums) -> [i32; UNIT] {
        sums
    }

    #[inline(always)]
    fn floats(self, numbers: &[f32; UNIT]) -> Self::Floats {
        *numbers
    }

    #[inline(always)]
    fn add_product(self, sums: Self::Floats, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| sums[lane] + one[lane] * two[lane])
    }

    #[inline(always)]
    fn numbers(self, floats: Self::Floats) -> [f32; UNIT] {
        floats
    }

    #[inline(always)]
    fn sum(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| one[lane] + two[lane])
    }

    #[inline(always)]
    fn difference(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| one[lane] - two[lane])
    }

    #[inline(always)]
    fn product(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| one[lane] * two[lane])
    }

    #[inline(always)]
    fn quotient(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| one[lane] / two[lane])
    }

    #[inline(always)]
    fn smaller(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| one[lane].min(two[lane]))
    }

    #[inline(always)]
    fn larger(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| one[lane].max(two[lane]))
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V3 {
    type Weights = [pulp::i16x16; 2];
    type Sums = [pulp::i32x8; 2];
    type Floats = [pulp::f32x8; 2];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [self.splat_i32x8(0); 2]
    }

    #[inline(always)]
    fn weights(self, weights: &[i16; 2 * UNIT]) -> Self::Weights {
        pulp::cast(*weights)
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, weights: Self::Weights, inputs: [i16; 2]) -> Self::Sums {
        let both = pulp::cast(self.splat_i32x8(pulp::cast(inputs)));
        let first = self.multiply_wrapping_add_adjacent_i16x16(weights[0], both);
        let second = self.multiply_wrapping_add_adjacent_i16x16(weights[1], both);
        [
            pulp::cast(self.avx2._mm256_add_epi32(pulp::cast(sums[0]), pulp::cast(first))),
            pulp::cast(self.avx2._mm256_add_epi32(pulp::cast(sums[1]), pulp::cast(second))),
        ]
    }

    #[inline(always)]
    fn values(self, sums: Self::Sums) -> [i32; UNIT] {
        pulp::cast(sums)
    }

    #[inline(always)]
    fn floats(self, numbers: &[f32; UNIT]) -> Self::Floats {
        pulp::cast(*numbers)
    }

    #[inline(always)]
    fn add_product(self, sums: Self::Floats, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        [0, 1].map(|half| {
            let products = self.avx._mm256_mul_ps(pulp::cast(one[half]), pulp::cast(two[half]));
            pulp::cast(self.avx._mm256_add_ps(pulp::cast(sums[half]), products))
        })
    }

    #[inline(always)]
    fn numbers(self, floats: Self::Floats) -> [f32; UNIT] {
        pulp::cast(floats)
    }

    #[inline(always)]
    fn sum(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        let own = |half: usize| self.add_f32x8(one[half], two[half]);
        [own(0), own(1)]
    }

    #[inline(always)]
    fn difference(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        let own = |half: usize| self.sub_f32x8(one[half], two[half]);
        [own(0), own(1)]
    }

    #[inline(always)]
    fn product(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        let own = |half: usize| self.mul_f32x8(one[half], two[half]);
        [own(0), own(1)]
    }

    #[inline(always)]
    fn quotient(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        let own = |half: usize| self.div_f32x8(one[half], two[half]);
        [own(0), own(1)]
    }

    #[inline(always)]
    fn smaller(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        let own = |half: usize| self.min_f32x8(one[half], two[half]);
        [own(0), own(1)]
    }

    #[inline(always)]
    fn larger(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        let own = |half: usize| self.max_f32x8(one[half], two[half]);
        [own(0), own(1)]
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V4 {
    type Weights = pulp::i16x32;
    type Sums = pulp::i32x16;
    type Floats = pulp::f32x16;

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        self.splat_i32x16(0)
    }

    #[inline(always)]
    fn weights(self, weights: &[i16; 2 * UNIT]) -> Self::Weights {
        pulp::cast(*weights)
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, weights: Self::Weights, inputs: [i16; 2]) -> Self::Sums {
        let both = pulp::cast(self.splat_i32x16(pulp::cast(inputs)));
        let products = self.multiply_wrapping_add_adjacent_i16x32(weights, both);
        pulp::cast(self.avx512f._mm512_add_epi32(pulp::cast(sums), pulp::cast(products)))
    }

    #[inline(always)]
    fn values(self, sums: Self::Sums) -> [i32; UNIT] {
        pulp::cast(sums)
    }

    #[inline(always)]
    fn floats(self, numbers: &[f32; UNIT]) -> Self::Floats {
        pulp::cast(*numbers)
    }

    #[inline(always)]
    fn add_product(self, sums: Self::Floats, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        let products = self.avx512f._mm512_mul_ps(pulp::cast(one), pulp::cast(two));
        pulp::cast(self.avx512f._mm512_add_ps(pulp::cast(sums), products))
    }

    #[inline(always)]
    fn numbers(self, floats: Self::Floats) -> [f32; UNIT] {
        pulp::cast(floats)
    }

    #[inline(always)]
    fn sum(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        self.add_f32x16(one, two)
    }

    #[inline(always)]
    fn difference(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        self.sub_f32x16(one, two)
    }

    #[inline(always)]
    fn product(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        self.mul_f32x16(one, two)
    }

    #[inline(always)]
    fn quotient(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        self.div_f32x16(one, two)
    }

    #[inline(always)]
    fn smaller(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        self.min_f32x16(one, two)
    }

    #[inline(always)]
    fn larger(self, one: Self::Floats, two: Self::Floats) -> Self::Floats {
        self.max_f32x16(one, two)
    }
}

#[inline(always)]
fn product<L: Lanes, const U: usize, const N: usize>(
    lanes: L,
    matrix: &Matrix,
    inputs: &[i16],
    outputs: &mut [f32],
) {
    let size = UNIT * matrix.inputs;
    let mut together = matrix.weights.chunks_exact(U * size);
    let mut at = 0;
    for weights in together.by_ref() {
        Units::<U> { matrix, weights: units(weights), at }.all::<L, N>(lanes, inputs, outputs);
        at += U * UNIT;
    }
    for weights in together.remainder().chunks_exact(size) {
        Units::<1> { matrix, weights: units(weights), at }.all::<L, N>(lanes, inputs, outputs);
        at += UNIT;
    }
}

/// The weights of each of some units.
#[inline(always)]
fn units<const U: usize>(weights: &[i16]) -> [&[[i16; 2 * UNIT]]; U] {
    let size = weights.len() / U;
    std::array::from_fn(|unit| weights[unit * size..(unit + 1) * size].as_chunks().0)
}

/// The outputs of units that stand together, from `at` on.
#[derive(Clone, Copy)]
struct Units<'a, const U: usize> {
    matrix: &'a Matrix,
    weights: [&'a [[i16; 2 * UNIT]]; U],
    at: usize,
}

impl<const U: usize> Units<'_, U> {
    /// Computes these outputs for all tokens.
    #[inline(always)]
    fn all<L: Lanes, const N: usize>(self, lanes: L, inputs: &[i16], outputs: &mut [f32]) {
        let count = inputs.len() / self.matrix.inputs;
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
        inputs: &[i16],
        outputs: &mut [f32],
        token: usize,
    ) {
        let Self { matrix, weights, at } = self;
        let width = matrix.inputs;
        let pairs = width / 2;
        let weights = weights.map(|own| &own[..pairs]);
        let mut tokens: [&[[i16; 2]]; N] = [&[]; N];
        for (place, own) in tokens.iter_mut().enumerate() {
            let start = (token + place) * width;
            *own = &inputs[start..start + width].as_chunks().0[..pairs];
        }
        let mut sums = [[lanes.zero(); U]; N];
        for pair in 0..pairs {
            let weights = weights.map(|own| lanes.weights(&own[pair]));
            for place in 0..N {
                for unit in 0..U {
                    sums[place][unit] =
                        lanes.add(sums[place][unit], weights[unit], tokens[place][pair]);
                }
            }
        }
        for (place, sums) in sums.into_iter().enumerate() {
            for (unit, sums) in sums.into_iter().enumerate() {
                let at = at + unit * UNIT;
                let scales = &matrix.scales[at..at + UNIT];
                let offsets = &matrix.offsets[at..at + UNIT];
                let start = (token + place) * matrix.scales.len() + at;
                let own = &mut outputs[start..start + UNIT];
                let sums = lanes.values(sums);
                for lane in 0..UNIT {
                    #[expect(
                        clippy::cast_precision_loss,
                        reason = "as precise as the weights by far"
                    )]
                    let sum = sums[lane] as f32;
                    own[lane] = sum * scales[lane] + offsets[lane];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_processor_gives_the_plain_product() {
        let (inputs, outputs, tokens) = (44, 37, 11);
        let mut seed = 3u32;
        let mut draw = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed.to_le_bytes()
        };
        let weights: Vec<u8> = (0..inputs * outputs).map(|_| draw()[3]).collect();
        let scales: Vec<f32> = (0..outputs).map(|_| f32::from(draw()[3]) / 1000.0).collect();
        let offsets: Vec<f32> = (0..outputs).map(|_| f32::from(draw()[3]) - 128.0).collect();
        let numbers: Vec<i16> =
            (0..inputs * tokens).map(|_| i16::from_le_bytes([draw()[2], draw()[3]])).collect();
        let matrix = Matrix::new(&weights, &scales, &offsets);
        let mut wanted = Vec::new();
        matrix.product(Processor::Plain, &numbers, &mut wanted);
        for token in 0..tokens {
            for output in 0..outputs {
                let sum: i32 = (0..inputs)
                    .map(|input| {
                        i32::from(weights[output * inputs + input].cast_signed())
                            * i32::from(numbers[token * inputs + input])
                    })
                    .sum();
                #[expect(clippy::cast_precision_loss, reason = "as in the product")]
                let value = sum as f32 * scales[output] + offsets[output];
                assert_eq!(wanted[token * matrix.outputs() + output].to_bits(), value.to_bits());
            }
        }
        let mut found = Vec::new();
        matrix.product(Processor::detect(), &numbers, &mut found);
        assert_eq!(found, wanted);
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            matrix.product(Processor::V3(simd), &numbers, &mut found);
            assert_eq!(found, wanted);
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V4::try_new() {
            matrix.product(Processor::V4(simd), &numbers, &mut found);
            assert_eq!(found, wanted);
        }
        // A token's outputs are the same when it stands alone.
        matrix.product(Processor::detect(), &numbers[..inputs], &mut found);
        assert_eq!(found, wanted[..matrix.outputs()]);
    }
}
