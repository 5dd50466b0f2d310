//! A report on an actor, or on a state with those who act for it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::page::{
    Block, Column, Holds, Line, Piece, counted, day_or, figure, joined, number, once, period, words,
};
use super::{Composer, Held, Report, Speech};
use crate::answer::Party;
use crate::record::ActorId;
use crate::store::{ActorRow, AffiliationRow, Company, Counted, Counterpart, Error, Filter};

/// Other names that are told.
const NAMES: usize = 20;

/// Rows of the tables of partners, states, places and people.
pub(super) const ROWS: usize = 15;

const OFFICES: &[Column] = &[
    Column { name: "Office", holds: Holds::Words, share: 34 },
    Column { name: "For", holds: Holds::Words, share: 28 },
    Column { name: "Articles", holds: Holds::Figures, share: 10 },
    Column { name: "First told", holds: Holds::Dates, share: 14 },
    Column { name: "Last told", holds: Holds::Dates, share: 14 },
];

pub(super) const PARTNERS: &[Column] = &[
    Column { name: "Name", holds: Holds::Words, share: 30 },
    Column { name: "Who", holds: Holds::Words, share: 32 },
    Column { name: "Meetings", holds: Holds::Figures, share: 10 },
    Column { name: "First", holds: Holds::Dates, share: 14 },
    Column { name: "Last", holds: Holds::Dates, share: 14 },
];

pub(super) const STATES: &[Column] = &[
    Column { name: "State", holds: Holds::Words, share: 35 },
    Column { name: "Meetings", holds: Holds::Figures, share: 14 },
];

const PLACES: &[Column] = &[
    Column { name: "Place", holds: Holds::Words, share: 54 },
    Column { name: "Meetings", holds: Holds::Figures, share: 14 },
    Column { name: "First", holds: Holds::Dates, share: 16 },
    Column { name: "Last", holds: Holds::Dates, share: 16 },
];

