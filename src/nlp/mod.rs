//! From a text to its analysis: tokens, sentences, tags, trees, names, attributions, encounters, times,
//! quotations.
//!
//! Every text has an analysis, the same on every machine.

mod again;
mod attribution;
mod chain;
mod check;
pub mod conllu;
mod document;
mod encoder;
mod encounter;
mod hint;
mod joined;
mod lemma;
mod lexicon;
mod matrix;
mod mend;
mod name;
mod parse;
mod perceptron;
mod processor;
mod quote;
mod read;
mod sentence;
mod table;
mod tag;
mod tags;
mod tokenize;
#[cfg(feature = "training")]
pub mod train;
mod tree;
mod when;
mod word;

pub use again::Stage;
pub use document::{
    Document, Encounter, Lemmas, Name, Open, Parts, Passage, Quotation, Sentence, Setting, Time,
    Token, TokenId, TokenRange,
};
pub use tags::{NameKind, Relation, Role, Upos, Xpos};
pub use tokenize::tokenize;

use crate::date::Date;
use crate::gazetteer::{Gazetteer, Given};
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

/// The expressions of time in a question that is asked on a day, with what they mean.
///
/// A question is no news: it is read without its tree, and its verbs are known by their words.
#[must_use]
pub fn read_times(question: &str, today: Date) -> Vec<(Span, Option<Date>)> {
    /// Forms of verbs that are past.
    const PAST: &[&str] =
        &["did", "was", "were", "had", "met", "said", "spoke", "visited", "talked", "happened"];
    let tokens: Vec<Token> = tokenize(question)
        .into_iter()
        .map(|span| {
            let is_past = PAST.iter().any(|it| it.eq_ignore_ascii_case(span.of(question)));
            let (upos, xpos) =
                if is_past { (Upos::Verb, Xpos::Vbd) } else { (Upos::ProperNoun, Xpos::Nnp) };
            Token { span, upos, xpos, head: None, relation: Relation::Dep }
        })
        .collect();
    let whole = Sentence { tokens: TokenRange::new(0, tokens.len()), paragraph: 0 };
    when::find(question, &tokens, &[whole], Some(today))
        .into_iter()
        .map(|time| {
            let first = tokens[time.tokens.start()].span;
            (first.cover(tokens[time.tokens.end() - 1].span), time.date)
        })
        .collect()
}

/// Where the sentences of a text begin and end, as its analysis has them, without the rest of it.
#[derive(Debug)]
pub struct Sentences {
    clusters: word::Clusters,
    splitter: sentence::Splitter,
}

impl Sentences {
    /// Takes the embedded models.
    #[must_use]
    pub fn load() -> Self {
        Self {
            clusters: word::Clusters::new(MODELS.clusters),
            splitter: sentence::Splitter::new(MODELS.sentences),
        }
    }

    /// The sentences of a text, in bytes, in their order.
    #[must_use]
    pub fn of(&self, text: &str) -> Vec<Span> {
        let spans = tokenize(text);
        let sentences = self.splitter.split(text, &spans, &self.clusters);
        let span = |it: &Sentence| spans[it.tokens.start()].cover(spans[it.tokens.end() - 1]);
        sentences.iter().map(span).collect()
    }
}

/// The models, and what is known of the world: all that the analysis of a text needs.
#[derive(Debug)]
pub struct Analyzer {
    gazetteer: Gazetteer,
    clusters: word::Clusters,
    encoder: encoder::Encoder,
    tagger: tag::Tagger,
    parser: parse::Parser,
    splitter: sentence::Splitter,
    lemmatizer: lemma::Lemmatizer,
    chain: chain::Chain,
    recognizer: name::Recognizer,
    attributer: attribution::Attributer,
    finder: encounter::Finder,
    rooms: read::Rooms,
}

/// The files of the models.
struct Models {
    attribution: &'static [u8],
    clusters: &'static [u8],
    /// The encoder, and what reads parts of speech and trees from it.
    encoder: &'static [u8],
    encounters: &'static [u8],
    lemmas: &'static [u8],
    names: &'static [u8],
    sentences: &'static [u8],
}

/// The embedded models.
const MODELS: Models = Models {
    attribution: include_bytes!("../../models/attribution.bin"),
    clusters: include_bytes!("../../models/clusters.bin"),
    encoder: include_bytes!("../../models/encoder.bin"),
    encounters: include_bytes!("../../models/encounters.bin"),
    lemmas: include_bytes!("../../models/lemmas.bin"),
    names: include_bytes!("../../models/names.bin"),
    sentences: include_bytes!("../../models/sentences.bin"),
};

impl Analyzer {
    /// Takes the embedded models.
    #[must_use]
    pub fn load() -> Self {
        Self::with(&[])
    }

