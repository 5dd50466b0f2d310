//! One stage of the analysis alone, over what a document holds already: for measuring how fast it is.

use super::{Analyzer, Document, Sentence, lemma, name, parse, quote, split, tag, tokenize, when};
use crate::text::Span;
use crate::vocabulary;

vocabulary! {
    /// A stage of the analysis.
    pub enum Stage {
        /// A text into tokens.
        Tokens = "tokens",
        /// Tokens into sentences.
        Sentences = "sentences",
        /// The parts of speech of tokens.
        Tags = "tags",
        /// The forms under which a dictionary has them.
        Lemmas = "lemmas",
        /// The trees of sentences.
        Trees = "trees",
        /// Names of people, places and organizations.
        Names = "names",
        /// Dates.
        Times = "times",
        /// Quotations.
        Quotations = "quotations",
    }
}

impl Analyzer {
    /// Runs one stage again over a document; gives how many things it found.
    #[must_use]
    pub fn again(&self, stage: Stage, document: &Document) -> usize {
        let text = document.text();
        let spans = || -> Vec<Span> { document.tokens().iter().map(|token| token.span).collect() };
        match stage {
            Stage::Tokens => tokenize(text).len(),
            Stage::Sentences => split(text, &spans()).len(),
            Stage::Times => when::find(text, document.tokens(), document.sentences(), None).len(),
            Stage::Quotations => quote::find(text, &spans(), document.sentences()).len(),
            Stage::Tags | Stage::Lemmas | Stage::Trees | Stage::Names => {
                let mut room = Room::default();
                let sentences = document.sentences().iter();
                sentences.map(|it| self.sentence_again(stage, document, it, &mut room)).sum()
            }
        }
    }

    fn sentence_again(
        &self,
        stage: Stage,
        document: &Document,
        sentence: &Sentence,
        room: &mut Room,
    ) -> usize {
        let texts: Vec<&str> = sentence.tokens.iter().map(|id| document.word(id)).collect();
        let mut tags: Vec<_> = sentence
            .tokens
            .iter()
            .map(|id| document.token(id))
            .map(|token| (token.upos, token.xpos))
            .collect();
        if stage == Stage::Lemmas {
            let mut place = lemma::Place::First;
            for (&word, &(upos, xpos)) in texts.iter().zip(&tags) {
                self.lemmatizer.find(lemma::Form { word, upos, xpos, place }, &mut room.letters);
                place = place.after(word);
            }
            return texts.len();
        }
        let words: Vec<_> = texts
            .iter()
            .map(|word| tag::Word::new(word, &self.clusters, &mut room.letters))
            .collect();
        match stage {
            Stage::Tags => {
                tags.clear();
                self.tagger.tag(&words, &mut tags);
                tags.len()
            }
            Stage::Names => {
                let (mut hints, mut names) = (Vec::new(), Vec::new());
                name::hints(&texts, &self.gazetteer, &mut hints);
                let view = name::View { words: &words, tags: &tags, hints: &hints };
                self.recognizer.find(&view, sentence.tokens.start(), &mut names);
                names.len()
            }
            _ => {
                let mut count = 0;
                self.parser.parse(&words, &tags, &mut room.trees, |_, _| count += 1);
                count
            }
        }
    }
}

/// Room that the stages reuse from sentence to sentence.
#[derive(Default)]
struct Room {
    letters: String,
    trees: parse::Room,
}
