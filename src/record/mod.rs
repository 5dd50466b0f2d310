//! What one article says: the article itself, and the record extracted from it.
//!
//! The fields and their names are a contract with users (`schema/extraction.schema.json`).

mod article;
mod entry;
mod reference;

pub use article::Article;
pub use entry::{
    ActorEntry, ActorKind, Codes, Excerpt, Extraction, LocationEntry, LocationKind, MeetingEntry,
    MeetingKind, MeetingStatus, Speaker, Statement, StatementKind, Tone,
};
pub use reference::{ActorRef, LocationRef, MeetingRef, StatementRef};
