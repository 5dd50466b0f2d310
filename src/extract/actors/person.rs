//! Personal names: which of them name the same person within one article.
//!
//! Full names are compared part by part; a surname alone goes to the full name that ends (or, for
//! family names that come first, begins) with it. Two people of one surname stay two.

use crate::extract::{ActorDraft, Context};
use crate::gazetteer::Known;
use crate::nlp::{NameKind, TokenRange};
use crate::record::ActorKind;
use crate::text::personal::{compatible, parts};

use super::{actor, party, plain, title};

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

impl People {
    /// Gathers the people whom an article names, but for names that `is_apart` leaves out.
    pub(super) fn gather(context: &Context<'_>, is_apart: impl Fn(TokenRange) -> bool) -> Self {
        let document = context.document;
        let mut this = Self { persons: Vec::new(), names: Vec::new() };
        let named: Vec<(TokenRange, String, Vec<String>)> = document
            .names()
            .iter()
            .filter(|name| name.kind == NameKind::Person && !is_apart(name.tokens))
            .filter(|name| !party::is_party(context, name))
            .map(|name| {
                let own = title::without_forms(context, name.tokens);
                let text = cased(plain(document.text(), document.span(own)));
                let parts = parts(&text);
                (name.tokens, text, parts)
            })
            .filter(|(_, _, parts)| parts.iter().any(|part| part.chars().any(char::is_alphabetic)))
            .collect();
        // "the Consul, Mr Lund" names one; but Dean Lund may be called Dean.
        let is_borne = |part: &str| {
            named.iter().any(|(_, _, it)| it.len() > 1 && it.iter().any(|it| it == part))
        };
        let titles: Vec<TokenRange> = named
            .iter()
            .filter(|(tokens, _, parts)| {
                title::is_title(context, *tokens) && !parts.iter().any(|it| is_borne(it))
            })
            .map(|(tokens, ..)| *tokens)
            .collect();
        let named: Vec<_> = named.into_iter().filter(|(it, ..)| !titles.contains(it)).collect();
        // Full names first, so that a surname finds its person even before the full name.
        // "Amir-Abdollahian" is a surname, if someone has it.
        let is_last = |text: &str, parts: &[String]| {
            !text.contains(' ')
                && named.iter().any(|(_, _, it)| it.len() > parts.len() && it.ends_with(parts))
        };
        let (single, full): (Vec<_>, Vec<_>) =
            named.iter().partition(|(_, text, parts)| parts.len() == 1 || is_last(text, parts));
        for (tokens, text, parts) in full {
            let found = this.persons.iter().position(|it| compatible(&it.parts, parts));
            let index = found.unwrap_or_else(|| {
                this.persons.push(Person { parts: parts.clone(), name: text.clone() });
                this.persons.len() - 1
            });
            let person = &mut this.persons[index];
            // "A. Okwuosa" is less than "Adaeze Okwuosa".
            let fuller = person.parts.len() == parts.len()
                && person.parts[0].chars().count() == 1
                && parts[0].chars().count() > 1;
            if person.parts.len() < parts.len() || fuller {
                person.parts.clone_from(parts);
                person.name.clone_from(text);
            }
            this.names.push((*tokens, index));
        }
        for (tokens, text, parts) in single {
            let index = this.find_single(parts, *tokens).unwrap_or_else(|| {
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
    fn find_single(&self, own: &[String], at: TokenRange) -> Option<usize> {
        let part = own.last()?;
        let rank = |person: &Person| {
            if person.parts.ends_with(own) {
                3
            } else if own.len() > 1 {
                0
            } else if person.parts.first().is_some_and(|first| first == part) {
                2
            } else {
                let middle =
                    person.parts.len() > 2 && person.parts[1..].iter().any(|it| it == part);
                i32::from(middle)
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

/// A name some of whose words are in capitals, as those have it that are not: "BORIS Johnson",
/// "KIM Jong Un".
fn cased(name: String) -> String {
    let loud = |word: &str| word.chars().count() > 2 && !word.chars().any(char::is_lowercase);
    let words = || name.split(' ').filter(|word| word.chars().count() > 2);
    if words().all(loud) || !words().any(loud) {
        return name;
    }
    let word = |word: &str| {
        let mut letters = word.chars();
        let first: String = letters.by_ref().take(1).collect();
        if loud(word) && word.contains(['A', 'E', 'I', 'O', 'U', 'Y']) {
            first + &letters.as_str().to_lowercase()
        } else {
            word.to_owned()
        }
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
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
