//! The actors that words of a question mean: by name, by state, by office at a time.

use std::collections::BTreeSet;

use super::Asker;
use super::near::nearest;
use super::time::Window;
use crate::gazetteer::{Known, Sought};
use crate::record::{ActorId, ActorKind};
use crate::store::{ActorRow, Error};
use crate::text::fold;

/// Actors that some words name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Party {
    /// Who they are, in words.
    pub label: String,
    /// They; at least one.
    pub ids: Vec<ActorId>,
    /// How the words were understood, where that must be said.
    pub notes: Vec<String>,
    /// The common name of the state that is meant with all who act for it.
    pub state: Option<String>,
}

/// Words that name nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// The words, as they were given.
    pub words: String,
    /// Whether an actor or a place was looked for.
    pub what: &'static str,
    /// Who or what may be meant.
    pub maybe: Vec<String>,
    /// What is known of it from elsewhere.
    pub note: String,
}

impl Unknown {
    /// Why there is no answer.
    #[must_use]
    pub fn reason(&self) -> String {
        match self.note.as_str() {
            "" => format!("no {} is called ‘{}’", self.what, self.words),
            note => format!("‘{}’: {note}", self.words),
        }
    }
}

/// Words for those who act for a state: "Russian officials", "the Russian side".
const PEOPLE: &[&str] = &[
    "officials",
    "official",
    "people",
    "diplomats",
    "diplomat",
    "leaders",
    "government",
    "side",
    "delegation",
    "representatives",
    "ministers",
    "politicians",
    "delegates",
    "negotiators",
    "minister",
    "envoy",
    "envoys",
    "representative",
    "negotiator",
    "leadership",
    "authorities",
];

/// Names that a note has; the others are counted.
const TOLD: usize = 4;

