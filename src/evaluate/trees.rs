//! An analysis against a treebank: tokens, sentences, tags, lemmas, trees.
//!
//! As the scorer of the `CoNLL` 2018 shared task has it: from raw text, a token or sentence is right
//! if gold has one over the same characters; a tag or head counts where the token is right. On gold
//! tokens, shares are of all tokens. The words of a range (`don't`) are tokens each.

use std::fmt;
use std::ops::AddAssign;

use crate::evaluate::{Tally, share};
use crate::nlp::{Document, TokenId};
use crate::text::Span;

/// What is measured of each token, in the order of the counts.
pub const LAYERS: [&str; 5] = ["UPOS", "XPOS", "lemmas", "UAS", "LAS"];

/// The figures of an evaluation on treebanks.
#[derive(Clone, Debug, Default)]
pub struct TreeFigures {
    /// The documents.
    pub documents: usize,
    /// Tokens found in raw text.
    pub tokens: Tally,
    /// Sentences found in raw text.
    pub sentences: Tally,
    /// For each of [`LAYERS`], what is right in raw text.
    pub raw: [Tally; LAYERS.len()],
    /// For each of [`LAYERS`], how many gold tokens have it right.
    pub gold: [usize; LAYERS.len()],
    /// Where tokens or sentences differ from gold, with what stands there in both.
    pub differences: Vec<String>,
}

impl AddAssign for TreeFigures {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.tokens += other.tokens;
        self.sentences += other.sentences;
        for (own, more) in self.raw.iter_mut().zip(other.raw) {
            *own += more;
        }
        for (own, more) in self.gold.iter_mut().zip(other.gold) {
            *own += more;
        }
        self.differences.extend(other.differences);
    }
}

/// Scores two analyses of one gold document: of its text, and of its tokens.
///
/// # Panics
///
/// If the texts differ, or the tokens of `given` are not those of `gold`.
#[must_use]
pub fn score_trees(gold: &Document, raw: &Document, given: &Document) -> TreeFigures {
    assert_eq!(gold.text(), raw.text(), "both analyses are of one text");
    assert_eq!(gold.tokens().len(), given.tokens().len(), "the tokens are gold");
    let mut figures = TreeFigures { documents: 1, ..TreeFigures::default() };
    let mut pairs = Vec::new();
    figures.tokens =
        align(&token_spans(gold), &token_spans(raw), |one, two| pairs.push((one, two)));
    figures.sentences = align(&sentence_spans(gold), &sentence_spans(raw), |_, _| ());
    let mut gold_of = vec![None; raw.tokens().len()];
    for &(one, two) in &pairs {
        gold_of[two] = Some(one);
    }
    let mut right = [0; LAYERS.len()];
    for &(one, two) in &pairs {
        let (one, two) = (TokenId::new(one), TokenId::new(two));
        let head = raw.token(two).head.map(|head| gold_of[head.index()].map(TokenId::new));
        let same_head = match head {
            None => gold.token(one).head.is_none(),
            Some(head) => head.is_some() && head == gold.token(one).head,
        };
        add_layers(&mut right, (gold, one), (raw, two), same_head);
    }
    for (tally, right) in figures.raw.iter_mut().zip(right) {
        *tally =
            Tally { right, wrong: raw.tokens().len() - right, missed: gold.tokens().len() - right };
    }
    for id in gold.all().iter() {
        let same_head = gold.token(id).head == given.token(id).head;
        add_layers(&mut figures.gold, (gold, id), (given, id), same_head);
    }
    figures.differences = differences(gold, raw);
    figures
}

/// Counts what two tokens share.
fn add_layers(
    counts: &mut [usize; LAYERS.len()],
    (gold, one): (&Document, TokenId),
    (found, two): (&Document, TokenId),
    same_head: bool,
) {
    let (own, other) = (gold.token(one), found.token(two));
    let same = [
        own.upos == other.upos,
        own.xpos == other.xpos,
        gold.lemma(one) == found.lemma(two),
        same_head,
        same_head && own.relation == other.relation,
    ];
    for (count, same) in counts.iter_mut().zip(same) {
        *count += usize::from(same);
    }
}

fn token_spans(document: &Document) -> Vec<Span> {
    document.tokens().iter().map(|token| token.span).collect()
}

fn sentence_spans(document: &Document) -> Vec<Span> {
    document.sentences().iter().map(|sentence| document.span(sentence.tokens)).collect()
}

/// Counts the spans that are in both lists, and tells their places in each.
fn align(gold: &[Span], found: &[Span], mut pair: impl FnMut(usize, usize)) -> Tally {
    let (mut one, mut two, mut right) = (0, 0, 0);
    while one < gold.len() && two < found.len() {
        match gold[one].cmp(&found[two]) {
            std::cmp::Ordering::Less => one += 1,
            std::cmp::Ordering::Greater => two += 1,
            std::cmp::Ordering::Equal => {
                pair(one, two);
                right += 1;
                one += 1;
                two += 1;
            }
        }
    }
    Tally { right, wrong: found.len() - right, missed: gold.len() - right }
}

