//! Copies of one story: articles whose texts are nearly the same count as one source.
//!
//! A text is known by the least hashes of its runs of words (`MinHash`, Broder 1997): the share of
//! equal ones is the share of runs that two texts have in common. Texts that may be copies are
//! found by bands of hashes, so that nobody is compared with all others.

use std::collections::BTreeMap;

use super::groups::Groups;
use super::lists::{Columns, number};
use crate::date::Date;
use crate::text::{fold, hash, mixed};

/// Words of a run.
const RUN: usize = 3;

/// Hashes of a signature.
const HASHES: usize = 64;

/// Hashes of a band: two texts with half of their runs in common share one of 21 bands in 94 cases of
/// 100, with three fifths in all but one of 100.
const BAND: usize = 3;

/// Equal hashes from which two texts are copies: a third of all runs. Two who write of one thing, each
/// in their own words, have one of twenty in common.
const ENOUGH: usize = HASHES / 3 + 1;

/// Runs that a text has at least; of less, nothing can be said.
const LEAST: usize = 12;

/// Runs that are hashed side by side: each hash waits for the one before it.
const TOGETHER: usize = 4;

/// Days between copies.
const DAYS: i32 = 10;

/// Members of a band with which a text is compared.
const COMPARED: usize = 8;

/// What a text is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature([u32; HASHES]);

impl Signature {
    /// The signature of a text, unless it is too short to have one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let folded = fold(text);
        let words: Vec<u64> = folded
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| hash(word.bytes()))
            .collect();
        if words.len() < LEAST + RUN - 1 {
            return None;
        }
        let mut runs: Vec<u64> = words
            .windows(RUN)
            .map(|run| run.iter().fold(0_u64, |all, word| mixed(all ^ word)))
            .collect();
        // Some are there twice then, which changes nothing.
        let (first, places) = (runs[0], runs.len().next_multiple_of(TOGETHER));
        runs.resize(places, first);
        let mut least = [u32::MAX; HASHES];
        for values in runs.as_chunks_mut::<TOGETHER>().0 {
            for least in &mut least {
                *values = values.map(mixed);
                *least = values.iter().fold(*least, |least, value| least.min(high(*value)));
            }
        }
        Some(Self(least))
    }

    /// The signature as bytes, as the database holds it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// The signature of some bytes, if they are one.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut hashes = [0; HASHES];
        if bytes.len() != HASHES * 4 {
            return None;
        }
        for (hash, bytes) in hashes.iter_mut().zip(bytes.chunks_exact(4)) {
            *hash = u32::from_le_bytes(bytes.try_into().ok()?);
        }
        Some(Self(hashes))
    }
}

/// The signatures of articles that have one, side by side.
#[derive(Clone, Debug, Default)]
pub struct Signatures {
    /// The article of each.
    of: Vec<u32>,
    hashes: Vec<u32>,
}

impl Signatures {
    /// Those of articles.
    #[must_use]
    pub fn new(all: &[Option<Signature>]) -> Self {
        let mut this = Self::default();
        for (article, signature) in all.iter().enumerate() {
            this.push(article, signature.as_ref());
        }
        this
    }

    /// Adds that of an article, if it has one.
    pub fn push(&mut self, article: usize, signature: Option<&Signature>) {
        if let Some(signature) = signature {
            self.of.push(number(article));
            self.hashes.extend(signature.0);
        }
    }

    /// Reads them from columns, or writes them to these.
    pub(crate) fn columns(&mut self, columns: &mut impl Columns) {
        columns.growing(&mut self.of);
        columns.growing(&mut self.hashes);
    }

    /// The articles with their hashes.
    fn all(&self) -> impl Iterator<Item = (usize, &[u32; HASHES])> {
        let articles = self.of.iter().map(|&it| it as usize);
        articles.zip(self.hashes.as_chunks().0)
    }

