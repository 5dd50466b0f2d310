//! What each article tells of a meeting, and where they contradict each other.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::date::Date;
use crate::record::{LocationKind, MeetingId, MeetingKind, MeetingStatus};
use crate::store::sql::{date, json, word};
use crate::store::{Error, Store};

/// A meeting as one article tells it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Telling {
    /// The article.
    pub article: String,
    /// When it was published, if known.
    pub published: Option<Date>,
    /// What kind of meeting it tells of.
    pub kind: MeetingKind,
    /// How far that had come.
    pub status: MeetingStatus,
    /// When it was or is to be, if told.
    pub date: Option<Date>,
    /// Who took or takes part, by the names over all articles.
    pub participants: Vec<String>,
    /// Where, most specific first.
    pub places: Vec<String>,
    /// The article that it is a copy of, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    #[serde(skip)]
    towns: BTreeSet<String>,
}

/// Something that articles tell of a meeting in ways that exclude each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// What: `date`, `place` or `participants`.
    pub of: &'static str,
    /// Each version with the articles that have it.
    pub versions: Vec<Version>,
}

/// One of several versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// What is told.
    pub value: String,
    /// The articles that tell it so.
    pub articles: Vec<String>,
}

impl Store {
    /// What each article tells of a meeting, in the order in which they were published.
    pub(super) fn tellings(&self, meeting: MeetingId) -> Result<Vec<Telling>, Error> {
        let mut statement = self.connection.prepare_cached(
            "select a.key, a.published, e.kind, e.status, e.date, o.key as original, \
             (select json_group_array(name) from (select x.name from meeting_entry_participants p \
              join actor_members m on m.entry = p.actor_entry join actors x on x.id = m.actor \
              where p.entry = e.id group by x.id order by x.name)) as participants, \
             (select json_group_array(json_array(name, kind)) from (select x.name, x.kind \
              from meeting_entry_places p join location_members m on m.entry = p.location_entry \
              join locations x on x.id = m.location where p.entry = e.id order by p.rank)) as places \
             from meeting_members mm join meeting_entries e on e.id = mm.entry \
             join articles a on a.id = e.article left join article_copies c on c.article = a.id \
             left join articles o on o.id = c.original where mm.meeting = ?1 \
             order by a.published is null, a.published, a.key, e.ref",
        )?;
        let mut rows = statement.query([meeting.row()])?;
        let mut tellings = Vec::new();
        while let Some(row) = rows.next()? {
            let places: Vec<(String, LocationKind)> = json(row, "places")?;
            let is_town =
                |kind: LocationKind| matches!(kind, LocationKind::City | LocationKind::Venue);
            let towns = places.iter().filter(|(_, kind)| is_town(*kind));
            tellings.push(Telling {
                article: row.get("key")?,
                published: date(row, "published")?,
                kind: word(row, "kind")?,
                status: word(row, "status")?,
                date: date(row, "date")?,
                participants: json(row, "participants")?,
                copy_of: row.get("original")?,
                towns: towns.map(|(name, _)| name.clone()).collect(),
                places: places.into_iter().map(|(name, _)| name).collect(),
            });
        }
        Ok(tellings)
    }
}

/// Where what is told of a meeting excludes each other: dates without a day in common, towns, and
/// lists of participants of which neither is a part of the other.
pub(super) fn contradictions(tellings: &[Telling]) -> Vec<Contradiction> {
    let is_whole = |one: &BTreeSet<&String>, other: &BTreeSet<&String>| {
        one.is_subset(other) || other.is_subset(one)
    };
    let who = |it: &Telling| it.participants.clone();
    let found = [
        versions(
            "date",
            tellings,
            |it| it.date.map(|date| date.to_string()),
            |one, other| {
                one.date.zip(other.date).is_none_or(|(one, other)| one.is_compatible(other))
            },
        ),
        versions(
            "place",
            tellings,
            |it| (!it.towns.is_empty()).then(|| it.places.join(", ")),
            |one, other| {
                one.towns.is_empty()
                    || other.towns.is_empty()
                    || !one.towns.is_disjoint(&other.towns)
            },
        ),
        versions(
            "participants",
            tellings,
            |it| Some(it.participants.join("; ")),
            |one, other| {
                let (one, other) = (who(one), who(other));
                is_whole(&one.iter().collect(), &other.iter().collect())
            },
        ),
    ];
    found.into_iter().flatten().collect()
}

/// The versions of something, if any two exclude each other.
fn versions(
    of: &'static str,
    tellings: &[Telling],
    value: impl Fn(&Telling) -> Option<String>,
    agree: impl Fn(&Telling, &Telling) -> bool,
) -> Option<Contradiction> {
    let mut versions: Vec<(Version, &Telling)> = Vec::new();
    for telling in tellings {
        let Some(value) = value(telling) else { continue };
        match versions.iter_mut().find(|(version, _)| version.value == value) {
            Some((version, _)) => version.articles.push(telling.article.clone()),
            None => {
                let articles = vec![telling.article.clone()];
                versions.push((Version { value, articles }, telling));
            }
        }
    }
    let opposed = versions
        .iter()
        .enumerate()
        .any(|(place, (_, one))| versions[place + 1..].iter().any(|(_, other)| !agree(one, other)));
    let versions = versions.into_iter().map(|(version, _)| version).collect();
    opposed.then_some(Contradiction { of, versions })
}