/// Bytes of context on either side of a difference.
const CONTEXT: usize = 30;

/// Where the ends of tokens or sentences differ, in order.
fn differences(gold: &Document, found: &Document) -> Vec<String> {
    let text = gold.text();
    let ends = |spans: Vec<Span>| -> Vec<usize> { spans.iter().map(|span| span.end()).collect() };
    let mut lines = Vec::new();
    for (what, own, other) in [
        ("token", ends(token_spans(gold)), ends(token_spans(found))),
        ("sentence", ends(sentence_spans(gold)), ends(sentence_spans(found))),
    ] {
        let lone = |here: &[usize], there: &[usize], sign: char| -> Vec<(usize, String)> {
            here.iter()
                .filter(|at| there.binary_search(at).is_err())
                .map(|&at| {
                    let start = text.floor_char_boundary(at.saturating_sub(CONTEXT));
                    let end = text.ceil_char_boundary((at + CONTEXT).min(text.len()));
                    let line = format!("{what} {sign} {}|{}", &text[start..at], &text[at..end]);
                    (at, line.replace('\n', "⏎"))
                })
                .collect()
        };
        let mut own = [lone(&own, &other, '-'), lone(&other, &own, '+')].concat();
        own.sort();
        lines.extend(own.into_iter().map(|(_, line)| line));
    }
    lines
}

impl TreeFigures {
    /// The share of gold tokens that have one of [`LAYERS`] right, from 0 to 1.
    #[must_use]
    pub fn accuracy(&self, layer: usize) -> f64 {
        share(self.gold[layer], self.tokens.gold())
    }
}

impl fmt::Display for TreeFigures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (documents, tokens) = (self.documents, self.tokens.gold());
        writeln!(f, "{documents} documents, {} sentences, {tokens} tokens", self.sentences.gold())?;
        writeln!(f, "{:20}{:>10}{:>10}{:>10}", "from raw text", "precision", "recall", "F1")?;
        let rows = [("tokens", &self.tokens), ("sentences", &self.sentences)];
        for (name, tally) in rows.into_iter().chain(LAYERS.into_iter().zip(&self.raw)) {
            let figures = [tally.precision(), tally.recall(), tally.f1()].map(|it| 100.0 * it);
            writeln!(f, "{name:20}{:10.2}{:10.2}{:10.2}", figures[0], figures[1], figures[2])?;
        }
        write!(f, "{:20}{:>10}", "on gold tokens", "right")?;
        for (layer, name) in LAYERS.into_iter().enumerate() {
            write!(f, "\n{name:20}{:10.2}", 100.0 * self.accuracy(layer))?;
        }
        Ok(())
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// The F1 of several tallies together, each weighing as many items as it has.
#[must_use]
pub fn together(tallies: &[Tally]) -> Tally {
    tallies.iter().fold(Tally::default(), |mut sum, &tally| {
        sum += tally;
        sum
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::conllu;

    const GOLD: &str = "\
1	They	they	PRON	PRP	_	2	nsubj	_	_
2	met	meet	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

1	Good	good	ADJ	JJ	_	0	root	_	SpaceAfter=No
2	!	!	PUNCT	.	_	1	punct	_	_
";
    const FOUND: &str = "\
1	They	they	PRON	PRP	_	2	nsubj	_	_
2	met.	met.	NOUN	NN	_	0	root	_	_

1	Good	good	ADJ	JJ	_	0	root	_	SpaceAfter=No
2	!	!	PUNCT	.	_	1	dep	_	_
";

    #[test]
    fn figures_count_what_is_over_the_same_characters() {
        let gold = conllu::read(GOLD).expect("well formed");
        let found = conllu::read(FOUND).expect("well formed");
        let figures = score_trees(&gold, &found, &gold);
        assert_eq!(figures.tokens, Tally { right: 3, wrong: 1, missed: 2 });
        assert_eq!(figures.sentences, Tally { right: 2, wrong: 0, missed: 0 });
        // The head of "They" is no gold token, so that it is wrong.
        assert_eq!(figures.raw.map(|it| it.right), [3, 3, 3, 2, 1]);
        assert_eq!(figures.gold, [5; 5]);
        assert_eq!(figures.differences, ["token - They met|. Good!"]);
        assert!((figures.tokens.f1() - 2.0 * 3.0 / 9.0).abs() < 1e-9);
    }

    #[test]
    fn together_is_a_sum() {
        let one = Tally { right: 1, wrong: 2, missed: 3 };
        assert_eq!(together(&[one, one]), Tally { right: 2, wrong: 4, missed: 6 });
    }
}
