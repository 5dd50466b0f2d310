//! What a user sets a field to.

use clap::builder::PossibleValuesParser;

use crate::cli::correct::things;
use crate::correct::{Change, Field, How, Subject, Target};
use crate::record::{ActorKind, LocationKind};
use crate::resolve::new_number;
use crate::store::{Error, Filter, Store};
use crate::text::fold;

/// What empties a field.
const NONE: &str = "none";

/// What a user gives for a field.
pub(super) struct Given<'a> {
    /// The field.
    pub(super) field: Field,
    /// What is to happen to its values.
    pub(super) how: How,
    /// The values.
    pub(super) words: &'a [String],
    /// The kind of things that are to be made where there are none of their name.
    pub(super) new: Option<&'a str>,
}

/// The kinds of things that can be made.
pub(super) fn new_kinds() -> PossibleValuesParser {
    let actors = ActorKind::ALL.iter().map(|kind| kind.as_str());
    PossibleValuesParser::new(actors.chain(LocationKind::ALL.iter().map(|kind| kind.as_str())))
}

/// The correction that sets a field.
pub(super) fn set(store: &Store, target: Target, given: &Given<'_>) -> anyhow::Result<Change> {
    let Given { field, how, words, .. } = *given;
    if !field.is_of(target.thing) {
        let fields: Vec<&str> = Field::ALL
            .iter()
            .filter(|it| it.is_of(target.thing))
            .map(|it| it.as_str())
            .collect();
        anyhow::bail!("{target} has no {field}; it has: {}", fields.join(", "));
    }
    let is_none = how == How::Set && matches!(words, [word] if word == NONE);
    if is_none && matches!(field, Field::Kind | Field::Status) {
        anyhow::bail!("every {} has a {field}; reject it if it is none", target.thing);
    }
    let words = if is_none { &[] } else { words };
    let mut things = Vec::new();
    let mut values = Vec::new();
    match field.refers_to() {
        Some(subject) => {
            for word in words {
                let thing = referred(store, subject, word, given)?;
                values.push(thing.name.clone());
                things.push(thing);
            }
        }
        None if field == Field::Coordinates => {
            values.extend(words.iter().flat_map(|it| it.split([',', ' '])).map(str::to_owned));
            values.retain(|it| !it.is_empty());
        }
        None => {
            for word in words {
                values.push(match field {
                    Field::Affiliation | Field::Country => spelled(store, word)?,
                    _ => word.trim().to_owned(),
                });
            }
        }
    }
    Ok(Change::Set { target, field, how, values, things })
}

/// The thing that a value means, or a new one where the user says so.
fn referred(
    store: &Store,
    subject: Subject,
    word: &str,
    given: &Given<'_>,
) -> anyhow::Result<Target> {
    match (things::one(store, word, Some(subject)), given.new) {
        (Ok(found), _) => Ok(found),
        (Err(_), Some(kind)) if is_unknown(store, subject, word)? && given.how != How::Remove => {
            let fits = match subject {
                Subject::Actor => kind.parse::<ActorKind>().is_ok(),
                _ => kind.parse::<LocationKind>().is_ok(),
            };
            if !fits {
                anyhow::bail!("‘{kind}’ is no kind of {subject}");
            }
            Ok(Target {
                thing: subject,
                number: new_number(subject, word),
                name: word.trim().to_owned(),
                kind: kind.to_owned(),
                country: String::new(),
                count: 0,
                entries: Vec::new(),
                is_new: true,
            })
        }
        (Err(error), None) if is_unknown(store, subject, word)? && given.how != How::Remove => {
            let kind = if subject == Subject::Actor { "person" } else { "city" };
            Err(error.context(format!("no article names ‘{word}’; `--new {kind}` makes it")))
        }
        (Err(error), _) => Err(error),
    }
}

/// Whether a text is a name that nothing of this kind bears.
fn is_unknown(store: &Store, subject: Subject, word: &str) -> Result<bool, Error> {
    if word.trim().parse::<i64>().is_ok() {
        return Ok(false);
    }
    Ok(match subject {
        Subject::Actor => store.actors_named(word)?.is_empty(),
        _ => store.locations_called(word)?.is_empty(),
    })
}

/// The name of a state or organization as the database has it, or else as it was given.
fn spelled(store: &Store, word: &str) -> Result<String, Error> {
    let word = word.trim();
    let filter = Filter { actor: Some(word.to_owned()), ..Filter::default() };
    let mut named: Vec<String> = store
        .list_actors(&filter)?
        .into_iter()
        .filter(|it| it.kind != ActorKind::Person && fold(&it.name) == fold(word))
        .map(|it| it.name)
        .collect();
    named.dedup();
    Ok(match &named[..] {
        [only] => only.clone(),
        _ => word.to_owned(),
    })
}
