//! Statements against a corpus of attributions in the form of `PolNeAR`: JSON Lines.
//!
//! A found statement and a gold attribution match, one to one, if what is said overlaps by half or
//! more (twice the shared letters over the letters of both) and the head of the source found lies
//! within the source of the gold, or the gold has none. Beside this, what is said is
//! compared letter by letter, and the sources, cues and contents of the analysis token by token: a
//! token counts if it begins in a span, whichever attribution that belongs to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;

use super::assign::assign;
use super::{Tally, share};
use crate::extract::{Attribution, Attributions};
use crate::nlp::{Role, tokenize};
use crate::record::Article;
use crate::text::{Offsets, Span};

/// The share of letters in common from which on two contents match.
const OVERLAP: f64 = 0.5;

/// An article with its attributions; offsets count characters.
#[derive(Debug, Deserialize)]
pub struct Attributed {
    /// The article's id.
    pub id: String,
    text: String,
    #[serde(default)]
    published: Option<String>,
    attributions: Vec<Gold>,
}

#[derive(Debug, Deserialize)]
struct Gold {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

impl Attributed {
    /// The article alone.
    #[must_use]
    pub fn article(&self) -> Article {
        let published = self.published.as_deref().and_then(|day| day.parse().ok());
        Article { id: self.id.clone(), text: self.text.clone(), published, ..Article::default() }
    }
}

/// Reads articles with attributions, one a line.
pub(super) fn read(lines: &str) -> Result<Vec<Attributed>, serde_json::Error> {
    lines.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect()
}

/// How the statements found compare with attributions.
#[derive(Clone, Debug, Default)]
pub struct AttributionFigures {
    /// How many articles were compared.
    pub articles: usize,
    /// Against all attributions, thoughts and intentions among them.
    pub all: Tally,
    /// Without regard to the source.
    pub contents: Tally,
    /// Against those alone whose cue is a verb or phrase of speech; others count for nothing.
    pub speech: Tally,
    /// Letters of what is said.
    pub content_letters: Tally,
    /// Tokens of what is said.
    pub content_tokens: Tally,
    /// Tokens of sources.
    pub source_tokens: Tally,
    /// Tokens of cues.
    pub cue_tokens: Tally,
}

impl AttributionFigures {
    /// What is measured, with its counts.
    #[must_use]
    pub fn rows(&self) -> [(&'static str, Tally); 7] {
        [
            ("all", self.all),
            ("speech", self.speech),
            ("any source", self.contents),
            ("content letters", self.content_letters),
            ("content tokens", self.content_tokens),
            ("source tokens", self.source_tokens),
            ("cue tokens", self.cue_tokens),
        ]
    }

    /// Counts one article; `is_speech` tells cues of speech from others.
    pub fn add(
        &mut self,
        gold: &Attributed,
        found: &Attributions,
        is_speech: impl Fn(&str) -> bool,
    ) {
        self.articles += 1;
        self.add_tokens(gold, found);
        let found: &[Attribution] = &found.statements;
        let text = &gold.text;
        let offsets = Offsets::new(text);
        let letters: Vec<bool> = text.chars().map(char::is_alphanumeric).collect();
        let set = |spans: &[(usize, usize)]| -> BTreeSet<usize> {
            spans
                .iter()
                .flat_map(|&(start, end)| start..end)
                .filter(|&at| letters.get(at).copied().unwrap_or(false))
                .collect()
        };
        let chars =
            |span: Span| (offsets.to_chars(text, span.start()), offsets.to_chars(text, span.end()));
        // What has no content tells nothing.
        let wanted: Vec<&Gold> =
            gold.attributions.iter().filter(|it| !it.content.is_empty()).collect();
        let said: Vec<BTreeSet<usize>> = wanted.iter().map(|it| set(&it.content)).collect();
        let told: Vec<BTreeSet<usize>> = found
            .iter()
            .map(|it| set(&it.content.iter().map(|&span| chars(span)).collect::<Vec<_>>()))
            .collect();
        let heads: Vec<(usize, usize)> = found.iter().map(|it| chars(it.source)).collect();
        let mut weights = BTreeMap::new();
        let mut right = BTreeSet::new();
        for (one, told) in told.iter().enumerate() {
            for (two, said) in said.iter().enumerate() {
                let common = told.intersection(said).count();
                let overlap = share(2 * common, told.len() + said.len());
                if common == 0 || overlap < OVERLAP {
                    continue;
                }
                let source = &wanted[two].source;
                let agrees = source.is_empty()
                    || source
                        .iter()
                        .any(|&(start, end)| start <= heads[one].0 && heads[one].1 <= end);
                if agrees {
                    right.insert((one, two));
                }
                weights.insert((one, two), overlap + if agrees { 1.0 } else { 0.0 });
            }
        }
        let pairs = assign(&weights, found.len(), wanted.len());
        let matched = pairs.len();
        self.contents.count(matched, found.len(), wanted.len());
        let agreed: Vec<(usize, usize)> =
            pairs.into_iter().filter(|pair| right.contains(pair)).collect();
        self.all.count(agreed.len(), found.len(), wanted.len());
        let speech: Vec<bool> = wanted
            .iter()
            .map(|it| {
                let words: String =
                    it.cue.iter().map(|&(start, end)| excerpt(text, start, end) + " ").collect();
                is_speech(&words)
            })
            .collect();
        let beside = agreed.iter().filter(|(_, two)| !speech[*two]).count();
        self.speech.count(
            agreed.len() - beside,
            found.len() - beside,
            speech.iter().filter(|&&it| it).count(),
        );
        let all_said: BTreeSet<usize> = said.iter().flatten().copied().collect();
        let all_told: BTreeSet<usize> = told.iter().flatten().copied().collect();
        self.content_letters.add(&all_said, &all_told);
    }

    /// Counts the tokens of one article.
    fn add_tokens(&mut self, gold: &Attributed, found: &Attributions) {
        let text = &gold.text;
        let starts: Vec<usize> = tokenize(text).iter().map(|token| token.start()).collect();
        let offsets = Offsets::new(text);
        let within = |spans: Vec<Span>| -> BTreeSet<usize> {
            let first = |at: usize| starts.partition_point(|&start| start < at);
            spans.iter().flat_map(|span| first(span.start())..first(span.end())).collect()
        };
        let count = |tally: &mut Tally, role: Role, spans: fn(&Gold) -> &Vec<(usize, usize)>| {
            let wanted = gold.attributions.iter().flat_map(spans).map(|&(start, end)| {
                Span::new(offsets.to_bytes(text, start), offsets.to_bytes(text, end))
            });
            let own = found.passages.iter().filter(|it| it.0 == role).map(|it| it.1);
            tally.add(&within(wanted.collect()), &within(own.collect()));
        };
        count(&mut self.content_tokens, Role::Content, |it| &it.content);
        count(&mut self.source_tokens, Role::Source, |it| &it.source);
        count(&mut self.cue_tokens, Role::Cue, |it| &it.cue);
    }
}

/// Some characters of a text.
fn excerpt(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

impl fmt::Display for AttributionFigures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{} articles with attributions", self.articles)?;
        writeln!(out, "{:16}{:>10}{:>10}{:>10}{:>8}", "", "precision", "recall", "F1", "gold")?;
        for (name, it) in self.rows() {
            writeln!(
                out,
                "{name:16}{:10.3}{:10.3}{:10.3}{:8}",
                it.precision(),
                it.recall(),
                it.f1(),
                it.right + it.missed
            )?;
        }
        Ok(())
    }
}
