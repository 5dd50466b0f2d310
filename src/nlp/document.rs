//! A text with its analysis: tokens, sentences, trees, names, times, quotations.

use crate::date::Date;
use crate::nlp::tags::{NameKind, Relation, Role, Upos, Xpos};
use crate::text::Span;

/// A token of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(u32);

impl TokenId {
    /// The token at `index`, from 0.
    ///
    /// # Panics
    ///
    /// If `index` is beyond four thousand million.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("a document has fewer tokens than bytes"))
    }

    /// Its place among the tokens of its document, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The token `by` places further on, or back if negative; `None` before the first.
    #[must_use]
    pub fn offset(self, by: i32) -> Option<Self> {
        self.0.checked_add_signed(by).map(Self)
    }
}

/// Neighboring tokens of one document: from a first token up to, not including, an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    start: u32,
    end: u32,
}

impl TokenRange {
    /// The tokens from `start` up to, not including, `end`.
    ///
    /// # Panics
    ///
    /// If `start` is after `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a range ends before it starts: {start}..{end}");
        Self { start: TokenId::new(start).0, end: TokenId::new(end).0 }
    }

    /// The range of one token.
    #[must_use]
    pub const fn of(token: TokenId) -> Self {
        Self { start: token.0, end: token.0 + 1 }
    }

    /// The index of its first token.
    #[must_use]
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// The index after its last token.
    #[must_use]
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// Its first token, if it has any.
    #[must_use]
    pub fn first(self) -> Option<TokenId> {
        (!self.is_empty()).then_some(TokenId(self.start))
    }

    /// Its last token, if it has any.
    #[must_use]
    pub fn last(self) -> Option<TokenId> {
        (!self.is_empty()).then(|| TokenId(self.end - 1))
    }

    /// The number of its tokens.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it has no token.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Its tokens in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator {
        (self.start..self.end).map(TokenId)
    }

    /// Whether `token` is one of its tokens.
    #[must_use]
    pub const fn has(self, token: TokenId) -> bool {
        self.start <= token.0 && token.0 < self.end
    }

    /// Whether every token of `other` is one of its own.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether a token is in both.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The shortest range that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A word or punctuation mark, with its place in the tree of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text.
    pub span: Span,
    /// Its universal part of speech.
    pub upos: Upos,
    /// Its Penn part of speech.
    pub xpos: Xpos,
    /// The token it depends on; `None` for the root of its sentence.
    pub head: Option<TokenId>,
    /// How it depends on its head.
    pub relation: Relation,
}

/// A sentence, headline, caption or the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: TokenRange,
    /// The paragraph it stands in, counted from 0.
    pub paragraph: u32,
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens, without titles.
    pub tokens: TokenRange,
    /// What kind of thing it names.
    pub kind: NameKind,
}

/// An expression of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Its tokens.
    pub tokens: TokenRange,
    /// What it means, if the text and the date of publication tell.
    pub date: Option<Date>,
    /// What its words leave open.
    pub open: Open,
}

/// What the words of an expression of time do not tell, so that they may mean another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Nothing: "yesterday", "5 March 2019".
    Nothing,
    /// The week: "on Friday".
    Week,
    /// The year: "in March".
    Year,
}

/// A stretch of text within quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Its tokens, with the marks.
    pub tokens: TokenRange,
    /// Its bytes, with the marks.
    pub span: Span,
    /// Whether it continues the quotation before it, which a paragraph's end left open.
    pub continues: bool,
}

/// Words that have a role in an attribution, as far as was learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its tokens.
    pub tokens: TokenRange,
    /// What they do.
    pub role: Role,
}

/// Two words for parties of a sentence that may have met, as learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encounter {
    /// The word for the first: that which stands for its phrase in the tree.
    pub one: TokenId,
    /// The word for the second.
    pub two: TokenId,
    /// The verb that governs both, or the word that both hang from.
    pub verb: TokenId,
    /// How likely they met, in hundredths.
    pub chance: u8,
    /// Of what kind it would be: "meeting", "talks".
    pub kind: &'static str,
    /// How far it would have come: "held", "planned".
    pub status: &'static str,
}

/// A word that may tell where or when something took place, as learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The word for who took part, or for what took place.
    pub of: TokenId,
    /// The word that may tell where or when.
    pub at: TokenId,
    /// How likely it tells where, in hundredths.
    pub place: u8,
    /// How likely it tells when.
    pub time: u8,
}

/// What a [`Document`] is made of.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// The text.
    pub text: String,
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// The lemma of each token.
    pub lemmas: Lemmas,
    /// All sentences, in order; they cover all tokens.
    pub sentences: Vec<Sentence>,
    /// Names, in order, none overlapping another.
    pub names: Vec<Name>,
    /// Expressions of time, in order, none overlapping another.
    pub times: Vec<Time>,
    /// Quotations, in order of their start.
    pub quotations: Vec<Quotation>,
    /// Sources, cues and contents, in order, none overlapping another.
    pub passages: Vec<Passage>,
    /// Who may have met whom, sentence by sentence.
    pub encounters: Vec<Encounter>,
    /// Who may have met whom, of which the second stands in the sentence after the first.
    pub across: Vec<Encounter>,
    /// What may tell where and when, sentence by sentence.
    pub settings: Vec<Setting>,
}

