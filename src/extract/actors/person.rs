//! Personal names: which of them name the same person within one article.
//!
//! Full names are compared part by part; a surname alone goes to the full name that ends (or, for
//! family names that come first, begins) with it. Two people of one surname stay two.

use crate::extract::{ActorDraft, Context};
use crate::gazetteer::Known;
use crate::nlp::{NameKind, TokenRange};
use crate::record::ActorKind;
use crate::text::fold;

use super::{actor, plain};

/// Words of a name that are no part of it.
const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lord",
    "lady",
    "dame",
    "sheikh",
    "shaikh",
    "king",
    "queen",
    "prince",
    "princess",
    "emir",
    "president",
    "prof",
    "gen",
    "col",
    "sen",
    "rep",
    "st",
    "pope",
    "ayatollah",
    "baroness",
    "baron",
    "madame",
    "señor",
    "crown",
    "jr",
    "sr",
];

/// The people of an article.
pub(super) struct People {
    persons: Vec<Person>,
    /// For each name of a person in the article its tokens and whose it is.
    names: Vec<(TokenRange, usize)>,
}

struct Person {
    /// The parts of the fullest name, folded, without honorifics.
    parts: Vec<String>,
    /// The fullest name as the article has it.
    name: String,
}

/// The parts of a name, folded, without honorifics and the possessive ending.
fn parts(name: &str) -> Vec<String> {
    let folded = fold(name);
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    let all: Vec<String> = folded
        .split([' ', '-'])
        .map(|part| part.trim_matches(['.', ',', '\'', '"']).to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let kept: Vec<String> =
        all.iter().filter(|part| !HONORIFICS.contains(&part.as_str())).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

/// Whether two parts may be spellings of one: equal, or an initial of the other.
fn agrees(one: &str, two: &str) -> bool {
    one == two
        || (one.chars().count() == 1 && two.starts_with(one))
        || (two.chars().count() == 1 && one.starts_with(two))
}

/// Whether two full names may be one person's.
fn compatible(one: &[String], two: &[String]) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    if short == long {
        return true;
    }
    let (Some(short_last), Some(long_last)) = (short.last(), long.last()) else { return false };
    // The same given name and surname, with or without what stands between.
    if agrees(&short[0], &long[0]) && short_last == long_last {
        return true;
    }
    // All parts of the shorter in the longer, in order: "Mohammed bin Salman" and "… Al Saud".
    let mut rest = long.iter();
    short.iter().all(|part| rest.any(|other| agrees(part, other))) && short[0] == long[0]
        || joined(short) == joined(long)
}

/// A name as one word: "Jae-in" and "Jaein".
fn joined(parts: &[String]) -> String {
    parts.concat()
}

impl People {
    /// Gathers the people whom an article names.
    pub(super) fn gather(context: &Context<'_>) -> Self {
        let document = context.document;
        let mut this = Self { persons: Vec::new(), names: Vec::new() };
        let named: Vec<(TokenRange, String, Vec<String>)> = document
            .names()
            .iter()
            .filter(|name| name.kind == NameKind::Person)
            .map(|name| {
                let text = plain(document.text(), document.span(name.tokens));
                let parts = parts(&text);
                (name.tokens, text, parts)
            })
            .filter(|(_, _, parts)| parts.iter().any(|part| part.chars().any(char::is_alphabetic)))
            .collect();
        // Full names first, so that a surname finds its person even before the full name.
        for (tokens, text, parts) in named.iter().filter(|(_, _, parts)| parts.len() > 1) {
            let found = this.persons.iter().position(|it| compatible(&it.parts, parts));
            let index = found.unwrap_or_else(|| {
                this.persons.push(Person { parts: parts.clone(), name: text.clone() });
                this.persons.len() - 1
            });
            let person = &mut this.persons[index];
            if person.parts.len() < parts.len() {
                person.parts.clone_from(parts);
                person.name.clone_from(text);
            }
            this.names.push((*tokens, index));
        }
        for (tokens, text, parts) in named.iter().filter(|(_, _, parts)| parts.len() == 1) {
            let index = this.find_single(&parts[0], *tokens).unwrap_or_else(|| {
                this.persons.push(Person { parts: parts.clone(), name: text.clone() });
                this.persons.len() - 1
            });
            this.names.push((*tokens, index));
        }
        this.names.sort_unstable();
        this
    }

    /// Whom a name of one part names: the last person before it whose surname it is, else one
    /// whose first part it is.
    fn find_single(&self, part: &str, at: TokenRange) -> Option<usize> {
        let rank = |person: &Person| {
            if person.parts.last().is_some_and(|last| last == part) {
                3
            } else if person.parts.first().is_some_and(|first| first == part) {
                2
            } else if person.parts.len() > 2 && person.parts[1..].iter().any(|it| it == part) {
                1
            } else {
                0
            }
        };
        let best = self.persons.iter().map(rank).max().filter(|&rank| rank > 0)?;
        let candidates: Vec<usize> =
            (0..self.persons.len()).filter(|&index| rank(&self.persons[index]) == best).collect();
        if let [only] = candidates[..] {
            return Some(only);
        }
        let before = self
            .names
            .iter()
            .filter(|(tokens, index)| *tokens < at && candidates.contains(index))
            .max_by_key(|(tokens, _)| *tokens);
        before.map(|&(_, index)| index).or(candidates.first().copied())
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.persons.len()
    }

    /// Whose name the tokens are.
    pub(super) fn of(&self, tokens: TokenRange) -> Option<usize> {
        let place = self.names.binary_search_by_key(&tokens, |&(tokens, _)| tokens).ok()?;
        Some(self.names[place].1)
    }

    /// A person as an actor, without mentions.
    pub(super) fn draft(&self, context: &Context<'_>, index: usize) -> ActorDraft {
        let name = &self.persons[index].name;
        let mut draft = actor(name, ActorKind::Person);
        for known in context.gazetteer.lookup(name) {
            if let Known::Holder(holder) = known {
                context.gazetteer.holder(holder).name.clone_into(&mut draft.canonical);
                break;
            }
        }
        draft
    }
}

/// Adds the state of the office that a person is known to have held when the article appeared.
pub(super) fn add_known(context: &Context<'_>, entry: &mut ActorDraft) {
    if !entry.affiliations.is_empty() {
        return;
    }
    let Some(published) = context.article.published else { return };
    let day = published.first().to_string();
    let in_office = context
        .gazetteer
        .lookup(&entry.name)
        .filter_map(|known| match known {
            Known::Holder(holder) => Some(context.gazetteer.holder(holder)),
            _ => None,
        })
        .find(|holder| {
            let started = holder.start.is_empty() || holder.start <= day.as_str();
            let ended = !holder.end.is_empty() && holder.end < day.as_str();
            started && !ended
        });
    if let Some(state) = in_office.and_then(|holder| holder.state) {
        entry.affiliations.push(context.gazetteer.state(state).name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_agree(one: &str, two: &str) -> bool {
        compatible(&parts(one), &parts(two))
    }

    #[test]
    fn names_with_and_without_middle_parts_agree() {
        assert!(names_agree("Adaeze N. Okwuosa", "Adaeze Okwuosa"));
        assert!(names_agree("A. Okwuosa", "Adaeze Okwuosa"));
        assert!(names_agree("Karim bin Rashid", "Karim bin Rashid Al Hadi"));
        assert!(names_agree("Park Min-seo", "Park Minseo"));
        assert!(names_agree("José Núñez", "Jose Nunez"));
    }

    #[test]
    fn people_of_one_surname_stay_two() {
        assert!(!names_agree("Adaeze Okwuosa", "Chidi Okwuosa"));
        assert!(!names_agree("Karim bin Rashid", "Salim bin Rashid"));
    }
}
