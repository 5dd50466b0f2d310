//! Personal names: which of them name the same person within one article.
//!
//! Full names are compared part by part; a surname alone goes to the full name that ends (or, for
//! family names that come first, begins) with it. Two people of one surname stay two.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{ActorDraft, Context};
use crate::gazetteer::{Holder, Sought};
use crate::nlp::{Name, NameKind, TokenRange, Upos};
use crate::record::ActorKind;
use crate::text::fold;
use crate::text::personal::{compatible, parts};

use super::{actor, party, plain, title};

/// The people of an article.
pub(super) struct People {
    persons: Vec<Person>,
    /// For each name of a person in the article its tokens and whose it is.
    names: Vec<(TokenRange, usize)>,
    /// Who has a part in any of their names, or has all parts of one as one word.
    by_part: BTreeMap<String, BTreeSet<usize>>,
}

struct Person {
    /// The parts of the fullest name, folded, without honorifics.
    parts: Vec<String>,
    /// The fullest name as the article has it.
    name: String,
    /// Whether the first part is a family name of those that come first: "Kim Jong Un".
    is_family_first: bool,
    /// Where the person is named last before the surname that is being read.
    last: Option<TokenRange>,
    /// How often the whole name is told.
    times: usize,
    /// Whether the surname alone was taken for the person's before.
    is_called: bool,
}

/// A name with its words, and these in parts.
type Named = (TokenRange, String, Vec<String>);

/// The words of a name, without honorifics.
fn words(context: &Context<'_>, name: &Name) -> Named {
    let document = context.document;
    let own = title::without_forms(context, name.tokens);
    let text = cased(closed(plain(document.text(), document.span(own))));
    let parts = parts(&text);
    (name.tokens, text, parts)
}

/// Names read as those of bodies that are the surname of somebody whom the article names in full, and nothing else
/// that is known: "De Trazegnies met Lund".
fn surnames_alone(
    context: &Context<'_>,
    named: &[Named],
    is_apart: impl Fn(TokenRange) -> bool,
) -> Vec<Named> {
    let surnames: BTreeSet<&[String]> = named
        .iter()
        .filter(|it| it.2.len() > 1)
        .flat_map(|it| (1..it.2.len()).map(|at| &it.2[at..]))
        .collect();
    let document = context.document;
    let is_led = |name: &Name| {
        let before = name.tokens.first().and_then(|it| it.offset(-1));
        before.is_some_and(|it| document.token(it).upos == Upos::Determiner)
    };
    let bodies = document.names().iter().filter(|it| it.kind == NameKind::Organization);
    bodies
        .filter(|it| !is_apart(it.tokens) && !is_led(it))
        .filter(|it| context.gazetteer.lookup(document.text_of(it.tokens)).next().is_none())
        .map(|name| words(context, name))
        .filter(|it| surnames.contains(&it.2[..]))
        .collect()
}

