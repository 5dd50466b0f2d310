//! Names against a corpus in IOB2: exact spans, by kind.
//!
//! The corpus has a token a line: the token, its tag (`B-PER`, `I-PER`, `O`), and what else may
//! stand in further columns, of which a fourth of `n` says that no space follows. Columns are
//! parted by tabs, sentences by empty lines; `# doc` starts a document. Kinds that the corpus
//! never marks are left out of the count; facilities count as places.

use std::fmt;

use crate::evaluate::Tally;
use crate::evaluate::trees::together;
use crate::nlp::{Document, NameKind, Sentence, TokenRange};
use crate::text::Span;

/// A document of a corpus of names: what an analysis starts from, and its names.
#[derive(Clone, Debug, Default)]
pub struct GoldNames {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its tokens.
    pub tokens: Vec<Span>,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Its names.
    names: Vec<(TokenRange, NameKind)>,
    /// Whether a space follows the last token.
    spaced: bool,
}

/// Why a table is no IOB2.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct NoNames {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl GoldNames {
    fn add(&mut self, line: &str) -> Result<(), String> {
        let mut columns = line.split('\t');
        let (Some(word), Some(tag)) = (columns.next(), columns.next()) else {
            return Err("a token and its tag are needed, with a tab between them".to_owned());
        };
        if self.spaced && !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.tokens.push(Span::new(start, self.text.len()));
        self.spaced = columns.nth(1) != Some("n");
        let at = self.tokens.len() - 1;
        let (edge, kind) = match tag.split_once('-') {
            Some((edge @ ("B" | "I"), kind)) => (edge, kind),
            None if tag == "O" => return Ok(()),
            _ => return Err(format!("‘{tag}’ is no tag such as B-PER, I-PER or O")),
        };
        // Amounts, dates and the like are no names.
        let Ok(kind) = kind.parse::<NameKind>().map(merge) else { return Ok(()) };
        match self.names.last_mut() {
            Some((tokens, own)) if edge == "I" && *own == kind && tokens.end() == at => {
                *tokens = TokenRange::new(tokens.start(), at + 1);
            }
            _ => self.names.push((TokenRange::new(at, at + 1), kind)),
        }
        Ok(())
    }

    fn end_sentence(&mut self) {
        let start = self.sentences.last().map_or(0, |it| it.tokens.end());
        if self.tokens.len() > start {
            let tokens = TokenRange::new(start, self.tokens.len());
            self.sentences.push(Sentence { tokens, paragraph: 0 });
        }
    }
}

/// Facilities as places.
fn merge(kind: NameKind) -> NameKind {
    if kind == NameKind::Facility { NameKind::Location } else { kind }
}

/// Reads a corpus of names.
///
/// # Errors
///
/// If a line has no tag, or one that is none.
pub fn read_names(table: &str) -> Result<Vec<GoldNames>, NoNames> {
    let mut documents = vec![GoldNames::default()];
    for (number, line) in (1..).zip(table.lines().chain([""])) {
        if let Some(id) = line.strip_prefix("# doc") {
            documents.push(GoldNames::default());
            if let Some(document) = documents.last_mut() {
                id.trim_start_matches([' ', '=']).trim_end().clone_into(&mut document.id);
            }
        } else if let Some(document) = documents.last_mut() {
            if line.trim().is_empty() {
                document.end_sentence();
            } else {
                document.add(line).map_err(|what| NoNames { line: number, what })?;
            }
        }
    }
    documents.retain(|document| !document.tokens.is_empty());
    for document in &mut documents {
        document.end_sentence();
    }
    Ok(documents)
}

/// The figures of an evaluation on names.
#[derive(Clone, Debug, Default)]
pub struct NameFigures {
    /// The documents.
    pub documents: usize,
    /// For each of [`NameKind::ALL`], what was found.
    pub kinds: [Tally; NameKind::ALL.len()],
}

impl NameFigures {
    /// Counts the names of a document.
    pub fn add(&mut self, gold: &GoldNames, found: &Document) {
        self.documents += 1;
        let found: Vec<_> = found.names().iter().map(|it| (it.tokens, merge(it.kind))).collect();
        for (kind, tally) in NameKind::ALL.iter().zip(&mut self.kinds) {
            let own = |names: &[(TokenRange, NameKind)]| {
                names.iter().filter(|it| it.1 == *kind).copied().collect()
            };
            tally.add(&own(&gold.names), &own(&found));
        }
    }

    /// The kinds that gold has, with their tallies.
    pub fn marked(&self) -> impl Iterator<Item = (NameKind, Tally)> {
        let pairs = NameKind::ALL.iter().copied().zip(self.kinds);
        pairs.filter(|(_, tally)| tally.gold() > 0)
    }

    /// Persons, organizations and places together.
    #[must_use]
    pub fn main(&self) -> Tally {
        together(&self.kinds[..=NameKind::Facility as usize])
    }
}

impl fmt::Display for NameFigures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} documents", self.documents)?;
        write!(f, "{:20}{:>10}{:>10}{:>10}{:>8}", "names", "precision", "recall", "F1", "gold")?;
        let rows = self.marked().map(|(kind, tally)| (kind.as_str(), tally));
        for (name, tally) in rows.chain([("PER, ORG and LOC", self.main())]) {
            let figures = [tally.precision(), tally.recall(), tally.f1()].map(|it| 100.0 * it);
            write!(f, "\n{name:20}{:10.1}{:10.1}{:10.1}", figures[0], figures[1], figures[2])?;
            write!(f, "{:8}", tally.gold())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::conllu;

    const GOLD: &str = "\
# doc = one
Okafor	B-PER	_	y
met	O	_	y
Lund	B-PER	_	n
.	O	_	y

5	B-MONEY	_	y
";

    #[test]
    fn a_corpus_gives_text_tokens_and_names() {
        let documents = read_names(GOLD).expect("well formed");
        assert_eq!(documents[0].id, "one");
        assert_eq!(documents[0].text, "Okafor met Lund. 5");
        assert_eq!(documents[0].sentences.len(), 2);
        assert_eq!(documents[0].names.len(), 2);
    }

    #[test]
    fn names_count_if_span_and_kind_are_right() {
        let found = conllu::read(
            "\
1	Okafor	Okafor	PROPN	NNP	_	2	nsubj	_	NER=B-PER
2	met	meet	VERB	VBD	_	0	root	_	NER=B-NORP
3	Lund	Lund	PROPN	NNP	_	2	obj	_	NER=B-ORG|SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_

1	5	5	NUM	CD	_	0	root	_	_
",
        )
        .expect("well formed");
        let mut figures = NameFigures::default();
        figures.add(&read_names(GOLD).expect("well formed")[0], &found);
        assert_eq!(figures.main(), Tally { right: 1, wrong: 1, missed: 1 });
        let marked: Vec<_> = figures.marked().map(|(kind, _)| kind).collect();
        assert_eq!(marked, [NameKind::Person], "nationalities are not marked");
    }

    #[test]
    fn a_line_that_is_no_tag_is_named() {
        let error = read_names("Okafor\tB-PER\nmet\tperson\n").expect_err("no tag");
        assert_eq!(error.to_string(), "line 2: ‘person’ is no tag such as B-PER, I-PER or O");
    }
}
