//! From a document to its record: actors, locations, meetings, statements.

mod draft;

pub(crate) use draft::{
    ActorDraft, Context, Draft, Form, LocationDraft, MeetingDraft, Place, Reference, StatementDraft,
};

/// A kind of thing that is found in articles.
pub(crate) struct Extractor {
    /// What it finds, in the plural.
    pub(crate) name: &'static str,
    /// Finds it, given what the extractors before it found.
    pub(crate) find: fn(&Context<'_>, &mut Draft),
}

/// All extractors, in the order in which they run: each may use what those before it found.
pub(crate) const EXTRACTORS: &[Extractor] = &[];