    /// Takes the embedded models, and puts what users told of before what is known.
    #[must_use]
    pub fn with(given: &[Given]) -> Self {
        Self::new(&MODELS, Gazetteer::with(given), processor::Processor::detect())
    }

    fn new(models: &Models, gazetteer: Gazetteer, processor: processor::Processor) -> Self {
        let mut reader = table::Reader::new(models.encoder);
        Self {
            gazetteer,
            clusters: word::Clusters::new(models.clusters),
            encoder: encoder::Encoder::read(&mut reader, processor),
            tagger: tag::Tagger::read(&mut reader, processor),
            parser: parse::Parser::read(&mut reader, processor),
            splitter: sentence::Splitter::new(models.sentences),
            lemmatizer: lemma::Lemmatizer::new(models.lemmas),
            chain: chain::Chain::read(&mut reader, processor),
            recognizer: name::Recognizer::new(models.names),
            attributer: attribution::Attributer::read(
                &mut table::Reader::new(models.attribution),
                processor,
            ),
            finder: encounter::Finder::read(&mut table::Reader::new(models.encounters), processor),
            rooms: read::Rooms::default(),
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
        let sentences = self.splitter.split(text, &spans, &self.clusters);
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
        let mut lemmas = Lemmas::default();
        let quotations = quote::find(text, spans, &sentences);
        let read::Reading { mut tokens, mut names, passages, encounters, across, settings } =
            self.read(text, spans, &sentences, &quotations);
        mend::inverted(text, &mut tokens);
        self.lemmas(text, &tokens, &sentences, |lemma| lemmas.push(lemma));
        encounter::sites(&tokens, &settings, &mut names);
        let told = (&encounters[..], &settings[..]);
        encounter::people((text, spans), &self.gazetteer, &tokens, told, &mut names);
        name::part(text, spans, &self.gazetteer, &mut names);
        mend::mend(text, &tokens, &self.gazetteer, &mut names);
        mend::listed(text, &tokens, (&self.gazetteer, &self.clusters), &mut names);
        name::given(text, spans, &sentences, &self.gazetteer, &mut names);
        name::agree(text, spans, &sentences, &mut names);
        name::place(text, spans, &mut names);
        let mut times = when::find(text, &tokens, &sentences, published);
        // Jan Lund, April Rowe and Theresa May are people, not months.
        times.retain(|time| {
            let at = names.partition_point(|name| name.tokens.end() <= time.tokens.start());
            !names.get(at).is_some_and(|name| {
                name.kind == NameKind::Person && name.tokens.contains(time.tokens)
            })
        });
        Document::new(Parts {
            text: text.to_owned(),
            tokens,
            lemmas,
            sentences,
            names,
            times,
            quotations,
            passages,
            encounters,
            across,
            settings,
        })
    }

    /// The lemma of each token in turn.
    fn lemmas(
        &self,
        text: &str,
        tokens: &[Token],
        sentences: &[Sentence],
        mut found: impl FnMut(&str),
    ) {
        let mut lemma = String::new();
        for sentence in sentences {
            let mut place = lemma::Place::First;
            for token in &tokens[sentence.tokens.start()..sentence.tokens.end()] {
                let word = token.span.of(text);
                let form = lemma::Form { word, upos: token.upos, xpos: token.xpos, place };
                self.lemmatizer.find(form, &self.clusters, &mut lemma);
                found(&lemma);
                place = place.after(word);
            }
        }
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

    /// Each token's tags, head and relation.
    fn found(document: &Document) -> Vec<(Upos, Xpos, Option<usize>, Relation)> {
        let start = |token: &Token| {
            let at = document
                .sentences()
                .iter()
                .find(|it| token.head.is_some_and(|head| it.tokens.has(head)));
            at.map_or(0, |it| it.tokens.start())
        };
        let tokens = document.tokens().iter();
        tokens
            .map(|it| {
                let head = it.head.map(|head| head.index() - start(it));
                (it.upos, it.xpos, head, it.relation)
            })
            .collect()
    }

    const TEXT: &str = "Ministers of 12 states met in Oslo on Friday. \"We agreed on very little,\" \
        said Ms. Okafor, who had arrived late! The talks, which began in March, go on: nobody \
        knows for how long. TALKS FAIL AGAIN";

    #[test]
    fn every_processor_gives_the_same_analysis() {
        let text = TEXT.repeat(9);
        let plain = Analyzer::new(&MODELS, Gazetteer::load(), processor::Processor::Plain)
            .analyze(&text, None);
        let own = Analyzer::load().analyze(&text, None);
        assert_eq!(found(&plain), found(&own));
        assert_eq!(plain.passages(), own.passages());
        assert_eq!(plain.encounters(), own.encounters());
        assert_eq!(plain.encounters_across(), own.encounters_across());
        assert_eq!(plain.settings(), own.settings());
    }

    #[test]
    fn who_may_have_met_whom_is_found() {
        let analyzer = Analyzer::load();
        let chance = |text: &str| {
            let document = analyzer.analyze(text, None);
            document.encounters().iter().map(|it| it.chance).max().unwrap_or(0)
        };
        assert!(chance("Ada Okafor took the border question up with Bjarne Lund on Monday.") > 50);
        assert!(chance("Ada Okafor succeeded Bjarne Lund as minister on Monday.") < 50);
    }

    #[test]
    fn who_is_listed_with_people_is_one() {
        let text = "Talks in Geneva brought together Ioana Petrescu, Thabo Nkosi and Ada Okafor on Monday. \
                    Bjarne Lund and Altinkum Mining signed another agreement.";
        let document = Analyzer::load().analyze(text, None);
        let kind = |name: &str| {
            let mut all = document.names().iter();
            all.find(|it| document.text_of(it.tokens) == name).map(|it| it.kind)
        };
        assert_eq!(kind("Ada Okafor"), Some(NameKind::Person));
        assert_ne!(kind("Altinkum Mining"), Some(NameKind::Person));
    }

    #[test]
    fn where_and_when_is_found() {
        let text = "Ada Okafor met Bjarne Lund in Sandvik on Monday, after a strike in Oslo.";
        let document = Analyzer::load().analyze(text, None);
        let told = |word: &str| {
            let of = document.settings().iter().filter(|it| document.word(it.at) == word);
            of.map(|it| (it.place, it.time)).fold((0, 0), |a, b| (a.0.max(b.0), a.1.max(b.1)))
        };
        let (site, time, other) = (told("Sandvik"), told("Monday"), told("Oslo"));
        assert!(site.0 > 60 && site.1 < 20, "{site:?}");
        assert!(time.1 > 60 && time.0 < 20, "{time:?}");
        assert!(other.0 < 50, "{other:?}");
    }

    #[test]
    fn who_is_told_in_the_next_sentence_is_found() {
        let chance = |next: &str| {
            let text = format!("Ada Okafor met Bjarne Lund in Sandvik on Monday. {next}");
            let document = Analyzer::load().analyze(&text, None);
            document.encounters_across().iter().map(|it| it.chance).max().unwrap_or(0)
        };
        let present = chance("The meeting was also attended by Foreign Minister Xin Mei.");
        let absent = chance("Xin Mei, a member of the opposition, called it a waste of time.");
        assert!(present > 50 && absent < 30, "{present}, {absent}");
    }

    #[test]
    fn who_says_what_is_found() {
        let document = Analyzer::load().analyze("The talks went well, Ada Okafor said.", None);
        let passages = document.passages().iter();
        let found: Vec<_> = passages.map(|it| (document.text_of(it.tokens), it.role)).collect();
        assert_eq!(
            found,
            [
                ("The talks went well", Role::Content),
                ("Ada Okafor", Role::Source),
                ("said", Role::Cue),
            ]
        );
    }

    #[test]
    fn a_sentence_alone_is_read_as_among_others() {
        let analyzer = Analyzer::load();
        let document = analyzer.analyze(TEXT, None);
        let mut alone = Vec::new();
        for sentence in document.sentences() {
            let text = document.text_of(sentence.tokens);
            alone.extend(found(&analyzer.analyze(text, None)));
        }
        assert_eq!(found(&document), alone);
    }

    #[test]
    fn a_sentence_that_is_read_in_parts_has_one_root() {
        let text = "delegates and ".repeat(700);
        let spans = tokenize(&text);
        let whole = Sentence { tokens: TokenRange::new(0, spans.len()), paragraph: 0 };
        let document = Analyzer::load().analyze_tokens(&text, &spans, vec![whole], None);
        let roots = document.tokens().iter().filter(|token| token.head.is_none()).count();
        assert_eq!(roots, 1);
    }

    #[test]
    fn lines_that_were_joined_part_and_names_do_not() {
        let analyzer = Analyzer::load();
        let sentences = |text: &str| {
            let document = analyzer.analyze(text, None);
            let all = document.sentences().iter();
            all.map(|it| document.text_of(it.tokens).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            sentences("The food was great :) We will come again. I waited... and then he came."),
            ["The food was great :)", "We will come again.", "I waited... and then he came."]
        );
        assert_eq!(
            sentences("Robert Lund 08/16/2000 12:05 PM I just wanted to send you a quick note."),
            ["Robert Lund", "08/16/2000 12:05 PM", "I just wanted to send you a quick note."]
        );
        assert_eq!(sentences("Foreign Minister Ada Okafor met Envoy Jan Lund in Oslo.").len(), 1);
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
