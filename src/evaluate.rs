//! An extraction against gold annotations: precision, recall and F1.
//!
//! The measures are those of the reference scorer of the annotations (`score.py`): figures are
//! micro-averaged over the articles, matching is one to one by the assignment of highest weight,
//! and optional gold items count for nothing, found or missed.
//!
//! Where articles share ids, what is made of them over all articles is measured too
//! ([`ResolutionFigures`]).
//!
//! Besides articles, the analysis itself is measured: on treebanks ([`score_trees`]), and on corpora
//! of names ([`NameFigures`]).

mod article;
mod assign;
mod attribution;
mod clusters;
mod confidence;
mod corpus;
mod gold;
mod misses;
mod names;
mod resample;
mod surface;
mod trees;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

pub use attribution::{Attributed, AttributionFigures};
pub use clusters::{
    ClusterFigures, ResolutionFigures, Shares, resolve_found, resolve_gold, shares_ids,
};
pub use confidence::{Judged, Reliability};
pub use corpus::{Corpus, read_corpus};
pub use gold::{Error, Gold, read};
pub use misses::{Fault, Miss};
pub use names::{GoldNames, NameFigures, NoNames, read_names};
pub use resample::{Change, Interval};
pub use trees::{LAYERS, TreeFigures, score_trees, together};

use crate::record::Extraction;

/// What is measured, in the order of the reference scorer.
pub const MEASURES: [Measure; 13] = [
    Measure { name: "actors", in_headline: true },
    Measure { name: "affiliations", in_headline: false },
    Measure { name: "locations", in_headline: true },
    Measure { name: "meetings", in_headline: false },
    Measure { name: "meeting who", in_headline: false },
    Measure { name: "meeting where", in_headline: false },
    Measure { name: "meeting when", in_headline: false },
    Measure { name: "meeting status", in_headline: false },
    Measure { name: "who met whom", in_headline: true },
    Measure { name: "who met where", in_headline: true },
    Measure { name: "statements", in_headline: false },
    Measure { name: "attributed", in_headline: false },
    Measure { name: "who said what", in_headline: true },
];

/// Something that is measured.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Measure {
    /// Its name.
    pub name: &'static str,
    /// Whether the headline is a mean over it and others.
    pub in_headline: bool,
}

/// Counts of what was right, wrong and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Found and right.
    pub right: usize,
    /// Found and wrong.
    pub wrong: usize,
    /// Not found.
    pub missed: usize,
}

impl Tally {
    /// Counts what two sets share and what each has alone.
    fn add<T: Ord>(&mut self, gold: &BTreeSet<T>, found: &BTreeSet<T>) {
        let right = gold.intersection(found).count();
        self.right += right;
        self.wrong += found.len() - right;
        self.missed += gold.len() - right;
    }

    /// Counts what was matched among what was found and what is wanted.
    fn count(&mut self, matched: usize, found: usize, wanted: usize) {
        self.right += matched;
        self.wrong += found - matched;
        self.missed += wanted - matched;
    }

    /// Adds the counts of another.
    fn join(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    /// The share of what was found that is right, from 0 to 1.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// The share of what is right that was found, from 0 to 1.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall, from 0 to 1.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 {
            0.0
        } else {
            2.0 * precision * recall / (precision + recall)
        }
    }

    /// How many gold items there are.
    #[must_use]
    pub fn gold(&self) -> usize {
        self.right + self.missed
    }
}

/// A share of a whole, or 0 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}

/// A count as a number with a fraction.
fn count(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The figures of an evaluation.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// The gold articles.
    pub articles: usize,
    /// Those of them without an extraction.
    pub absent: Vec<String>,
    /// The counts of each of [`MEASURES`].
    pub tallies: [Tally; MEASURES.len()],
    /// The figures of each article.
    pub each: Vec<Each>,
    /// The counts of each kind of actor, location, meeting and statement, named "meetings/talks".
    pub kinds: BTreeMap<String, Tally>,
    /// What was missed and what was wrong.
    pub misses: Vec<Miss>,
    /// How sure each reading was said to be, and whether it was right.
    pub judged: Vec<Judged>,
}

/// The figures of one article.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Each {
    /// The article's id.
    pub id: String,
    /// Its mean F1 over the measures of the headline.
    pub mean: f64,
    /// Its counts of each of [`MEASURES`].
    pub tallies: Vec<Tally>,
}

impl Figures {
    /// The mean F1 over the measures of the headline.
    #[must_use]
    pub fn headline(&self) -> f64 {
        headline(&self.tallies)
    }
}

/// The mean F1 over the measures of the headline.
fn headline(tallies: &[Tally]) -> f64 {
    let starred: Vec<f64> = MEASURES
        .iter()
        .zip(tallies)
        .filter(|(measure, _)| measure.in_headline)
        .map(|(_, tally)| tally.f1())
        .collect();
    starred.iter().sum::<f64>() / count(starred.len())
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} articles, {} without an extraction", self.articles, self.absent.len())?;
        writeln!(f, "{:16}{:>10}{:>10}{:>10}{:>8}", "", "precision", "recall", "F1", "gold")?;
        for (measure, tally) in MEASURES.iter().zip(&self.tallies) {
            writeln!(
                f,
                "{}{:15}{:10.3}{:10.3}{:10.3}{:8}",
                if measure.in_headline { '*' } else { ' ' },
                measure.name,
                tally.precision(),
                tally.recall(),
                tally.f1(),
                tally.gold()
            )?;
        }
        write!(f, "headline (mean of the starred F1): {:.3}", self.headline())
    }
}

/// Scores extractions against gold articles, matched by their ids.
#[must_use]
pub fn score(gold: &[Gold], found: &[Extraction]) -> Figures {
    let mut figures = Figures { articles: gold.len(), ..Figures::default() };
    for (at, article) in gold.iter().enumerate() {
        let own = found.iter().find(|it| it.id == article.id);
        if own.is_none() {
            figures.absent.push(article.id.clone());
        }
        let empty = Extraction::default();
        let record = own.unwrap_or(&empty);
        let scored = article::score(article, record);
        misses::collect(article, record, &scored, &mut figures);
        figures.judged.extend(confidence::judge(at, record, &scored));
        let mut parts = Vec::new();
        for ((measure, total), tally) in
            MEASURES.iter().zip(&mut figures.tallies).zip(&scored.tallies)
        {
            total.join(*tally);
            if measure.in_headline && tally.right + tally.wrong + tally.missed > 0 {
                parts.push(tally.f1());
            }
        }
        let mean =
            if parts.is_empty() { 1.0 } else { parts.iter().sum::<f64>() / count(parts.len()) };
        let tallies = scored.tallies.to_vec();
        figures.each.push(Each { id: article.id.clone(), mean, tallies });
    }
    figures
}

#[cfg(test)]
mod tests;
