//! The instructions that the processor has, and vectors made of them.
//!
//! What is computed is the same whichever they are: whole numbers, and fractions in one order, without
//! fused operations.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

#[cfg(target_arch = "x86_64")]
use fearless_simd::{Avx512, Level};
use pulp::NullaryFnOnce;

/// Outputs that are computed together: one vector of the widest kind.
pub(super) const UNIT: usize = 16;

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
    /// The same and more, as processors since 2019 have it: those that multiply bytes.
    #[cfg(target_arch = "x86_64")]
    Bytes(Avx512, pulp::x86::V4),
}

impl Processor {
    /// Looks at the processor.
    pub(super) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(simd) = pulp::x86::V4::try_new() {
                return match (Level::new().as_avx512(), Vnni::try_new()) {
                    (Some(bytes), _) => Self::Bytes(bytes, simd),
                    (None, Some(vnni)) => Self::Vnni(vnni, simd),
                    (None, None) => Self::V4(simd),
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
            Self::V4(simd) | Self::Bytes(_, simd) => simd.vectorize(work),
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
            Self::V4(lanes) | Self::Bytes(_, lanes) => lanes.vectorize(Own { lanes, work }),
            #[cfg(target_arch = "x86_64")]
            Self::Vnni(simd, lanes) => simd.vectorize(Own { lanes, work }),
        }
    }
}

/// The numbers of one vector that start at `at`.
#[inline(always)]
pub(super) fn part(numbers: &[f32], at: usize) -> &[f32; UNIT] {
    numbers[at..].first_chunk().expect("a row is whole vectors")
}

/// The largest of some numbers.
pub(super) fn largest(numbers: &[f32]) -> f32 {
    let (many, few) = numbers.as_chunks::<8>();
    let mut most = [f32::MIN; 8];
    for numbers in many {
        for (most, number) in most.iter_mut().zip(numbers) {
            *most = if *number > *most { *number } else { *most };
        }
    }
    most.iter().chain(few).copied().fold(f32::MIN, f32::max)
}

/// The place of the largest number; the first of equals.
pub(super) fn best(numbers: &[f32]) -> usize {
    let most = largest(numbers);
    numbers.iter().position(|number| *number >= most).unwrap_or(0)
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
        let own = |half: usize| {
            let products = self.avx._mm256_mul_ps(pulp::cast(one[half]), pulp::cast(two[half]));
            pulp::cast(self.avx._mm256_add_ps(pulp::cast(sums[half]), products))
        };
        [own(0), own(1)]
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
