//! Corrections in words, and which words their values may be.

use std::fmt;
use std::str::FromStr;

use super::{Change, Field, How, Subject, Target};
use crate::date::Date;
use crate::record::{ActorKind, LocationKind, MeetingKind, MeetingStatus};

/// Fails unless the values of a field are of its vocabulary.
pub(super) fn check_values(
    subject: Subject,
    field: Field,
    values: &[String],
) -> Result<(), String> {
    let one = || match values {
        [only] => Ok(only.as_str()),
        _ => Err(format!("the {field} takes one value")),
    };
    match field {
        Field::Kind => match subject {
            Subject::Actor => is_word::<ActorKind>(one()?),
            Subject::Location => is_word::<LocationKind>(one()?),
            Subject::Meeting => is_word::<MeetingKind>(one()?),
        },
        Field::Status => is_word::<MeetingStatus>(one()?),
        Field::Date if values.is_empty() => Ok(()),
        Field::Date => is_word::<Date>(one()?),
        Field::Coordinates if values.is_empty() => Ok(()),
        Field::Coordinates => match coordinates(values) {
            Some(_) => Ok(()),
            None => Err(format!(
                "‘{}’ are no degrees north (-90 to 90) and east (-180 to 180)",
                values.join(" ")
            )),
        },
        Field::Country if values.is_empty() => Ok(()),
        Field::Country => one().map(|_| ()),
        _ => match values.iter().find(|it| it.trim().is_empty()) {
            Some(_) => Err(format!("a {field} has a name")),
            None => Ok(()),
        },
    }
}

fn is_word<T: FromStr>(word: &str) -> Result<(), String>
where
    T::Err: fmt::Display,
{
    word.parse::<T>().map(|_| ()).map_err(|error| error.to_string())
}

/// The degrees north and east that two words are.
pub(crate) fn coordinates(values: &[String]) -> Option<(f64, f64)> {
    let [north, east] = values else { return None };
    let number = |word: &str, most: f64| {
        word.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
    };
    Some((number(north, 90.0)?, number(east, 180.0)?))
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} “{}” ({})", self.thing, self.name, self.number)
    }
}

/// What is decided, as one sentence.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Merge { into, from } => {
                let from: Vec<String> = from.iter().map(ToString::to_string).collect();
                write!(f, "merge {} into {into}", from.join(" and "))
            }
            Self::Split { rest, part, name } => {
                let mut articles: Vec<&str> = part.iter().map(|it| it.article.as_str()).collect();
                articles.dedup();
                let shown = articles.iter().take(3).copied().collect::<Vec<_>>().join(", ");
                let more = if articles.len() > 3 {
                    format!(" and {} more", articles.len() - 3)
                } else {
                    String::new()
                };
                write!(f, "split {rest}: what {shown}{more} tell")?;
                if part.len() == 1 {
                    f.write_str("s")?;
                }
                f.write_str(" is another")?;
                if name.is_empty() { Ok(()) } else { write!(f, ", “{name}”") }
            }
            Self::Rename { target, name } => write!(f, "rename {target} to “{name}”"),
            Self::Set { target, field, how, values, .. } => {
                let values =
                    if *field == Field::Coordinates { values.join(" ") } else { values.join("; ") };
                match how {
                    How::Set if values.is_empty() => write!(f, "set {field} of {target} to none"),
                    How::Set => write!(f, "set {field} of {target} to {values}"),
                    How::Add => write!(f, "add {field} {values} to {target}"),
                    How::Remove => write!(f, "remove {field} {values} from {target}"),
                }
            }
            Self::Reject { target } => write!(f, "reject {target}"),
            // Which one it takes back is told by its number, which differs from database to database.
            Self::Undo { .. } => f.write_str("undo"),
        }
    }
}
