//! From a text to its analysis: tokens, sentences, tags, trees, names, times, quotations.
//!
//! Every text has an analysis, the same on every machine.

mod again;
pub mod conllu;
mod document;
mod lemma;
mod name;
mod parse;
mod perceptron;
mod quote;
mod sentence;
mod tag;
mod tags;
mod tokenize;
#[cfg(feature = "training")]
pub mod train;
mod when;

pub use again::Stage;
pub use document::{
    Document, Lemmas, Name, Parts, Quotation, Sentence, Time, Token, TokenId, TokenRange,
};
pub use sentence::split;
pub use tags::{NameKind, Relation, Upos, Xpos};
pub use tokenize::tokenize;

use crate::date::Date;
use crate::gazetteer::Gazetteer;
use crate::text::Span;

/// The date that a short text gives in words, such as "6 December 2025" or "Dec. 6, 2025".
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    let tokens: Vec<Token> = tokenize(text)
        .into_iter()
        .map(|span| Token {
            span,
            upos: Upos::ProperNoun,
            xpos: Xpos::Nnp,
            head: None,
            relation: Relation::Dep,
        })
        .collect();
    let whole = Sentence { tokens: TokenRange::new(0, tokens.len()), paragraph: 0 };
    when::find(text, &tokens, &[whole], None).into_iter().find_map(|time| time.date)
}

/// The models, and what is known of the world: all that the analysis of a text needs.
#[derive(Debug)]
pub struct Analyzer {
    gazetteer: Gazetteer,
    clusters: tag::Clusters,
    tagger: tag::Tagger,
    lemmatizer: lemma::Lemmatizer,
    parser: parse::Parser,
    recognizer: name::Recognizer,
}

impl Analyzer {
    /// Takes the embedded models.
    #[must_use]
    pub fn load() -> Self {
        Self {
            gazetteer: Gazetteer::load(),
            clusters: tag::Clusters::new(include_bytes!("../../models/clusters.bin")),
            tagger: tag::Tagger::new(include_bytes!("../../models/tagger.bin")),
            lemmatizer: lemma::Lemmatizer::new(include_bytes!("../../models/lemmas.bin")),
            parser: parse::Parser::new(include_bytes!("../../models/parser.bin")),
            recognizer: name::Recognizer::new(include_bytes!("../../models/names.bin")),
        }
    }

    /// What is known of the world.
    #[must_use]
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// Analyzes a text that was published on some day.
    #[must_use]
    pub fn analyze(&self, text: &str, published: Option<Date>) -> Document {
        let spans = tokenize(text);
        let sentences = split(text, &spans);
        self.analyze_tokens(text, &spans, sentences, published)
    }

    /// Analyzes a text whose tokens and sentences are known.
    ///
    /// # Panics
    ///
    /// If the sentences do not cover the tokens.
    #[must_use]
    pub fn analyze_tokens(
        &self,
        text: &str,
        spans: &[Span],
        sentences: Vec<Sentence>,
        published: Option<Date>,
    ) -> Document {
        let mut tokens: Vec<Token> = Vec::with_capacity(spans.len());
        let mut lemmas = Lemmas::default();
        let mut names = Vec::new();
        let mut room = parse::Room::default();
        let (mut buffer, mut words, mut tags) = (String::new(), Vec::new(), Vec::new());
        let (mut texts, mut hints) = (Vec::new(), Vec::new());
        for sentence in &sentences {
            let range = sentence.tokens.start()..sentence.tokens.end();
            texts.clear();
            texts.extend(spans[range.clone()].iter().map(|span| span.of(text)));
            words.clear();
            words
                .extend(texts.iter().map(|word| tag::Word::new(word, &self.clusters, &mut buffer)));
            tags.clear();
            self.tagger.tag(&words, &mut tags);
            name::hints(&texts, &self.gazetteer, &mut hints);
            let view = name::View { words: &words, tags: &tags, hints: &hints };
            self.recognizer.find(&view, range.start, &mut names);
            let mut at = range.start;
            self.parser.parse(&words, &tags, &mut room, |head, relation| {
                let (upos, xpos) = tags[at - range.start];
                let head = head.map(|head| TokenId::new(range.start + head));
                tokens.push(Token { span: spans[at], upos, xpos, head, relation });
                at += 1;
            });
            let mut place = lemma::Place::First;
            for (&word, &(upos, xpos)) in texts.iter().zip(&tags) {
                self.lemmatizer.find(lemma::Form { word, upos, xpos, place }, &mut buffer);
                lemmas.push(&buffer);
                place = place.after(word);
            }
        }
        name::agree(text, spans, &sentences, &mut names);
        let mut times = when::find(text, &tokens, &sentences, published);
        // Jan Lund, April Rowe and Theresa May are people, not months.
        times.retain(|time| {
            let at = names.partition_point(|name| name.tokens.end() <= time.tokens.start());
            !names.get(at).is_some_and(|name| {
                name.kind == NameKind::Person && name.tokens.contains(time.tokens)
            })
        });
        let quotations = quote::find(text, spans, &sentences);
        Document::new(Parts {
            text: text.to_owned(),
            tokens,
            lemmas,
            sentences,
            names,
            times,
            quotations,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_are_found_and_days_resolved() {
        let text = "Foreign Minister Adaeze Okwuosa met Bjarne Lundqvist in Nairobi on Friday.";
        let published = "2017-02-19".parse().expect("a day");
        let document = Analyzer::load().analyze(text, Some(published));
        let names: Vec<_> =
            document.names().iter().map(|it| (document.text_of(it.tokens), it.kind)).collect();
        assert_eq!(
            names,
            [
                ("Adaeze Okwuosa", NameKind::Person),
                ("Bjarne Lundqvist", NameKind::Person),
                ("Nairobi", NameKind::Location),
            ]
        );
        let time = document.times().first().and_then(|time| time.date);
        assert_eq!(time, "2017-02-17".parse().ok());
    }

    #[test]
    fn a_name_of_a_person_is_no_month() {
        let text = "Foreign Minister Ada Okafor of Kenya met Envoy Jan Lund of Norway in Oslo.";
        assert!(Analyzer::load().analyze(text, None).times().is_empty());
    }

    #[test]
    fn without_a_date_of_publication_weekdays_stay_unresolved() {
        let document = Analyzer::load().analyze("They met on Friday.", None);
        assert_eq!(document.times().len(), 1);
        assert_eq!(document.times()[0].date, None);
    }
}
