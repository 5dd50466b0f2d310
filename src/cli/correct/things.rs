//! The actor, location or meeting that a user means by a number or a name.

use std::collections::BTreeSet;

use crate::cli::ui::counted;
use crate::correct::{Change, Subject, Target};
use crate::record::{ActorId, LocationId, MeetingId};
use crate::resolve::State;
use crate::store::{Error, Filter, Store};

/// The one thing that a number or name means.
pub(super) fn one(store: &Store, name: &str, thing: Option<Subject>) -> anyhow::Result<Target> {
    let mut all = of_one_kind(store, &[name], thing)?;
    Ok(all.remove(0))
}

/// The things that some numbers or names mean, all of one kind.
pub(super) fn of_one_kind(
    store: &Store,
    names: &[&str],
    thing: Option<Subject>,
) -> anyhow::Result<Vec<Target>> {
    let mut found = Vec::new();
    for name in names {
        let candidates = candidates(store, name, thing)?;
        if candidates.is_empty() {
            anyhow::bail!("{}", unknown(store, name, thing)?);
        }
        found.push(candidates);
    }
    // A name that means an actor and a place means what the others mean.
    let kinds = |list: &Vec<(Subject, i64)>| list.iter().map(|it| it.0).collect::<BTreeSet<_>>();
    let common: BTreeSet<Subject> = found
        .iter()
        .map(kinds)
        .reduce(|one, other| one.intersection(&other).copied().collect())
        .unwrap_or_default();
    if common.is_empty() {
        anyhow::bail!(
            "{} are not of one kind: actors go with actors, locations with locations, meetings with meetings",
            names.iter().map(|name| format!("‘{name}’")).collect::<Vec<_>>().join(" and ")
        );
    }
    let mut targets = Vec::new();
    for (name, mut candidates) in names.iter().zip(found) {
        candidates.retain(|it| common.contains(&it.0));
        let [(subject, id)] = candidates[..] else {
            anyhow::bail!(
                "‘{name}’ may be any of {}; name one by its number:{}",
                candidates.len(),
                described(store, &candidates)?
            );
        };
        let target = store.target(subject, id)?;
        let target = target.filter(|it| !it.entries.is_empty()).ok_or_else(|| {
            anyhow::anyhow!("no article names {subject} {id}: a correction made it, and undoing that ends it")
        })?;
        targets.push(target);
    }
    Ok(targets)
}

/// All that a number or name may mean.
fn candidates(
    store: &Store,
    name: &str,
    thing: Option<Subject>,
) -> Result<Vec<(Subject, i64)>, Error> {
    let wanted = |subject| thing.is_none_or(|it| it == subject);
    let mut found = Vec::new();
    let number: Option<i64> = name.trim().trim_start_matches('m').parse().ok();
    if let Some(id) = number {
        let is_there = [
            (Subject::Actor, store.has_actor(ActorId::new(id))?),
            (Subject::Location, store.has_location(LocationId::new(id))?),
            (Subject::Meeting, store.has_meeting(MeetingId::new(id))?),
        ];
        found.extend(is_there.into_iter().filter(|it| it.1).map(|it| (it.0, id)));
    } else {
        found.extend(store.actors_named(name)?.into_iter().map(|it| (Subject::Actor, it.row())));
        let places = store.locations_called(name)?;
        found.extend(places.into_iter().map(|it| (Subject::Location, it.row())));
    }
    found.retain(|it| wanted(it.0));
    Ok(found)
}

/// A line for each of several things, which tells it from the others.
fn described(store: &Store, candidates: &[(Subject, i64)]) -> Result<String, Error> {
    let mut lines = String::new();
    for &(subject, id) in candidates {
        let own = Some(id.to_string());
        let line = match subject {
            Subject::Actor => {
                let filter = Filter { actor: own, ..Filter::default() };
                store.list_actors(&filter)?.pop().map(|it| {
                    let kind = vec![it.kind.to_string()];
                    let more = [&kind, &it.roles, &it.affiliations].map(Vec::as_slice).concat();
                    format!("{} ({}; {})", it.name, more.join(", "), counted(it.meetings, "meeting"))
                })
            }
            Subject::Location => {
                let filter = Filter { location: own, ..Filter::default() };
                store.list_locations(&filter)?.pop().map(|it| {
                    let country = if it.country.is_empty() { "" } else { ", " };
                    format!("{} ({}{country}{}; a location)", it.name, it.kind, it.country)
                })
            }
            Subject::Meeting => store.target(subject, id)?.map(|it| it.name),
        };
        lines.extend(["\n  ", &id.to_string(), " ", &line.unwrap_or_default()]);
    }
    Ok(lines)
}

/// Says that nothing is called so, and what became of it, where a correction tells.
fn unknown(store: &Store, name: &str, thing: Option<Subject>) -> Result<String, Error> {
    let what = thing.map_or("actor, location or meeting", Subject::as_str);
    let lists = thing.map_or_else(
        || "`chancery actors`, `locations` and `meetings` list them".to_owned(),
        |thing| format!("`chancery {thing}s` lists them"),
    );
    let number: Option<i64> = name.trim().trim_start_matches('m').parse().ok();
    let rows = store.list_corrections()?;
    for row in rows.iter().rev().filter(|it| it.state == State::InForce) {
        let Some(correction) = store.correction(row.number)? else { continue };
        let (gone, how): (Vec<&Target>, String) = match &correction.change {
            Change::Merge { into, from } => {
                (from.iter().collect(), format!("made it part of {into}"))
            }
            Change::Reject { target } => (vec![target], "rejected it".to_owned()),
            _ => continue,
        };
        if gone.iter().any(|it| Some(it.number) == number || it.name == name) {
            return Ok(format!("there is no {what} ‘{name}’: correction {} {how}", row.number));
        }
    }
    Ok(format!("there is no {what} ‘{name}’; {lists}"))
}