impl Composer<'_> {
    /// A report on an actor.
    pub(super) fn of_actor(&self, party: &Party) -> Result<Report, Error> {
        let mut report = self.begin(party.label.clone());
        report.lead.extend(party.notes.iter().map(|note| words(sentence(note))));
        let asked = self.meetings();
        let own = self.ids();
        let company = match &self.held {
            Some(held) => self.store.company(&held.chosen, &[])?,
            None => Vec::new(),
        };
        let (ours, partners): (Vec<Counterpart>, Vec<Counterpart>) =
            company.into_iter().partition(|it| own.contains(&it.id));
        report.found = self.store.count(Counted::Meetings, &asked)?;
        let mut said = Vec::new();
        for speech in [Speech::Own, Speech::Others] {
            let filter = self.statements(speech);
            let count = filter.map(|it| self.store.count(Counted::Statements, &it)).transpose()?;
            report.found += count.unwrap_or_default();
            said.push(count.unwrap_or_default());
        }
        let is_open = self.request.scope.is_empty();
        if is_open {
            report.found += self.own.iter().map(|it| it.articles).sum::<usize>();
        }
        report.lead.push(self.summary(&asked, partners.len(), &said)?);
        let who = self.who(party, &ours)?;
        report.add(if self.is_one() { "Who it is" } else { "Who they are" }, who);
        if let Some(held) = &self.held {
            let rows = self.partners(&partners)?;
            let mut blocks = table(PARTNERS, rows, partners.len());
            blocks.extend(self.picture_around(&ours, &partners)?);
            report.add(format!("Partners ({})", figure(partners.len())), blocks);
            report.add("States of the partners", self.states(held, &own)?);
            report.add("Where", self.places(held)?);
        }
        report.sections.extend(self.meeting_sections()?);
        let by = if self.is_one() { "What they said" } else { "What they and their people said" };
        report.sections.extend(self.statement_section(by, Speech::Own)?);
        report.sections.extend(self.statement_section("What others said of them", Speech::Others)?);
        Ok(report)
    }

    /// The most important figures in a sentence.
    fn summary(&self, asked: &Filter, partners: usize, said: &[usize]) -> Result<Line, Error> {
        let mut parts = Vec::new();
        let counts =
            self.store.count_by(Counted::Meetings, crate::store::CountKey::Status, asked)?;
        let of = |word: &str| counts.iter().find(|it| it.value == word).map_or(0, |it| it.count);
        let held = of("held");
        let mut told = format!("{} held", counted(held, "meeting"));
        if let Some(own) = self.held.as_ref().filter(|_| held > 0) {
            let span = own.chosen.span();
            let when = period(span.first, span.last);
            if !when.is_empty() {
                let _ = write!(told, " ({when})");
            }
            let _ = write!(told, " with {}", counted(partners, "partner"));
        }
        parts.push(told);
        let planned = of("planned") + of("proposed");
        if planned > 0 {
            parts.push(format!("{} planned or proposed", figure(planned)));
        }
        if of("cancelled") > 0 {
            parts.push(format!("{} called off", figure(of("cancelled"))));
        }
        for (count, what) in said.iter().zip(["by them", "about them by others"]) {
            if *count > 0 {
                parts.push(format!("{} {what}", counted(*count, "statement")));
            }
        }
        Ok(words(format!("{}.", parts.join("; "))))
    }

    /// Who the actor is; of a state with its people, who they are.
    fn who(&self, party: &Party, ours: &[Counterpart]) -> Result<Vec<Block>, Error> {
        let of_side = party.state.as_ref();
        let own = match of_side {
            Some(side) => self.own.iter().find(|it| it.name == *side),
            None => self.own.first(),
        };
        let mut blocks = Vec::new();
        if let Some(row) = own {
            blocks.push(Block::Facts(self.facts(row)?));
            let offices = self.store.offices_of(row.id)?;
            let rows: Vec<Vec<Line>> = offices.iter().map(office).collect();
            let all = rows.len();
            blocks.extend(table(OFFICES, rows, all));
        }
        if of_side.is_some() {
            let people: Vec<&ActorRow> =
                self.own.iter().filter(|it| own.is_none_or(|own| own.id != it.id)).collect();
            let met: BTreeMap<ActorId, &Counterpart> = ours.iter().map(|it| (it.id, it)).collect();
            let mut ranked: Vec<(&ActorRow, Option<&Counterpart>)> =
                people.iter().map(|row| (*row, met.get(&row.id).copied())).collect();
            ranked.sort_by_key(|it| Reverse(it.1.map_or(0, |it| it.meetings)));
            let rows = ranked.iter().take(ROWS).map(|(row, met)| {
                vec![
                    words(row.name.clone()),
                    words(office_of(row)),
                    number(met.map_or(0, |it| it.meetings)),
                    day_or(met.and_then(|it| it.first), ""),
                    day_or(met.and_then(|it| it.last), ""),
                ]
            });
            if !people.is_empty() {
                let all = people.len();
                blocks.push(Block::Words(words(format!(
                    "Those who act for {}, with their meetings held:",
                    party.label
                ))));
                blocks.extend(table(PARTNERS, rows.collect(), all));
            }
        }
        Ok(blocks)
    }

    fn facts(&self, row: &ActorRow) -> Result<Vec<(&'static str, Line)>, Error> {
        let mut facts = vec![("What", words(row.kind.as_str()))];
        let roles = once(&row.roles, "; ");
        if !roles.is_empty() {
            facts.push(("Offices", words(roles)));
        }
        let sides = once(&row.affiliations, "; ");
        if !sides.is_empty() {
            facts.push(("Acts for", words(sides)));
        }
        let mut names = self.store.names_of(row.id)?;
        names.retain(|name| *name != row.name);
        if !names.is_empty() {
            let more = names.len().saturating_sub(NAMES);
            let mut told = names[..names.len().min(NAMES)].join("; ");
            if more > 0 {
                let _ = write!(told, "; and {more} more");
            }
            facts.push(("Also called", words(told)));
        }
        let known = row.ids.iter().map(|(scheme, id)| identifier(scheme, id));
        let known = joined(known, "; ");
        if !known.is_empty() {
            facts.push(("Known as", known));
        }
        let when = period(row.first, row.last);
        let when = if when.is_empty() { when } else { format!(", {when}") };
        facts.push(("Named in", words(format!("{}{when}", counted(row.articles, "article")))));
        let own = Filter { actor: Some(row.id.to_string()), ..Filter::default() };
        for it in self.store.list_doubts(&own)? {
            let other = if it.one == row.id { it.other_name } else { it.one_name };
            let reasons = it.reasons.join("; ");
            facts.push((
                "To check",
                vec![Piece::Flag(format!("may be one with {other}: {reasons}"))],
            ));
        }
        Ok(facts)
    }

    /// The rows of the table of partners.
    pub(super) fn partners(&self, partners: &[Counterpart]) -> Result<Vec<Vec<Line>>, Error> {
        let shown = &partners[..partners.len().min(ROWS)];
        let ids: Vec<ActorId> = shown.iter().map(|it| it.id).collect();
        let known = self.store.actors_numbered(&ids, None)?;
        let row = |it: &Counterpart| {
            let who = known.iter().find(|row| row.id == it.id).map(office_of).unwrap_or_default();
            vec![
                words(it.name.clone()),
                words(if who.is_empty() { it.kind.to_string() } else { who }),
                number(it.meetings),
                day_or(it.first, "no date"),
                day_or(it.last, ""),
            ]
        };
        Ok(shown.iter().map(row).collect())
    }

    /// The states whose people take part in meetings, besides some actors.
    pub(super) fn states(&self, held: &Held, but: &[ActorId]) -> Result<Vec<Block>, Error> {
        let states = self.store.states_beside(&held.chosen, but, self.gazetteer)?;
        let mut states: Vec<(String, usize)> = states.into_iter().collect();
        states.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
        let all = states.len();
        let rows =
            states.into_iter().take(ROWS).map(|(name, count)| vec![words(name), number(count)]);
        Ok(table(STATES, rows.collect(), all))
    }

    /// Where meetings were.
    pub(super) fn places(&self, held: &Held) -> Result<Vec<Block>, Error> {
        let mut places = self.store.places_of(&held.chosen)?;
        places.sort_by_key(|it| it.name.is_empty());
        let row = |it: &Company| {
            let name = if it.name.is_empty() { "(place not told)" } else { &it.name };
            vec![
                words(name),
                number(it.stretch.count),
                day_or(it.stretch.first, "no date"),
                day_or(it.stretch.last, ""),
            ]
        };
        Ok(table(PLACES, places.iter().take(ROWS).map(row).collect(), places.len()))
    }
}