/// The lemmas of a document's tokens, in one piece of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lemmas {
    text: String,
    ends: Vec<u32>,
}

impl Lemmas {
    /// Adds the lemma of the next token.
    ///
    /// # Panics
    ///
    /// If all lemmas together pass 4 GiB.
    pub fn push(&mut self, lemma: &str) {
        self.text.push_str(lemma);
        self.ends.push(u32::try_from(self.text.len()).expect("articles are under 4 GiB"));
    }

    /// The lemma of the token at `index`, or an empty text beyond the last.
    #[must_use]
    pub fn get(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start as usize..end as usize]
    }
}

/// A text with its analysis; immutable once built.
#[derive(Clone, Debug)]
pub struct Document {
    parts: Parts,
    /// The sentence of each token.
    sentence_of: Vec<u32>,
    /// Where the children of each token start in `children`, and an end.
    child_starts: Vec<u32>,
    children: Vec<TokenId>,
    /// For each token, the leftmost and the rightmost token of its subtree.
    reach: Vec<TokenRange>,
    /// The name over each token, as its index and one, or 0.
    name_of: Vec<u32>,
}

impl Document {
    /// Puts the parts together.
    ///
    /// # Panics
    ///
    /// If the sentences do not cover the tokens, or a head lies outside its sentence.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let count = parts.tokens.len();
        let mut sentence_of = vec![0u32; count];
        let mut covered = 0;
        for (index, sentence) in (0u32..).zip(&parts.sentences) {
            assert_eq!(sentence.tokens.start(), covered, "sentences cover all tokens in order");
            covered = sentence.tokens.end();
            sentence_of[sentence.tokens.start()..covered].fill(index);
        }
        assert_eq!(covered, count, "sentences cover all tokens in order");
        let mut child_starts = vec![0u32; count + 1];
        for (index, token) in parts.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                assert_eq!(
                    sentence_of[head.index()],
                    sentence_of[index],
                    "trees stay in sentences"
                );
                child_starts[head.index() + 1] += 1;
            }
        }
        for index in 0..count {
            child_starts[index + 1] += child_starts[index];
        }
        let mut next = child_starts.clone();
        let mut children = vec![TokenId(0); child_starts[count] as usize];
        for (index, token) in parts.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                let slot = &mut next[head.index()];
                children[*slot as usize] = TokenId::new(index);
                *slot += 1;
            }
        }
        let mut name_of = vec![0u32; count];
        for (index, name) in (1u32..).zip(&parts.names) {
            name_of[name.tokens.start()..name.tokens.end()].fill(index);
        }
        let mut document =
            Self { parts, sentence_of, child_starts, children, reach: Vec::new(), name_of };
        document.reach = document.measure_subtrees();
        document
    }

    /// The reach of every subtree, from the leaves up.
    fn measure_subtrees(&self) -> Vec<TokenRange> {
        let count = self.parts.tokens.len();
        let mut reach: Vec<TokenRange> =
            (0..count).map(|index| TokenRange::of(TokenId::new(index))).collect();
        let mut waiting: Vec<u32> = (0..count)
            .map(|index| self.child_starts[index + 1] - self.child_starts[index])
            .collect();
        let mut ready: Vec<usize> = (0..count).filter(|&index| waiting[index] == 0).collect();
        while let Some(index) = ready.pop() {
            if let Some(head) = self.parts.tokens[index].head {
                let head = head.index();
                reach[head] = reach[head].cover(reach[index]);
                waiting[head] -= 1;
                if waiting[head] == 0 {
                    ready.push(head);
                }
            }
        }
        reach
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.parts.text
    }

    /// All tokens, in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.parts.tokens
    }

    /// The token `id`.
    ///
    /// # Panics
    ///
    /// If `id` is of another document, with more tokens.
    #[must_use]
    pub fn token(&self, id: TokenId) -> &Token {
        &self.parts.tokens[id.index()]
    }

    /// The token after `id`; `None` after the last.
    #[must_use]
    pub fn next(&self, id: TokenId) -> Option<TokenId> {
        id.offset(1).filter(|it| it.index() < self.parts.tokens.len())
    }

    /// All tokens as a range.
    #[must_use]
    pub fn all(&self) -> TokenRange {
        TokenRange::new(0, self.parts.tokens.len())
    }

    /// The word of a token, as in the text.
    #[must_use]
    pub fn word(&self, id: TokenId) -> &str {
        self.token(id).span.of(&self.parts.text)
    }

    /// The lemma of a token.
    #[must_use]
    pub fn lemma(&self, id: TokenId) -> &str {
        self.parts.lemmas.get(id.index())
    }

    /// All sentences, in order.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.parts.sentences
    }

    /// The index of the sentence of a token.
    #[must_use]
    pub fn sentence_index(&self, id: TokenId) -> usize {
        self.sentence_of[id.index()] as usize
    }

    /// The sentence of a token.
    #[must_use]
    pub fn sentence(&self, id: TokenId) -> &Sentence {
        &self.parts.sentences[self.sentence_index(id)]
    }

    /// All names, in order.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.parts.names
    }

    /// The name that a token is part of.
    #[must_use]
    pub fn name_at(&self, id: TokenId) -> Option<&Name> {
        let index = self.name_of[id.index()].checked_sub(1)?;
        self.parts.names.get(index as usize)
    }

    /// All expressions of time, in order.
    #[must_use]
    pub fn times(&self) -> &[Time] {
        &self.parts.times
    }

    /// All sources, cues and contents of attributions, in order.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.parts.passages
    }

    /// Who may have met whom, as learned, sentence by sentence.
    #[must_use]
    pub fn encounters(&self) -> &[Encounter] {
        &self.parts.encounters
    }

    /// Who may have met whom, as learned, of which the second stands in a sentence and the first in the one
    /// before it; in the order of the sentences.
    #[must_use]
    pub fn encounters_across(&self) -> &[Encounter] {
        &self.parts.across
    }

    /// What may tell where and when, as learned, sentence by sentence.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.parts.settings
    }

    /// All quotations, in order of their start.
    #[must_use]
    pub fn quotations(&self) -> &[Quotation] {
        &self.parts.quotations
    }

    /// The tokens that depend on `id`, in order.
    #[must_use]
    pub fn children(&self, id: TokenId) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        let (start, end) = (self.child_starts[id.index()], self.child_starts[id.index() + 1]);
        self.children[start as usize..end as usize].iter().copied()
    }

    /// The tokens that depend on `id` by one of `relations`, in order.
    #[must_use]
    pub fn dependents<'a>(
        &'a self,
        id: TokenId,
        relations: &'a [Relation],
    ) -> impl DoubleEndedIterator<Item = TokenId> + 'a {
        self.children(id).filter(move |&child| relations.contains(&self.token(child).relation))
    }

    /// The tokens from the leftmost to the rightmost of the subtree of `id`.
    #[must_use]
    pub fn subtree(&self, id: TokenId) -> TokenRange {
        self.reach[id.index()]
    }

    /// The tokens above `id`, from its head to the root of its sentence.
    pub fn ancestors(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        std::iter::successors(self.token(id).head, |&above| self.token(above).head)
    }

    /// The token of `range` whose head lies outside it; the first such, or else the last token.
    #[must_use]
    pub fn head_of(&self, range: TokenRange) -> Option<TokenId> {
        range
            .iter()
            .find(|&id| self.token(id).head.is_none_or(|head| !range.has(head)))
            .or(range.last())
    }

    /// The bytes from the first to the last of some tokens.
    #[must_use]
    pub fn span(&self, range: TokenRange) -> Span {
        match (range.first(), range.last()) {
            (Some(first), Some(last)) => self.token(first).span.cover(self.token(last).span),
            _ => {
                let at = self
                    .parts
                    .tokens
                    .get(range.start())
                    .map_or(self.parts.text.len(), |token| token.span.start());
                Span::new(at, at)
            }
        }
    }

    /// The text from the first to the last of some tokens.
    #[must_use]
    pub fn text_of(&self, range: TokenRange) -> &str {
        self.span(range).of(&self.parts.text)
    }

    /// The tokens that lie wholly within some bytes.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> TokenRange {
        let tokens = &self.parts.tokens;
        let start = tokens.partition_point(|token| token.span.start() < span.start());
        let end = tokens.partition_point(|token| token.span.end() <= span.end());
        TokenRange::new(start, end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::conllu;

    const MEETING: &str = "\
1	Okafor	Okafor	PROPN	NNP	_	2	nsubj	_	NER=B-PER
2	met	meet	VERB	VBD	_	0	root	_	_
3	Ms.	Ms.	PROPN	NNP	_	2	obj	_	_
4	Lund	Lund	PROPN	NNP	_	3	flat	_	SpaceAfter=No|NER=B-PER
5	.	.	PUNCT	.	_	2	punct	_	_
";

    #[test]
    fn a_tree_gives_children_subtrees_and_heads() {
        let document = conllu::read(MEETING).expect("well formed");
        let met = TokenId::new(1);
        let words: Vec<_> = document.children(met).map(|id| document.word(id)).collect();
        assert_eq!(words, ["Okafor", "Ms.", "."]);
        assert_eq!(document.text_of(document.subtree(TokenId::new(2))), "Ms. Lund");
        assert_eq!(document.text(), "Okafor met Ms. Lund.");
        assert_eq!(document.head_of(TokenRange::new(2, 4)), Some(TokenId::new(2)));
        assert_eq!(document.lemma(met), "meet");
        assert_eq!(document.names().len(), 2);
        assert_eq!(document.name_at(TokenId::new(3)).map(|name| name.kind), Some(NameKind::Person));
    }
}
