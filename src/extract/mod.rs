//! From a document to its record: actors, locations, meetings, statements.

mod actors;
#[cfg(test)]
mod cases;
mod confidence;
mod coreference;
mod draft;
mod finish;
mod forest;
mod listed;
mod locations;
mod meetings;
mod predication;
mod statements;
mod weighed;

pub use confidence::Signal;
pub(crate) use draft::{
    ActorDraft, Context, Draft, Form, Frame, LocationDraft, MeetingDraft, Place, Reference,
    StatementDraft,
};
pub(crate) use meetings::codes::of as codes_of_meeting;
pub use weighed::Weighed;

use crate::nlp::{Analyzer, Role};
use crate::record::{Article, Extraction};
use crate::text::Span;

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
    statements::EXTRACTOR,
    meetings::EXTRACTOR,
];

/// What an article says: its actors, locations, meetings and statements.
#[must_use]
pub fn extract(article: &Article, analyzer: &Analyzer) -> Extraction {
    let document = analyzer.analyze(&article.text, article.published);
    let context = Context { article, document: &document, gazetteer: analyzer.gazetteer() };
    finish::finish(&context, draft(&context))
}

/// The signals of the meetings and of the statements of a record, in their order: what tells how sure each reading is.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// Those of the meetings.
    pub meetings: Vec<Vec<Signal>>,
    /// Those of the statements.
    pub statements: Vec<Vec<Signal>>,
    /// What was weighed for each meeting.
    pub weighed: Weighed,
}

/// What an article says, and what tells how sure that is: for learning [`Signal`]s' weights.
#[must_use]
pub fn extract_with_signals(article: &Article, analyzer: &Analyzer) -> (Extraction, Signals) {
    let document = analyzer.analyze(&article.text, article.published);
    let context = Context { article, document: &document, gazetteer: analyzer.gazetteer() };
    let mut draft = Draft { weighed: Some(Weighed::default()), ..Draft::default() };
    run(&context, &mut draft);
    let mut weighed = draft.weighed.take().unwrap_or_default();
    weighed.name(&article.text, &draft);
    let signals = Signals {
        meetings: draft.meetings.iter().map(|it| it.signals.clone()).collect(),
        statements: draft.statements.iter().map(|it| it.signals.clone()).collect(),
        weighed,
    };
    (finish::finish(&context, draft), signals)
}

/// A statement as the text has it: the bytes of its source, its cue and what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The head of the words for the source.
    pub source: Span,
    /// The words that attribute.
    pub cue: Span,
    /// What is said.
    pub content: Vec<Span>,
}

/// What an article attributes, by the places of the words.
#[derive(Clone, Debug, Default)]
pub struct Attributions {
    /// Its statements.
    pub statements: Vec<Attribution>,
    /// The words for sources, cues and contents, also of thoughts.
    pub passages: Vec<(Role, Span)>,
}

/// What an article attributes, for comparison with other annotations.
#[must_use]
pub fn attributions(article: &Article, analyzer: &Analyzer) -> Attributions {
    let document = analyzer.analyze(&article.text, article.published);
    let context = Context { article, document: &document, gazetteer: analyzer.gazetteer() };
    let statements = draft(&context).statements.into_iter();
    let passages = document.passages().iter();
    Attributions {
        statements: statements
            .map(|it| Attribution { source: it.voice, cue: it.cue_at, content: it.content })
            .collect(),
        passages: passages.map(|it| (it.role, document.span(it.tokens))).collect(),
    }
}

/// Whether the words of a cue are of speech: a verb of the learned list, or "according to".
#[must_use]
pub fn is_speech(words: &str, analyzer: &Analyzer) -> bool {
    let document = analyzer.analyze(words, None);
    document.all().iter().any(|id| {
        document.word(id).eq_ignore_ascii_case("according")
            || statements::is_cue(document.lemma(id))
            || statements::is_cue(&document.word(id).to_lowercase())
    })
}

/// Runs the extractors.
fn draft(context: &Context<'_>) -> Draft {
    let mut draft = Draft::default();
    run(context, &mut draft);
    draft
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    for extractor in EXTRACTORS {
        (extractor.find)(context, draft);
    }
}

/// What the extractors find, in the order in which they run.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    EXTRACTORS.iter().map(|extractor| extractor.name)
}