    /// For each article the first in order, itself or another, that tells the same story, where that is known
    /// of those before some: `ranks` tells where each stands in order, and `stories` what is known.
    pub(super) fn stories(
        &self,
        published: impl Fn(usize) -> Option<Date>,
        (order, ranks): (&[usize], &[u32]),
        mut stories: Vec<usize>,
    ) -> Vec<usize> {
        let first = stories.len();
        stories.extend(first..order.len());
        let new: Vec<(usize, &[u32; HASHES])> = self.all().filter(|it| it.0 >= first).collect();
        for &(own, hashes) in &new {
            let mut counts = [0; HASHES / BAND];
            let mut copies: Vec<usize> = Vec::new();
            for (other, others) in self.all().filter(|it| it.0 != own) {
                let mut is_near = false;
                let bands = hashes.chunks_exact(BAND).zip(others.chunks_exact(BAND));
                for (count, (one, other)) in counts.iter_mut().zip(bands) {
                    if one == other {
                        *count += 1;
                        is_near = true;
                    }
                }
                let dates = || (published(own), published(other));
                if is_near && are_near(dates()) && equal(hashes, others) >= ENOUGH {
                    copies.push(stories[other]);
                }
            }
            // With whom one of a large band is compared depends on all that are in it.
            if counts.iter().any(|&count| count >= 2 * COMPARED) {
                return self.all_stories(published, order);
            }
            copies.push(stories[own]);
            let story = copies.iter().copied().min_by_key(|&it| ranks[it]).unwrap_or(own);
            copies.retain(|&it| it != story);
            if !copies.is_empty() {
                for it in &mut stories {
                    if copies.contains(it) {
                        *it = story;
                    }
                }
            }
        }
        stories
    }

    /// For each article the first in order that tells the same story.
    fn all_stories(
        &self,
        published: impl Fn(usize) -> Option<Date>,
        order: &[usize],
    ) -> Vec<usize> {
        let mut signatures: Vec<Option<Signature>> = vec![None; order.len()];
        for (article, hashes) in self.all() {
            signatures[article] = Some(Signature(*hashes));
        }
        of_articles(order, |article| (signatures[article].as_ref(), published(article)))
    }
}

/// For each article the first in order, itself or another, that tells the same story.
pub(super) fn of_articles<'s>(
    order: &[usize],
    text: impl Fn(usize) -> (Option<&'s Signature>, Option<Date>),
) -> Vec<usize> {
    let texts: Vec<_> = order.iter().map(|&it| text(it)).collect();
    let mut all = vec![0; order.len()];
    for (rank, story) in stories(&texts).into_iter().enumerate() {
        all[order[rank]] = order[story];
    }
    all
}

/// How many hashes of two signatures are equal.
fn equal(one: &[u32; HASHES], other: &[u32; HASHES]) -> usize {
    one.iter().zip(other).filter(|(one, other)| one == other).count()
}

/// The upper half of a value.
fn high(value: u64) -> u32 {
    u32::try_from(value >> 32).expect("half of the bits are left")
}

/// For each text the number of the first, in the order given, that tells the same story.
fn stories(texts: &[(Option<&Signature>, Option<Date>)]) -> Vec<usize> {
    let mut bands: Vec<(u64, u32)> = Vec::new();
    for (index, (signature, _)) in (0_u32..).zip(texts) {
        let Some(signature) = signature else { continue };
        for (number, band) in (0_u64..).zip(signature.0.chunks_exact(BAND)) {
            let hash = band.iter().fold(mixed(number), |all, &hash| mixed(all ^ u64::from(hash)));
            bands.push((hash, index));
        }
    }
    bands.sort_unstable();
    let mut groups = Groups::new(texts.len());
    for band in bands.chunk_by(|one, other| one.0 == other.0) {
        for (place, &(_, one)) in band.iter().enumerate() {
            // Against the first of the band, and the last before it.
            let firsts = band[..place].iter().take(COMPARED);
            let lasts = band[..place].iter().skip(COMPARED).rev().take(COMPARED);
            for &(_, other) in firsts.chain(lasts) {
                let (one, other) = (one as usize, other as usize);
                if are_copies(texts[one], texts[other]) {
                    groups.join(one, other);
                }
            }
        }
    }
    (0..texts.len()).map(|index| groups.root(index)).collect()
}

fn are_copies(
    one: (Option<&Signature>, Option<Date>),
    other: (Option<&Signature>, Option<Date>),
) -> bool {
    let is_like = |(one, other): (&Signature, &Signature)| equal(&one.0, &other.0) >= ENOUGH;
    are_near((one.1, other.1)) && one.0.zip(other.0).is_some_and(is_like)
}

