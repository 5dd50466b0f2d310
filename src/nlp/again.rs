//! One stage of the analysis alone, over what a document holds already: for measuring how fast it is.

use super::word::Word;
use super::{Analyzer, Document, Sentence, hint, name, quote, read, split, tokenize, when};
use crate::text::Span;
use crate::vocabulary;

vocabulary! {
    /// A stage of the analysis.
    pub enum Stage {
        /// A text into tokens.
        Tokens = "tokens",
        /// Tokens into sentences.
        Sentences = "sentences",
        /// What words mean where they stand, for tags and trees.
        Encoder = "encoder",
        /// The parts of speech of tokens, with the encoder.
        Tags = "tags",
        /// The forms under which a dictionary has them.
        Lemmas = "lemmas",
        /// The trees of sentences, with the encoder.
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
            Stage::Lemmas => {
                let mut count = 0;
                self.lemmas(text, document.tokens(), document.sentences(), |_| count += 1);
                count
            }
            Stage::Encoder | Stage::Tags | Stage::Trees => {
                self.encoder_again(stage, text, &spans(), document)
            }
            Stage::Names => {
                let mut room = read::Room::default();
                let sentences = document.sentences().iter();
                sentences.map(|it| self.names_again(document, it, &mut room)).sum()
            }
        }
    }

    fn encoder_again(
        &self,
        stage: Stage,
        text: &str,
        spans: &[Span],
        document: &Document,
    ) -> usize {
        let mut room = read::Room::default();
        let mut count = 0;
        for batch in read::batches(document.sentences()) {
            self.encode(text, spans, batch, &mut room);
            room.tags.clear();
            match stage {
                Stage::Tags => {
                    self.tagger.tag(&room.encoded, &mut room.tagger, &mut room.tags);
                    count += room.tags.len();
                }
                Stage::Trees => {
                    self.parser.parse(&room.encoded, &mut room.parser, |_, _| count += 1);
                }
                _ => count += room.encoded.tokens(),
            }
        }
        count
    }

    fn names_again(
        &self,
        document: &Document,
        sentence: &Sentence,
        room: &mut read::Room,
    ) -> usize {
        let texts: Vec<&str> = sentence.tokens.iter().map(|id| document.word(id)).collect();
        let tags: Vec<_> = sentence
            .tokens
            .iter()
            .map(|id| document.token(id))
            .map(|token| (token.upos, token.xpos))
            .collect();
        let words: Vec<Word> =
            texts.iter().map(|word| Word::new(word, &self.clusters, &mut room.letters)).collect();
        let mut names = Vec::new();
        hint::hints(&texts, &self.gazetteer, &mut room.hints);
        let view = name::View { words: &words, tags: &tags, hints: &room.hints };
        self.recognizer.find(&view, sentence.tokens.start(), &mut names);
        names.len()
    }
}
