//! Copies of one story: articles whose texts are nearly the same count as one source.
//!
//! A text is known by the least hashes of its runs of words (`MinHash`, Broder 1997): the share of
//! equal ones is the share of runs that two texts have in common. Texts that may be copies are
//! found by bands of hashes, so that nobody is compared with all others.

use std::collections::BTreeMap;

use super::groups::Groups;
use crate::date::Date;
use crate::text::{fold, hash};

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

    fn equal(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count()
    }
}

/// The next value of `SplitMix64`: each bit depends on all.
fn mixed(value: u64) -> u64 {
    let mut value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The upper half of a value.
fn high(value: u64) -> u32 {
    u32::try_from(value >> 32).expect("half of the bits are left")
}

/// For each text the number of the first, in the order given, that tells the same story.
pub(super) fn stories(texts: &[(Option<&Signature>, Option<Date>)]) -> Vec<usize> {
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
    let near = match (one.1, other.1) {
        (Some(one), Some(other)) => one.is_near(other, DAYS),
        _ => true,
    };
    near && one.0.zip(other.0).is_some_and(|(one, other)| one.equal(other) >= ENOUGH)
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
    fn signatures_read_back_as_they_were_written() {
        let signature = Signature::new(STORY).expect("it is long enough");
        assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
        assert_eq!(Signature::from_bytes(&[1, 2, 3]), None);
    }
}
