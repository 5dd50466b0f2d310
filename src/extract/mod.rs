//! From a document to its record: actors, locations, meetings, statements.

mod actors;
#[cfg(test)]
mod cases;
mod coreference;
mod draft;
mod finish;
mod locations;
mod meetings;
mod predication;
mod statements;

pub(crate) use draft::{
    ActorDraft, Context, Draft, Form, LocationDraft, MeetingDraft, Place, Reference, StatementDraft,
};

use crate::nlp::Analyzer;
use crate::record::{Article, Extraction};

/// A kind of thing that is found in articles.
pub(crate) struct Extractor {
    /// What it finds, in the plural.
    pub(crate) name: &'static str,
    /// Finds it, given what the extractors before it found.
    pub(crate) find: fn(&Context<'_>, &mut Draft),
}

/// All extractors, in the order in which they run: each may use what those before it found.
pub(crate) const EXTRACTORS: &[Extractor] = &[
    locations::EXTRACTOR,
    actors::EXTRACTOR,
    coreference::EXTRACTOR,
    meetings::EXTRACTOR,
    statements::EXTRACTOR,
];

/// What an article says: its actors, locations, meetings and statements.
#[must_use]
pub fn extract(article: &Article, analyzer: &Analyzer) -> Extraction {
    let document = analyzer.analyze(&article.text, article.published);
    let context = Context { article, document: &document, gazetteer: analyzer.gazetteer() };
    let mut draft = Draft::default();
    for extractor in EXTRACTORS {
        (extractor.find)(&context, &mut draft);
    }
    finish::finish(&context, draft)
}

/// What the extractors find, in the order in which they run.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    EXTRACTORS.iter().map(|extractor| extractor.name)
}
