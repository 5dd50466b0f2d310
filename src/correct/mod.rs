//! What people hold against the program's reading: corrections, and what each is about.
//!
//! A correction names no rows, which come and go, but [`Anchor`]s: the article and the words by
//! which an entry is found again after the article was removed and added, or read by a newer
//! version. Corrections are plain data; [`crate::resolve`] applies them.

mod anchor;
mod find;
mod log;
mod tell;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use anchor::{Anchor, Target};
pub use find::{Finder, Named, Place};
pub use log::{Corrections, Standing, Wanted};
pub(crate) use tell::coordinates;

use crate::text::fingerprint;
use crate::vocabulary;

vocabulary! {
    /// What kind of thing a correction is about.
    pub enum Subject {
        /// An actor.
        Actor = "actor",
        /// A location.
        Location = "location",
        /// A meeting.
        Meeting = "meeting",
    }
}

vocabulary! {
    /// What of a thing is set.
    pub enum Field {
        /// Its kind.
        Kind = "kind",
        /// For whom an actor acts.
        Affiliation = "affiliation",
        /// The offices of an actor.
        Role = "role",
        /// The country that a location lies in.
        Country = "country",
        /// Degrees north and east of a location.
        Coordinates = "coordinates",
        /// When a meeting is.
        Date = "date",
        /// How far a meeting has come.
        Status = "status",
        /// Where a meeting is, most specific first.
        Place = "place",
        /// Who takes part in a meeting.
        Participant = "participant",
        /// Who of the participants receives the others.
        Host = "host",
        /// Who of the participants mediates between the others.
        Mediator = "mediator",
    }
}

impl Field {
    /// Whether things of this kind have it.
    #[must_use]
    pub fn is_of(self, subject: Subject) -> bool {
        match self {
            Self::Kind => true,
            Self::Affiliation | Self::Role => subject == Subject::Actor,
            Self::Country | Self::Coordinates => subject == Subject::Location,
            _ => subject == Subject::Meeting,
        }
    }

    /// Whether it holds several values, so that some can be added and removed.
    #[must_use]
    pub fn is_list(self) -> bool {
        !matches!(self, Self::Kind | Self::Country | Self::Coordinates | Self::Date | Self::Status)
    }

    /// What its values are, where they are things that have a number themselves.
    #[must_use]
    pub fn refers_to(self) -> Option<Subject> {
        match self {
            Self::Place => Some(Subject::Location),
            Self::Participant | Self::Host | Self::Mediator => Some(Subject::Actor),
            _ => None,
        }
    }
}

vocabulary! {
    /// What happens to the values of a field.
    pub enum How {
        /// They are these and no others.
        Set = "set",
        /// These come to them.
        Add = "add",
        /// These go.
        Remove = "remove",
    }
}

/// One decision of a person: what, who, when, why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// What tells it from all others, in whatever database: made of all the rest.
    #[serde(default)]
    pub uid: String,
    /// When it was decided. Of two that contradict each other, the later holds.
    pub time: Timestamp,
    /// Who decided it.
    pub author: String,
    /// Why, or empty.
    #[serde(default)]
    pub reason: String,
    /// What was decided.
    #[serde(flatten)]
    pub change: Change,
}

impl Correction {
    /// The correction with the id that its content gives it.
    #[must_use]
    pub fn new(time: Timestamp, author: &str, reason: &str, change: Change) -> Self {
        let mut correction = Self {
            uid: String::new(),
            time,
            author: author.to_owned(),
            reason: reason.to_owned(),
            change,
        };
        correction.uid = correction.own_uid();
        correction
    }

    /// The id that its content gives it.
    fn own_uid(&self) -> String {
        let bare = Self { uid: String::new(), ..self.clone() };
        let content = serde_json::to_string(&bare).expect("a correction is plain data");
        fingerprint(&[&content])
    }

    /// Takes in what comes from elsewhere: gives it its id, if it has none.
    ///
    /// # Errors
    ///
    /// What does not hold: it was changed after it got its id, or makes no sense.
    pub fn received(mut self) -> Result<Self, String> {
        let own = self.own_uid();
        if self.uid.is_empty() {
            self.uid = own;
        } else if self.uid != own {
            return Err(
                "it was changed after it was written; without its `uid` it is a correction of its \
                        own"
                .to_owned(),
            );
        }
        self.change.check()?;
        Ok(self)
    }
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum Change {
    /// Several things are one, which keeps the number, name and kind of the first.
    Merge {
        /// What the others become part of.
        into: Target,
        /// The others.
        from: Vec<Target>,
    },
    /// Some entries of a thing are another thing.
    Split {
        /// What stays; its entries are those that stay.
        rest: Target,
        /// The entries that become a thing of their own.
        part: Vec<Anchor>,
        /// What the new thing is called, or empty for what its entries call it.
        #[serde(default)]
        name: String,
    },
    /// A thing is called otherwise.
    Rename {
        /// The thing.
        target: Target,
        /// Its name.
        name: String,
    },
    /// Something of a thing is otherwise.
    Set {
        /// The thing.
        target: Target,
        /// What of it.
        field: Field,
        /// What happens to the values.
        how: How,
        /// The values, as words.
        values: Vec<String>,
        /// The same as things, for fields that refer to things.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        things: Vec<Target>,
    },
    /// A thing is none: nothing of this kind is there.
    Reject {
        /// The thing.
        target: Target,
    },
    /// Another correction is taken back.
    Undo {
        /// The id of the other.
        undone: String,
    },
}

impl Change {
    /// The word for what is done.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
            Self::Rename { .. } => "rename",
            Self::Set { .. } => "set",
            Self::Reject { .. } => "reject",
            Self::Undo { .. } => "undo",
        }
    }

    /// The thing that it is about; none for taking back another.
    #[must_use]
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::Merge { into: target, .. }
            | Self::Split { rest: target, .. }
            | Self::Rename { target, .. }
            | Self::Set { target, .. }
            | Self::Reject { target } => Some(target),
            Self::Undo { .. } => None,
        }
    }

    /// Why it makes no sense, if it makes none: as a file from elsewhere may have it.
    ///
    /// # Errors
    ///
    /// What does not hold.
    pub fn check(&self) -> Result<(), String> {
        let Some(target) = self.target() else { return Ok(()) };
        let subject = target.thing;
        if target.entries.is_empty() && !target.is_new {
            return Err(format!("the {subject} ‘{}’ has no entries to find it by", target.name));
        }
        match self {
            Self::Merge { from, .. } => {
                if from.is_empty() || from.iter().any(|it| it.thing != subject) {
                    return Err(format!("a merge joins one {subject} with others"));
                }
                if from.iter().any(|it| it.entries.is_empty()) {
                    return Err(format!("one {subject} of the merge has no entries to find it by"));
                }
            }
            Self::Split { part, .. } if part.is_empty() => {
                return Err("a split names the entries of the part".to_owned());
            }
            Self::Rename { name, .. } if name.trim().is_empty() || subject == Subject::Meeting => {
                return Err(format!("no {subject} is called ‘{name}’"));
            }
            Self::Set { field, how, values, things, .. } => {
                if !field.is_of(subject) {
                    return Err(format!("no {subject} has a {field}"));
                }
                if *how != How::Set && !field.is_list() {
                    return Err(format!("the {field} is one value; set it"));
                }
                let fits = field.refers_to().is_none_or(|of| {
                    things.len() == values.len() && things.iter().all(|it| it.thing == of)
                });
                if !fits {
                    return Err(format!("the values of {field} are no things of its kind"));
                }
                tell::check_values(subject, *field, values)?;
            }
            _ => {}
        }
        Ok(())
    }
}