/// A table of the first rows, and how many more there are; nothing where there are none.
pub(super) fn table(columns: &'static [Column], rows: Vec<Vec<Line>>, all: usize) -> Vec<Block> {
    if rows.is_empty() {
        return Vec::new();
    }
    let more = all.saturating_sub(rows.len());
    let mut blocks = vec![Block::Table(columns, rows)];
    if more > 0 {
        blocks.push(Block::Words(words(format!("And {} more with fewer.", figure(more)))));
    }
    blocks
}

/// The offices of an actor and for whom it acts.
pub(super) fn office_of(row: &ActorRow) -> String {
    let parts = [once(&row.roles, "; "), once(&row.affiliations, "; ")];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ")
}

fn office(it: &AffiliationRow) -> Vec<Line> {
    vec![
        words(it.role.clone()),
        words(it.affiliation.clone()),
        number(it.articles),
        day_or(it.first, "no date"),
        day_or(it.last, ""),
    ]
}

/// A number under which others know an actor.
fn identifier(scheme: &str, id: &str) -> Line {
    let is_wikidata = scheme == "wikidata"
        && id.strip_prefix('Q').is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    match scheme {
        "wikidata" if is_wikidata => {
            vec![Piece::Link(
                format!("Wikidata {id}"),
                format!("https://www.wikidata.org/wiki/{id}"),
            )]
        }
        "iso3" => words(format!("ISO 3166 {id}")),
        _ => words(format!("{scheme} {id}")),
    }
}

/// A note as a sentence.
fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