/// Whether what was published on two days may be one story.
fn are_near(days: (Option<Date>, Option<Date>)) -> bool {
    match days {
        (Some(one), Some(other)) => one.is_near(other, DAYS),
        _ => true,
    }
}

/// The number of stories among some texts.
pub(super) fn counted<T: Ord>(values: impl IntoIterator<Item = (T, usize)>) -> BTreeMap<T, usize> {
    let mut stories: BTreeMap<T, std::collections::BTreeSet<usize>> = BTreeMap::new();
    for (value, story) in values {
        stories.entry(value).or_default().insert(story);
    }
    stories.into_iter().map(|(value, stories)| (value, stories.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Foreign Minister Ada Okafor met her colleague Jan Lund in Port Ada on Friday \
        for talks on the fishing grounds that both countries claim. The two agreed to meet again in \
        spring, officials said, and to send experts to the disputed waters before the end of the year. \
        Neither side would say whether the patrol boats that had been there since June would leave.";

    fn found(texts: &[(&str, &str)]) -> Vec<usize> {
        let signatures: Vec<Option<Signature>> =
            texts.iter().map(|(text, _)| Signature::new(text)).collect();
        let texts: Vec<_> = signatures
            .iter()
            .zip(texts)
            .map(|(it, (_, date))| (it.as_ref(), date.parse().ok()))
            .collect();
        stories(&texts)
    }

    #[test]
    fn a_copy_with_a_line_more_is_the_same_story() {
        let copy = format!("PORT ADA (Agency) - {STORY} Reporting by Agency staff.");
        let other = "Foreign Minister Ada Okafor told reporters on Friday that she had met Jan Lund, \
            and that the fishing grounds were not the only matter between the two countries this year.";
        let date = "2031-05-10";
        assert_eq!(found(&[(STORY, date), (other, date), (&copy, "2031-05-11")]), [0, 1, 0]);
    }

    #[test]
    fn what_is_years_apart_or_too_short_is_no_copy() {
        assert_eq!(found(&[(STORY, "2031-05-10"), (STORY, "2032-05-10")]), [0, 1]);
        assert_eq!(found(&[("They met.", "2031-05-10"), ("They met.", "2031-05-10")]), [0, 1]);
    }

    #[test]
    fn copies_that_come_later_are_found_as_if_all_had_come_at_once() {
        // Texts of which many are nearly the same, in an order that is not that of their ids.
        let text = |number: usize| {
            let (story, turn) = (number % 5, number / 5 % 7);
            let words = (0..50).map(|it| match it % (turn + 4) {
                0 => format!("turn{}", number * 50 + it),
                _ => format!("word{}", story * 50 + it),
            });
            words.collect::<Vec<_>>().join(" ")
        };
        for (count, by) in [(40, 7), (90, 13), (200, 11)] {
            let texts: Vec<String> = (0..count).map(text).collect();
            let all: Vec<Option<Signature>> = texts.iter().map(|it| Signature::new(it)).collect();
            let mut order: Vec<usize> = (0..count).collect();
            order.sort_by_key(|it| it * by % (count + 1));
            let published = |_: usize| "2031-05-10".parse().ok();
            let wanted = Signatures::new(&all).all_stories(published, &order);
            let mut known: Vec<usize> = Vec::new();
            for end in (3..=count).step_by(3).chain([count]) {
                let own: Vec<usize> = order.iter().copied().filter(|&it| it < end).collect();
                let mut ranks = vec![0; end];
                for (rank, &article) in (0..).zip(&own) {
                    ranks[article] = rank;
                }
                known = Signatures::new(&all[..end]).stories(published, (&own, &ranks), known);
            }
            assert_eq!(known, wanted, "{count}");
            assert!(known.iter().enumerate().any(|(article, &story)| article != story));
        }
    }

    #[test]
    fn signatures_read_back_as_they_were_written() {
        let signature = Signature::new(STORY).expect("it is long enough");
        assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
        assert_eq!(Signature::from_bytes(&[1, 2, 3]), None);
    }
}
