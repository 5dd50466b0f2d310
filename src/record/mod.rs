//! What one article says: the article itself, and the record extracted from it.
//!
//! The fields and their names are a contract with users (`schema/extraction.schema.json`).

mod article;
mod check;
mod confidence;
mod entry;
mod id;
mod reference;

pub use article::Article;
pub use confidence::{Confidence, NoConfidence};
pub use entry::{
    ActorEntry, ActorKind, Codes, Excerpt, Extraction, LocationEntry, LocationKind, MeetingEntry,
    MeetingKind, MeetingStatus, Speaker, Statement, StatementKind, Tone,
};
pub use id::{ActorId, CorrectionId, LocationId, MeetingId, StatementId};
pub use reference::{ActorRef, LocationRef, MeetingRef, StatementRef};

/// The JSON Schema of [`Extraction`], as in `schema/extraction.schema.json`.
///
/// # Panics
///
/// Never: a schema is plain data.
#[must_use]
pub fn schema() -> String {
    let schema = schemars::schema_for!(Extraction);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
    text.push('\n');
    text
}