impl People {
    /// Gathers the people whom an article names, but for names that `is_apart` leaves out.
    pub(super) fn gather(
        context: &Context<'_>,
        is_apart: impl Fn(TokenRange) -> bool + Copy,
    ) -> Self {
        let document = context.document;
        let mut this = Self { persons: Vec::new(), names: Vec::new(), by_part: BTreeMap::new() };
        let mut named: Vec<Named> = document
            .names()
            .iter()
            .filter(|name| name.kind == NameKind::Person && !is_apart(name.tokens))
            .filter(|name| !party::is_party(context, name))
            .map(|name| words(context, name))
            .filter(|(_, _, parts)| parts.iter().any(|part| part.chars().any(char::is_alphabetic)))
            .collect();
        // "the Consul, Mr Lund" names one; but Dean Lund may be called Dean.
        let borne: BTreeSet<String> =
            named.iter().filter(|it| it.2.len() > 1).flat_map(|it| it.2.iter().cloned()).collect();
        named.retain(|(tokens, _, parts)| {
            !title::is_title(context, *tokens) || parts.iter().any(|it| borne.contains(it))
        });
        named.extend(surnames_alone(context, &named, is_apart));
        // Full names first, so that a surname finds its person even before the full name.
        // "Amir-Abdollahian" is a surname, if someone has it.
        let surnames: BTreeSet<&[String]> =
            named.iter().flat_map(|it| (1..it.2.len()).map(|at| &it.2[at..])).collect();
        let is_last =
            |text: &str, parts: &[String]| !text.contains(' ') && surnames.contains(parts);
        let (single, full): (Vec<_>, Vec<_>) =
            named.iter().partition(|(_, text, parts)| parts.len() == 1 || is_last(text, parts));
        for (tokens, text, parts) in full {
            let index = this.find_full(parts).unwrap_or_else(|| {
                let is_family_first = parts.len() > 1
                    && context
                        .gazetteer
                        .is_family_first(text.split([' ', '-']).next().unwrap_or(""));
                this.add(parts, text, is_family_first)
            });
            let person = &mut this.persons[index];
            // "A. Okwuosa" is less than "Adaeze Okwuosa".
            let fuller = person.parts.len() == parts.len()
                && person.parts[0].chars().count() == 1
                && parts[0].chars().count() > 1;
            if person.parts.len() < parts.len() || fuller {
                person.parts.clone_from(parts);
                person.name.clone_from(text);
                this.note(parts, index);
            }
            this.persons[index].times += 1;
            this.names.push((*tokens, index));
        }
        let told = this.names.clone();
        let mut told = told.iter().peekable();
        for (tokens, text, parts) in single {
            while let Some(&(at, index)) = told.next_if(|(at, _)| at < tokens) {
                this.persons[index].last = Some(at);
            }
            let paragraph =
                |it: TokenRange| it.first().map(|id| context.document.sentence(id).paragraph);
            let is_near = |it: TokenRange| paragraph(it) == paragraph(*tokens);
            let index =
                this.find_single(parts, is_near).unwrap_or_else(|| this.add(parts, text, false));
            this.persons[index].last = Some(*tokens);
            this.persons[index].is_called = true;
            this.names.push((*tokens, index));
        }
        this.names.sort_unstable();
        this
    }

    /// Adds a person.
    fn add(&mut self, parts: &[String], name: &str, is_family_first: bool) -> usize {
        let index = self.persons.len();
        self.note(parts, index);
        self.persons.push(Person {
            parts: parts.to_vec(),
            name: name.to_owned(),
            is_family_first,
            last: None,
            times: 0,
            is_called: false,
        });
        index
    }

    /// Notes by which words a person is found.
    fn note(&mut self, parts: &[String], index: usize) {
        for key in parts.iter().cloned().chain([parts.concat()]) {
            self.by_part.entry(key).or_default().insert(index);
        }
    }

    /// Whom a full name names: the first person with a name that it agrees with.
    fn find_full(&self, parts: &[String]) -> Option<usize> {
        // Names that agree begin alike, end alike, or are one word written in two ways.
        let whole = parts.concat();
        [parts.first()?, parts.last()?, &whole]
            .into_iter()
            .filter_map(|key| self.by_part.get(key))
            .filter_map(|all| all.iter().find(|&&at| compatible(&self.persons[at].parts, parts)))
            .min()
            .copied()
    }

    /// Whom a name of one part names: the person whose surname it is, who was called by it before, or
    /// else was named in the same paragraph, or is named in full most often, or was named last (a
    /// second of the surname is told in full); else one whose first part it is; of those who are named
    /// later only, the first.
    fn find_single(&self, own: &[String], is_near: impl Fn(TokenRange) -> bool) -> Option<usize> {
        let part = own.last()?;
        let rank = |person: &Person| {
            let begins = person.parts.first().is_some_and(|first| first == part);
            if person.parts.ends_with(own) || begins && person.is_family_first {
                3
            } else if own.len() > 1 {
                0
            } else if begins {
                2
            } else {
                let middle =
                    person.parts.len() > 2 && person.parts[1..].iter().any(|it| it == part);
                i32::from(middle)
            }
        };
        let bearers = self.by_part.get(part)?.iter();
        bearers
            .map(|&at| {
                let person = &self.persons[at];
                let near = person.last.is_some_and(&is_near);
                let told = person.last.is_some();
                let known = (person.is_called, near, told, person.times);
                (rank(person), known, person.last, Reverse(at))
            })
            .filter(|&(rank, ..)| rank > 0)
            .max()
            .map(|(.., Reverse(at))| at)
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
        let known = context.gazetteer.holders(name).next();
        if let Some(known) = known.filter(|it| fold(&it.name) == fold(name)) {
            draft.canonical = known.name.to_string();
        }
        draft
    }
}

