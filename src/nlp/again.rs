//! One stage of the analysis alone, over what a document holds already: for measuring how fast it is.

use super::{Analyzer, Document, quote, read, tokenize, when};
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
        /// Names of people, places and organizations, with the encoder.
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
            Stage::Sentences => self.splitter.split(text, &spans(), &self.clusters).len(),
            Stage::Times => when::find(text, document.tokens(), document.sentences(), None).len(),
            Stage::Quotations => quote::find(text, &spans(), document.sentences()).len(),
            Stage::Lemmas => {
                let mut count = 0;
                self.lemmas(text, document.tokens(), document.sentences(), |_| count += 1);
                count
            }
            Stage::Encoder | Stage::Tags | Stage::Trees | Stage::Names => {
                self.encoder_again(stage, text, &spans(), document)
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
            let first = batch.first().map_or(0, |sentence| sentence.tokens.start());
            match stage {
                Stage::Tags => {
                    self.tagger.tag(&room.encoded, &mut room.tagger, &mut room.tags);
                    count += room.tags.len();
                }
                Stage::Trees => {
                    self.parser.parse(&room.encoded, &mut room.parser, |_, _| count += 1);
                }
                Stage::Names => {
                    self.chain.score(&room.encoded, &mut room.chain);
                    let tags = document.tokens()[first..][..room.encoded.tokens()].iter();
                    room.tags.extend(tags.map(|token| (token.upos, token.xpos)));
                    let mut names = Vec::new();
                    self.names(batch, first, &mut room, &mut names);
                    count += names.len();
                }
                _ => count += room.encoded.tokens(),
            }
        }
        count
    }
}