impl Asker<'_> {
    /// The actors that some words mean: a name, a state with its people, an office.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn find_actors(&self, words: &str) -> Result<Result<Party, Unknown>, Error> {
        self.party(words, &Window::default())
    }

    /// The actors that some words mean, at a time.
    pub(super) fn party(
        &self,
        words: &str,
        window: &Window,
    ) -> Result<Result<Party, Unknown>, Error> {
        let key = (words.to_owned(), window.label.clone());
        if let Some(found) = self.parties.borrow().get(&key) {
            return Ok(found.clone());
        }
        let found = self.look_up(words, window)?;
        self.parties.borrow_mut().insert(key, found.clone());
        Ok(found)
    }

    fn look_up(&self, words: &str, window: &Window) -> Result<Result<Party, Unknown>, Error> {
        let name = strip_the(words);
        if let Some(found) = self.by_state(name)? {
            return Ok(Ok(found));
        }
        if let Some(found) = self.by_office(name, window)? {
            return Ok(found);
        }
        if let Some(found) = self.by_name(name)? {
            return Ok(Ok(found));
        }
        // "President Obama", "Mr. Putin": the name without the title.
        if let Some(bare) = self.without_title(name)
            && let Some(found) = self.by_name(bare)?
        {
            return Ok(Ok(found));
        }
        if let Some(found) = self.by_other_name(name)? {
            return Ok(Ok(found));
        }
        // "EU officials": those who act for what is named.
        if let Some((first, last)) = name.rsplit_once(' ')
            && PEOPLE.contains(&fold(last).as_str())
        {
            return self.look_up(first, window);
        }
        let near = nearest(name, &self.store.all_actor_names()?);
        let ids: Vec<ActorId> = near.maybe.iter().map(|&id| ActorId::new(id)).collect();
        let rows = self.store.actors_numbered(&ids, None)?;
        if let Some(row) = rows.iter().find(|row| Some(row.id.row()) == near.sure) {
            let mut found = self.of_rows(&row.name, std::slice::from_ref(row))?;
            found.notes.insert(0, format!("‘{words}’ is read as {}", row.name));
            return Ok(Ok(found));
        }
        let mut maybe: Vec<(usize, String)> = rows
            .into_iter()
            .map(|row| (ids.iter().position(|id| *id == row.id).unwrap_or(0), row.name))
            .collect();
        maybe.sort();
        Ok(Err(Unknown {
            words: words.to_owned(),
            what: "actor",
            maybe: maybe.into_iter().map(|it| it.1).collect(),
            note: String::new(),
        }))
    }

    /// A state with its people: "Russia", "the Russians", "Moscow", "Russian officials".
    fn by_state(&self, name: &str) -> Result<Option<Party>, Error> {
        let state = self.state(name).or_else(|| {
            let (first, last) = name.rsplit_once(' ')?;
            let first = first.strip_suffix("'s").unwrap_or(first).trim_end();
            if PEOPLE.contains(&fold(last).as_str()) { self.state(first) } else { None }
        });
        let state = state.or_else(|| {
            let (first, rest) = name.split_once(' ')?;
            let rest = strip_the(rest.strip_prefix("of ").or_else(|| rest.strip_prefix("from "))?);
            if PEOPLE.contains(&fold(first).as_str()) { self.state(rest) } else { None }
        });
        let Some(state) = state else { return Ok(None) };
        let ids = self.store.actors_of(state)?;
        if ids.is_empty() {
            return Ok(None);
        }
        // "Jordan" may be somebody's name, where nobody acts for the state.
        let named = self.store.actors_named(name)?;
        let is_other = !named.is_empty() && named.iter().all(|id| !ids.contains(id));
        if is_other && ids.len() < named.len() {
            return Ok(None);
        }
        Ok(Some(self.of_side(state, &ids)?))
    }

    /// The common name of a state.
    pub(super) fn state(&self, name: &str) -> Option<&'static str> {
        self.gazetteer.state_named(name).map(|id| self.gazetteer.state(id).name)
    }

    /// All who act for a state or organization.
    fn of_side(&self, side: &str, ids: &[ActorId]) -> Result<Party, Error> {
        let rows = self.store.actors_numbered(ids, Some(TOLD + 1))?;
        let people: Vec<String> =
            rows.iter().filter(|it| it.name != side).map(|it| it.name.clone()).collect();
        let mut notes = Vec::new();
        if !people.is_empty() {
            let others = ids.len() - usize::from(rows.len() > people.len());
            let told = listed(&people[..people.len().min(TOLD)], others);
            notes.push(format!("{side} stands for those who act for it too: {told}"));
        }
        Ok(Party { label: side.to_owned(), ids: ids.to_vec(), notes, state: Some(side.to_owned()) })
    }

    /// The actors that bear a name, in whole or in part.
    fn by_name(&self, name: &str) -> Result<Option<Party>, Error> {
        let mut ids = self.store.actors_named(name)?;
        ids.retain(|&id| name.parse::<i64>().is_err() || self.store.has_actor(id).unwrap_or(false));
        if ids.is_empty() {
            return Ok(None);
        }
        let rows = self.store.actors_numbered(&ids, None)?;
        Ok(Some(self.of_rows(name, &rows)?))
    }

    /// Some actors that one name may mean.
    fn of_rows(&self, name: &str, rows: &[ActorRow]) -> Result<Party, Error> {
        let names: Vec<String> = rows.iter().map(|it| it.name.clone()).collect();
        let mut party = Party {
            label: names.first().cloned().unwrap_or_default(),
            ids: rows.iter().map(|it| it.id).collect(),
            ..Party::default()
        };
        match rows {
            [only] if only.kind != ActorKind::Person => {
                let ids = self.store.actors_of(&only.name)?;
                if ids.len() > 1 {
                    party = self.of_side(&only.name, &ids)?;
                }
            }
            [_] => {}
            _ => {
                let told = listed(&names[..names.len().min(TOLD)], names.len());
                party.notes.push(format!("‘{name}’ may be several, and all are meant: {told}"));
                name.clone_into(&mut party.label);
            }
        }
        Ok(party)
    }

    /// Whether some words are a title; titles are known by their pieces: "Secretary", "-", "General".
    fn is_title(&self, words: &[&str]) -> bool {
        let text = words.join(" ").replace('-', " - ");
        let pieces: Vec<&str> = text.split_whitespace().collect();
        self.gazetteer.title(&pieces).is_some_and(|(count, _)| count == pieces.len())
    }

    /// A name without the title before it.
    fn without_title<'a>(&self, name: &'a str) -> Option<&'a str> {
        let words: Vec<&str> = name.split(' ').collect();
        let count = (1..words.len()).rev().find(|&count| self.is_title(&words[..count]))?;
        let before: usize = words[..count].iter().map(|word| word.len() + 1).sum();
        name.get(before..)
    }

    /// The actors whose name is another one of what is known by this: "UN", "Lula", "Kiev".
    fn by_other_name(&self, name: &str) -> Result<Option<Party>, Error> {
        let names: BTreeSet<String> = self
            .gazetteer
            .lookup(name)
            .filter_map(|known| match known {
                Known::Organization(id) => Some(self.gazetteer.organization(id).name.to_string()),
                Known::Holder(id) => Some(self.gazetteer.holder(id).name.to_string()),
                _ => None,
            })
            .collect();
        for other in names {
            if let Some(mut found) = self.by_name(&other)? {
                found.notes.insert(0, format!("‘{name}’ is read as {}", found.label));
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Those who hold an office at a time: "the French president", "Russia's foreign minister".
    fn by_office(
        &self,
        name: &str,
        window: &Window,
    ) -> Result<Option<Result<Party, Unknown>>, Error> {
        let Some((side, office)) = self.office(name) else { return Ok(None) };
        let mut found: Vec<(ActorId, String)> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let days = if window.is_open() { Vec::new() } else { window.ends() };
        for day in &days {
            let Some(id) = self.gazetteer.holder_of(&side, office, &day.to_string()) else {
                continue;
            };
            let holder = self.gazetteer.holder(id);
            known.insert(holder.name.to_string());
            for id in self.store.actors_named(&holder.name)? {
                found.push((id, format!("{} in {}", holder.name, day.year())));
            }
        }
        if found.is_empty() {
            found = self.told_in_office(&side, office, window)?;
        }
        if found.is_empty() && window.is_open() {
            let today = self.today.to_string();
            if let Some(id) = self.gazetteer.holder_of(&side, office, &today) {
                let holder = self.gazetteer.holder(id);
                known.insert(holder.name.to_string());
                let ids = self.store.actors_named(&holder.name)?;
                found.extend(ids.into_iter().map(|id| (id, holder.name.to_string())));
            }
        }
        found.sort();
        found.dedup_by_key(|it| it.0);
        let ids: Vec<ActorId> = found.iter().map(|it| it.0).collect();
        if ids.is_empty() {
            let who = listed(&known.iter().cloned().collect::<Vec<_>>(), known.len());
            let note = match known.len() {
                0 => format!("no article names the {office} of {side} of that time"),
                _ => format!("the {office} of {side} is {who}, whom no article names"),
            };
            let words = name.to_owned();
            return Ok(Some(Err(Unknown { words, what: "actor", maybe: Vec::new(), note })));
        }
        let rows = self.store.actors_numbered(&ids, None)?;
        let names: Vec<String> = rows.iter().map(|it| it.name.clone()).collect();
        let told: Vec<String> = found.into_iter().map(|it| it.1).collect();
        Ok(Some(Ok(Party {
            label: listed(&names, names.len()),
            ids,
            notes: vec![format!("{office} of {side}: {}", listed(&told, told.len()))],
            state: None,
        })))
    }

    /// The side and the office that some words name.
    pub(super) fn office<'a>(&self, name: &'a str) -> Option<(String, &'a str)> {
        let words: Vec<&str> = name.split(' ').collect();
        let is_office = |words: &[&str]| self.is_title(words);
        let side = |words: &[&str]| -> Option<String> {
            let name = words.join(" ").replace(" 's", "");
            let name = strip_the(name.strip_suffix("'s").unwrap_or(&name)).to_owned();
            self.gazetteer.lookup(&name).find_map(|known| match known {
                Known::State(id) | Known::Demonym(id) => {
                    Some(self.gazetteer.state(id).name.to_owned())
                }
                Known::Organization(id) => Some(self.gazetteer.organization(id).name.to_string()),
                _ => None,
            })
        };
        let rest = |from: usize| {
            let before: usize = words[..from].iter().map(|word| word.len() + 1).sum();
            &name[before..]
        };
        for at in 1..words.len() {
            if is_office(&words[at..])
                && let Some(side) = side(&words[..at])
            {
                return Some((side, rest(at)));
            }
            if words[at] == "of"
                && is_office(&words[..at])
                && let Some(side) = side(&words[at + 1..])
            {
                return Some((side, name[..name.len() - rest(at).len()].trim_end()));
            }
        }
        None
    }

    /// Those whom articles of a time give an office, with the time for which they do.
    fn told_in_office(
        &self,
        side: &str,
        office: &str,
        window: &Window,
    ) -> Result<Vec<(ActorId, String)>, Error> {
        let mut found = Vec::new();
        let ids = self.store.actors_of(side)?;
        for row in self.store.actors_numbered(&ids, None)? {
            let holds = |role: &String| {
                self.gazetteer.is_one_office(office, role)
                    // "the Turkish leader" is its president, or its prime minister.
                    || office == "leader"
                        && ["president", "prime minister", "supreme leader"]
                            .iter()
                            .any(|it| self.gazetteer.is_one_office(it, role))
                    // "The UN chief" is its secretary-general.
                    || ["chief", "head"].contains(&office)
                        && ["secretary-general", "director-general", "director general", "director"]
                            .contains(&fold(role).as_str())
            };
            if row.kind != ActorKind::Person || !row.roles.iter().any(holds) {
                continue;
            }
            let terms = self.store.offices_of(row.id)?;
            let term = terms.iter().find(|term| {
                let after =
                    window.until.zip(term.first).is_some_and(|(until, it)| it.first() > until);
                let before =
                    window.since.zip(term.last).is_some_and(|(since, it)| it.last() < since);
                (holds(&term.role) || term.role.is_empty()) && !after && !before
            });
            let Some(term) = term else { continue };
            let year =
                term.first.map_or_else(String::new, |it| format!(" in {}", it.first().year()));
            // Whoever the tables know to be somebody else is not meant.
            let sides = [side.to_owned()];
            let day = term.first.map(|it| it.first().to_string());
            let sought = Sought {
                name: &row.name,
                offices: &row.roles,
                sides: &sides,
                near: &[],
                day: day.as_deref(),
            };
            let known = self.gazetteer.person(&sought).map(|id| self.gazetteer.holder(id));
            let name = known.map_or(row.name.as_str(), |it| &it.name);
            found.push((row.id, format!("{name}{year}")));
        }
        Ok(found)
    }
}

/// A name without the article before it.
pub(super) fn strip_the(name: &str) -> &str {
    ["the ", "The ", "a ", "A ", "an ", "An ", "any "]
        .iter()
        .find_map(|it| name.strip_prefix(it))
        .unwrap_or(name)
}

/// Some names, and how many more there are.
pub(super) fn listed(names: &[String], all: usize) -> String {
    let more = all.saturating_sub(names.len());
    match (names, more) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        ([start @ .., last], 0) => format!("{} and {last}", start.join(", ")),
        _ => format!("{} and {more} more", names.join(", ")),
    }
}
