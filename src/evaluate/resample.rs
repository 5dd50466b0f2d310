//! How far figures would move on other articles: intervals and comparisons by the bootstrap.
//!
//! Articles are drawn with replacement, as many as there are, some thousand times; an interval
//! holds the middle 95 of 100 draws (Efron and Tibshirani 1993, "An Introduction to the
//! Bootstrap"). Two runs are compared on the same draws, article by article.

use crate::evaluate::{Each, Figures, MEASURES, Tally, headline};

/// Draws of articles.
const DRAWS: usize = 1000;
/// Where the sequence of draws starts: any number, the same for every run.
const SEED: u64 = 0x5eed_cafe_f00d_0001;

/// The range within which a figure lies in 95 of 100 draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// How a figure differs between two runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The measure, or "headline".
    pub name: &'static str,
    /// The figure of the run before.
    pub before: f64,
    /// The figure of this run.
    pub after: f64,
    /// The range of the difference.
    pub interval: Interval,
}

/// Numbers that look drawn by chance, always the same.
struct Draws(u64);

impl Draws {
    /// The next number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        // Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators".
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let bound = u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
        usize::try_from(mixed % bound).unwrap_or(0)
    }
}

/// The counts of the articles drawn.
fn total(each: &[Each], drawn: &[usize]) -> Vec<Tally> {
    let mut total = vec![Tally::default(); MEASURES.len()];
    for &at in drawn {
        for (sum, tally) in total.iter_mut().zip(&each[at].tallies) {
            sum.join(*tally);
        }
    }
    total
}

/// The F1 of each measure, and the headline after them.
fn figures(tallies: &[Tally]) -> Vec<f64> {
    tallies.iter().map(Tally::f1).chain([headline(tallies)]).collect()
}

/// The middle 95 of 100 of some numbers.
fn middle(mut numbers: Vec<f64>) -> Interval {
    /// One draw in this many lies beyond each end.
    const TAIL: usize = 40;
    numbers.sort_by(f64::total_cmp);
    let cut = numbers.len() / TAIL;
    let low = numbers.get(cut).copied().unwrap_or_default();
    let high = numbers.iter().rev().nth(cut).copied().unwrap_or_default();
    Interval { low, high }
}

impl Figures {
    /// The interval of each of [`MEASURES`], and of the headline after them.
    #[must_use]
    pub fn intervals(&self) -> Vec<Interval> {
        let mut draws = Draws(SEED);
        let mut all = vec![Vec::with_capacity(DRAWS); MEASURES.len() + 1];
        for _ in 0..DRAWS {
            let drawn: Vec<usize> =
                self.each.iter().map(|_| draws.below(self.each.len())).collect();
            for (list, figure) in all.iter_mut().zip(figures(&total(&self.each, &drawn))) {
                list.push(figure);
            }
        }
        all.into_iter().map(middle).collect()
    }

    /// How the figures differ from those of a run before, over the articles of both.
    #[must_use]
    pub fn against(&self, before: &[Each]) -> Vec<Change> {
        let mut pairs: Vec<(Each, Each)> = Vec::new();
        for own in &self.each {
            let other = before.iter().find(|it| it.id == own.id);
            pairs.extend(other.map(|other| (other.clone(), own.clone())));
        }
        let (before, after): (Vec<Each>, Vec<Each>) = pairs.into_iter().unzip();
        let whole: Vec<usize> = (0..after.len()).collect();
        let first = figures(&total(&before, &whole));
        let second = figures(&total(&after, &whole));
        let mut draws = Draws(SEED);
        let mut all = vec![Vec::with_capacity(DRAWS); MEASURES.len() + 1];
        for _ in 0..DRAWS {
            let drawn: Vec<usize> = whole.iter().map(|_| draws.below(whole.len())).collect();
            let (one, two) = (figures(&total(&before, &drawn)), figures(&total(&after, &drawn)));
            for ((list, one), two) in all.iter_mut().zip(one).zip(two) {
                list.push(two - one);
            }
        }
        MEASURES
            .iter()
            .map(|measure| measure.name)
            .chain(["headline"])
            .zip(first.into_iter().zip(second))
            .zip(all)
            .map(|((name, (before, after)), list)| Change {
                name,
                before,
                after,
                interval: middle(list),
            })
            .collect()
    }
}