/// A name without the one of two brackets that it has: of "Sergei (Sergey) Lund" the end.
fn closed(name: String) -> String {
    match (name.contains('('), name.contains(')')) {
        (true, false) => name.replace('(', ""),
        (false, true) => name.replace(')', ""),
        _ => name,
    }
}

/// A name some of whose words are in capitals, as those have it that are not: "BORIS Johnson",
/// "KIM Jong Un".
fn cased(name: String) -> String {
    // "Charles III" is written so.
    let is_number = |word: &str| word.chars().all(|it| matches!(it, 'I' | 'V' | 'X'));
    let loud = |word: &str| {
        word.chars().count() > 2 && !word.chars().any(char::is_lowercase) && !is_number(word)
    };
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

/// Says who a person is, where all that the article tells leads to one who held an office.
pub(super) fn identify(context: &Context<'_>, entry: &mut ActorDraft, near: &[&str]) {
    let day = context.article.published.map(|it| it.first().to_string());
    let sought = Sought {
        name: &entry.name,
        offices: &entry.roles,
        sides: &entry.affiliations,
        near,
        day: day.as_deref(),
    };
    let Some(found) = context.gazetteer.person(&sought) else { return };
    let holder = context.gazetteer.holder(found);
    know(entry, holder);
    let in_office = day.is_some_and(|day| holder.is_held_on(&day));
    if entry.affiliations.is_empty() && in_office && !holder.of.is_empty() {
        entry.affiliations.push(holder.of.to_string());
    }
}

/// Gives an entry the name, the other names and the numbers of who it is.
pub(in crate::extract) fn know(entry: &mut ActorDraft, holder: &Holder) {
    entry.canonical = holder.name.to_string();
    if !holder.wikidata.is_empty() {
        entry.ids.insert("wikidata".to_owned(), holder.wikidata.to_string());
    }
    let known: Vec<String> = holder
        .aliases()
        .filter(|alias| *alias != entry.name && *alias != entry.canonical)
        .take(party::ALIASES)
        .map(str::to_owned)
        .collect();
    entry.aliases.extend(known);
}

/// Whether a person holds an office of a state that the article names, and the office that the article seems to give
/// that person is known to be held by another: "Mr Lund, Mrs Okafor, the British Prime Minister and their host".
fn is_mistaken(context: &Context<'_>, entry: &ActorDraft, near: &[&str], day: &str) -> bool {
    let ([side], [role]) = (&entry.affiliations[..], &entry.roles[..]) else { return false };
    let mut known = context.gazetteer.holders(&entry.name).filter(|it| it.is_held_on(day));
    let Some(own) = known.next() else { return false };
    let other = context.gazetteer.holder_of(side, role, day).map(|it| context.gazetteer.holder(it));
    near.contains(&&*own.of)
        && *own.of != **side
        && known.all(|it| it.of == own.of)
        && other.is_some_and(|it| fold(&it.name) != fold(&own.name))
}

/// Adds the state or body of the office that a person is known to have held when the article appeared.
pub(super) fn add_known(context: &Context<'_>, entry: &mut ActorDraft, near: &[&str]) {
    let Some(published) = context.article.published else { return };
    let day = published.first().to_string();
    if is_mistaken(context, entry, near, &day) {
        entry.affiliations.clear();
        entry.roles.clear();
    }
    if !entry.affiliations.is_empty() {
        return;
    }
    let in_office = context.gazetteer.holders(&entry.name).filter(|it| it.is_held_on(&day));
    // Of a body that the article does not name, they are not told as its own.
    let told = in_office.filter(|it| it.state.is_some() || near.contains(&&*it.of));
    if let Some(holder) = told.max_by_key(|it| it.start.clone()) {
        entry.affiliations.push(holder.of.to_string());
    }
}
