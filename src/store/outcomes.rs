//! What resolution comes to, written down: of all rows those that are other than before.
//!
//! Each thing has a print of all that was written of it. A thing with the same print is left as it
//! is; the database takes the print away from a thing that loses an entry with its article.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::{OptionalExtension, Rows as SqlRows, Transaction, params};
use rustc_hash::FxHashSet;

use crate::correct::Subject;
use crate::record::{ActorId, ActorRef, LocationId, LocationRef, MeetingId, MeetingRef};
use crate::resolve::{Actor, Doubt, Entry, Location, Meeting, Merge, Renewal, Resolution};
use crate::store::digests::Rows;
use crate::store::ledger::Ledger;
use crate::store::recount::Stale;
use crate::store::sql::{integer, json, to_json};
use crate::store::{Error, corrections};
use crate::text::mixed;

/// The things that are other than before, or gone, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The actors.
    pub actors: Vec<ActorId>,
    /// The locations.
    pub locations: Vec<LocationId>,
    /// The meetings.
    pub meetings: Vec<MeetingId>,
}

/// A thing as it is to be written.
struct Written<'a, T> {
    thing: &'a T,
    id: i64,
    /// Its entries, and their rows.
    rows: &'a [Rows],
    entries_of: fn(&[Rows], &T) -> Vec<i64>,
    print: i64,
}

impl<'a, T> Written<'a, T> {
    fn new(
        (thing, id): (&'a T, i64),
        rows: &'a [Rows],
        entries: impl Iterator<Item = i64>,
        entries_of: fn(&[Rows], &T) -> Vec<i64>,
        put: impl Fn(&T, &mut Print),
    ) -> Self {
        let mut print = Print(DefaultHasher::new());
        // Whatever their order is, a hash of all.
        let (sum, count) = entries.fold((0_u64, 0_u64), |(sum, count), row| {
            (sum.wrapping_add(mixed(row.cast_unsigned())), count + 1)
        });
        print.put((sum, count));
        put(thing, &mut print);
        Self { thing, id, rows, entries_of, print: print.0.finish().cast_signed() }
    }

    /// The rows of its entries, in order.
    fn entries(&self) -> Vec<i64> {
        let mut entries = (self.entries_of)(self.rows, self.thing);
        entries.sort_unstable();
        entries
    }
}

/// A print in the making. Another version of the standard library may give another one; then all is
/// written once more.
struct Print(DefaultHasher);

impl Print {
    fn put(&mut self, value: impl Hash) {
        value.hash(&mut self.0);
    }

    fn put_real(&mut self, value: Option<f64>) {
        self.put(value.map(f64::to_bits));
    }
}

fn put_actor(it: &Actor, print: &mut Print) {
    print.put((&it.name, it.kind.as_str(), &it.ids, &it.roles, &it.affiliations));
    for merge in &it.merges {
        print.put((&merge.one, &merge.other, &merge.reasons));
        print.put_real(Some(merge.score));
    }
}

fn put_location(it: &Location, print: &mut Print) {
    print.put((&it.name, it.kind.as_str(), &it.country, &it.ids, it.city.map(LocationId::row)));
    print.put_real(it.lat);
    print.put_real(it.lon);
}

fn put_meeting(it: &Meeting, print: &mut Print) {
    print.put((it.kind.as_str(), it.status.as_str(), it.date.map(|date| date.to_string())));
    print.put((&it.codes.plover, &it.codes.cameo));
    print.put_real(Some(it.confidence));
    for (actor, sources) in &it.participants {
        print.put((actor.row(), sources, part(it, *actor)));
    }
    print.put("places");
    for (location, _) in &it.locations {
        print.put(location.row());
    }
}

/// The part that a participant has in a meeting.
fn part(meeting: &Meeting, actor: ActorId) -> &'static str {
    match () {
        () if meeting.hosts.contains(&actor) => "host",
        () if meeting.mediators.contains(&actor) => "mediator",
        () => "participant",
    }
}

/// What is to be done with the things of a kind.
struct Difference<'a, T> {
    /// Those that are new or other than before.
    changed: Vec<Written<'a, T>>,
    /// The numbers of those that are gone.
    gone: Vec<i64>,
    /// The rows of entries that come to things, with the numbers of these, where that is known.
    moved: Option<Vec<(i64, i64)>>,
}

impl<T> Difference<'_, T> {
    /// The numbers of all that is other than before.
    fn ids<I>(&self, new: fn(i64) -> I) -> Vec<I> {
        let changed = self.changed.iter().map(|it| it.id);
        changed.chain(self.gone.iter().copied()).map(new).collect()
    }
}

/// Compares things with what was written of them.
fn difference<'a, T>(
    transaction: &Transaction<'_>,
    subject: Subject,
    things: Vec<Written<'a, T>>,
) -> Result<Difference<'a, T>, Error> {
    let table = format!("{subject}s");
    let mut statement = transaction.prepare(&format!(
        "select t.id, o.print from {table} t \
         left join outcomes o on o.thing = '{subject}' and o.id = t.id"
    ))?;
    let mut rows = statement.query([])?;
    let mut before: BTreeMap<i64, Option<i64>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        before.insert(row.get(0)?, row.get(1)?);
    }
    let mut changed = Vec::new();
    for it in things {
        if before.remove(&it.id).flatten() != Some(it.print) {
            changed.push(it);
        }
    }
    Ok(Difference { changed, gone: before.into_keys().collect(), moved: None })
}

/// The rows of entries.
fn rows_of<R: Copy>(
    rows: &[Rows],
    entries: &[Entry<R>],
    first: fn(&Rows) -> i64,
    index: fn(R) -> usize,
) -> impl Iterator<Item = i64> {
    entries.iter().map(move |at| first(&rows[at.article]) + integer(index(at.entry)))
}

fn actor_rows(rows: &[Rows], it: &Actor) -> impl Iterator<Item = i64> {
    rows_of(rows, &it.entries, |it| it.actor, ActorRef::index)
}

fn location_rows(rows: &[Rows], it: &Location) -> impl Iterator<Item = i64> {
    rows_of(rows, &it.entries, |it| it.location, LocationRef::index)
}

fn meeting_rows(rows: &[Rows], it: &Meeting) -> impl Iterator<Item = i64> {
    rows_of(rows, &it.entries, |it| it.meeting, MeetingRef::index)
}

fn actors<'a>(rows: &'a [Rows], all: &'a [Actor]) -> Vec<Written<'a, Actor>> {
    let all_of = |rows: &[Rows], it: &Actor| actor_rows(rows, it).collect();
    let own = |it: &'a Actor| {
        Written::new((it, it.id.row()), rows, actor_rows(rows, it), all_of, put_actor)
    };
    all.iter().map(own).collect()
}

fn locations<'a>(rows: &'a [Rows], all: &'a [Location]) -> Vec<Written<'a, Location>> {
    let all_of = |rows: &[Rows], it: &Location| location_rows(rows, it).collect();
    let own = |it: &'a Location| {
        Written::new((it, it.id.row()), rows, location_rows(rows, it), all_of, put_location)
    };
    all.iter().map(own).collect()
}

fn meetings<'a>(rows: &'a [Rows], all: &'a [Meeting]) -> Vec<Written<'a, Meeting>> {
    let all_of = |rows: &[Rows], it: &Meeting| meeting_rows(rows, it).collect();
    let own = |it: &'a Meeting| {
        Written::new((it, it.id.row()), rows, meeting_rows(rows, it), all_of, put_meeting)
    };
    all.iter().map(own).collect()
}

/// Writes what is other than before; tells of which things.
pub(super) fn write(
    transaction: &Transaction<'_>,
    rows: &[Rows],
    resolution: &Resolution,
) -> Result<Changes, Error> {
    let all = Differences {
        actors: difference(transaction, Subject::Actor, actors(rows, &resolution.actors))?,
        locations: difference(
            transaction,
            Subject::Location,
            locations(rows, &resolution.locations),
        )?,
        meetings: difference(transaction, Subject::Meeting, meetings(rows, &resolution.meetings))?,
    };
    let changes = all.write(transaction)?;
    write_doubts(transaction, &resolution.doubts, doubted(transaction, |_| true)?)?;
    write_copies(transaction, rows, &resolution.stories)?;
    Ok(changes)
}

/// Writes what new articles made other than before; tells of which things.
pub(super) fn write_again(
    transaction: &Transaction<'_>,
    ledger: &Ledger,
    renewal: &Renewal,
) -> Result<(Changes, Stale), Error> {
    let rows = &ledger.rows;
    let gone_actors = renewal.gone_actors().map(ActorId::row);
    let gone_meetings = renewal.gone_meetings().map(MeetingId::row);
    let gone_locations = renewal.gone_locations.iter().map(|it| it.row());
    let moved_actors = renewal
        .moved_actors
        .iter()
        .map(|(at, id)| (rows[at.article].actor + integer(at.entry.index()), id.row()));
    let moved_locations = renewal
        .moved_locations
        .iter()
        .map(|(at, id)| (rows[at.article].location + integer(at.entry.index()), id.row()));
    let all = Differences {
        actors: difference_of(
            transaction,
            Subject::Actor,
            (actors(rows, &renewal.actors), gone_actors.collect()),
            Some(moved_actors.collect()),
        )?,
        locations: difference_of(
            transaction,
            Subject::Location,
            (locations(rows, &renewal.locations), gone_locations.collect()),
            Some(moved_locations.collect()),
        )?,
        meetings: difference_of(
            transaction,
            Subject::Meeting,
            (meetings(rows, &renewal.meetings), gone_meetings.collect()),
            None,
        )?,
    };
    let stale = Stale::new(transaction, &all.changes(), renewal)?;
    let changes = all.write(transaction)?;
    let own: BTreeSet<i64> = renewal.touched_actors.iter().map(|it| it.row()).collect();
    let is_own = |(one, other): (i64, i64)| own.contains(&one) || own.contains(&other);
    if ledger.before.has_doubts(renewal) {
        let new = |id: ActorId| {
            renewal.touched_actors.contains(&id)
                || renewal.actors.binary_search_by_key(&id, |it| it.id).is_ok()
        };
        let doubts = renewal.doubts.iter().filter(|it| new(it.one) || new(it.other));
        let mut before = Doubted::new();
        for side in ["one", "other"] {
            let mut statement = transaction.prepare(&format!(
                "select one, other, score, reasons from actor_doubts \
                 where {side} in (select value from json_each(?1))"
            ))?;
            gather_doubts(statement.query([to_json(&own)])?, |_| true, &mut before)?;
        }
        write_doubts(transaction, doubts, before)?;
    } else {
        let bodies: FxHashSet<i64> = transaction
            .prepare("select id from actors where kind <> 'person'")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let before = doubted(transaction, |(one, other)| {
            is_own((one, other)) || bodies.contains(&one) && bodies.contains(&other)
        })?;
        write_doubts(transaction, &renewal.doubts, before)?;
    }
    for article in ledger.before.other_copies(renewal) {
        let (own, story) = (rows[article].article, renewal.stories[article]);
        if story == article {
            transaction.execute("delete from article_copies where article = ?1", [own])?;
        } else {
            copy(transaction, own, rows[story].article)?;
        }
    }
    Ok((changes, stale))
}

/// What is to be done with all things.
struct Differences<'a> {
    actors: Difference<'a, Actor>,
    locations: Difference<'a, Location>,
    meetings: Difference<'a, Meeting>,
}

impl Differences<'_> {
    /// Does it; tells with which.
    fn write(&self, transaction: &Transaction<'_>) -> Result<Changes, Error> {
        let Self { actors, locations, meetings } = self;
        write_actors(transaction, &actors.changed)?;
        write_members(transaction, Subject::Actor, actors)?;
        write_locations(transaction, &locations.changed)?;
        write_members(transaction, Subject::Location, locations)?;
        write_meetings(transaction, &meetings.changed)?;
        write_members(transaction, Subject::Meeting, meetings)?;
        // What goes takes nothing along: its entries have gone elsewhere.
        finish(transaction, Subject::Meeting, meetings)?;
        finish(transaction, Subject::Location, locations)?;
        finish(transaction, Subject::Actor, actors)?;
        Ok(self.changes())
    }

    /// The things that are other than before, or gone.
    fn changes(&self) -> Changes {
        Changes {
            actors: self.actors.ids(ActorId::new),
            locations: self.locations.ids(LocationId::new),
            meetings: self.meetings.ids(MeetingId::new),
        }
    }
}

/// Compares some things with what was written of them; others are gone.
fn difference_of<'a, T>(
    transaction: &Transaction<'_>,
    subject: Subject,
    (things, gone): (Vec<Written<'a, T>>, Vec<i64>),
    moved: Option<Vec<(i64, i64)>>,
) -> Result<Difference<'a, T>, Error> {
    let mut print = transaction
        .prepare(&format!("select print from outcomes where thing = '{subject}' and id = ?1"))?;
    let mut changed = Vec::new();
    for it in things {
        let known: Option<i64> = print.query_row([it.id], |row| row.get(0)).optional()?;
        if known != Some(it.print) {
            changed.push(it);
        }
    }
    Ok(Difference { changed, gone, moved })
}

/// Why an actor is one, as it was written.
pub(super) fn merges(transaction: &Transaction<'_>, actor: ActorId) -> Result<Vec<Merge>, Error> {
    let mut statement = transaction.prepare_cached(
        "select one, other, score, reasons from actor_merges where actor = ?1 order by rank",
    )?;
    let mut rows = statement.query([actor.row()])?;
    let mut merges = Vec::new();
    while let Some(row) = rows.next()? {
        merges.push(Merge {
            one: row.get("one")?,
            other: row.get("other")?,
            score: row.get("score")?,
            reasons: json(row, "reasons")?,
        });
    }
    Ok(merges)
}

/// The names of those who are one with an actor with such a likelihood or more, and yet were kept apart, as it
/// was written.
pub(super) fn refused(
    transaction: &Transaction<'_>,
    actor: ActorId,
    least: f64,
) -> Result<Vec<String>, Error> {
    let mut statement = transaction.prepare_cached(
        "select x.name from actor_doubts d join actors x on x.id = d.other \
         where d.one = ?1 and d.score >= ?2 union all \
         select x.name from actor_doubts d join actors x on x.id = d.one \
         where d.other = ?1 and d.score >= ?2",
    )?;
    let found = statement.query_map((actor.row(), least), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Brings the entries of things to what they are.
fn write_members<T>(
    transaction: &Transaction<'_>,
    subject: Subject,
    difference: &Difference<'_, T>,
) -> Result<(), Error> {
    let (_, members, column) = corrections::tables(subject);
    let mut before = transaction
        .prepare(&format!("select entry from {members} where {column} = ?1 order by entry"))?;
    let mut remove = transaction
        .prepare(&format!("delete from {members} where entry = ?1 and {column} = ?2"))?;
    let mut insert = transaction.prepare(&format!(
        "insert into {members} (entry, {column}) values (?1, ?2) \
         on conflict (entry) do update set {column} = excluded.{column}"
    ))?;
    if let Some(moved) = &difference.moved {
        for it in moved {
            insert.execute(*it)?;
        }
        return Ok(());
    }
    for it in &difference.changed {
        // Both are in order; of thousands few are other than before.
        let mut new = it.entries().into_iter().peekable();
        let (mut came, mut gone) = (Vec::new(), Vec::new());
        let mut rows = before.query([it.id])?;
        while let Some(row) = rows.next()? {
            let old: i64 = row.get(0)?;
            came.extend(std::iter::from_fn(|| new.next_if(|&entry| entry < old)));
            if new.next_if_eq(&old).is_none() {
                gone.push(old);
            }
        }
        for entry in gone {
            remove.execute((entry, it.id))?;
        }
        for entry in came.into_iter().chain(new) {
            insert.execute((entry, it.id))?;
        }
    }
    Ok(())
}

/// Removes what is gone, and keeps the prints of what was written.
fn finish<T>(
    transaction: &Transaction<'_>,
    subject: Subject,
    difference: &Difference<'_, T>,
) -> Result<(), Error> {
    let mut remove = transaction.prepare(&format!("delete from {subject}s where id = ?1"))?;
    let mut forget = transaction.prepare("delete from outcomes where thing = ?1 and id = ?2")?;
    for id in &difference.gone {
        remove.execute([id])?;
        forget.execute((subject.as_str(), id))?;
    }
    let mut keep = transaction.prepare(
        "insert into outcomes (thing, id, print) values (?1, ?2, ?3) \
         on conflict (thing, id) do update set print = excluded.print",
    )?;
    for it in &difference.changed {
        keep.execute((subject.as_str(), it.id, it.print))?;
    }
    Ok(())
}

fn write_actors(
    transaction: &Transaction<'_>,
    changed: &[Written<'_, Actor>],
) -> Result<(), Error> {
    let mut insert = transaction.prepare(
        "insert into actors (id, name, kind, ids, roles, affiliations) \
         values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (id) do update set name = excluded.name, \
         kind = excluded.kind, ids = excluded.ids, roles = excluded.roles, \
         affiliations = excluded.affiliations",
    )?;
    let mut forget = transaction.prepare("delete from actor_merges where actor = ?1")?;
    let mut reason = transaction.prepare(
        "insert into actor_merges (actor, rank, one, other, score, reasons) \
         values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for Written { thing: it, id, .. } in changed {
        insert.execute(params![
            id,
            it.name,
            it.kind.as_str(),
            to_json(&it.ids),
            to_json(&it.roles),
            to_json(&it.affiliations),
        ])?;
        forget.execute([id])?;
        for (rank, merge) in (1_i64..).zip(&it.merges) {
            let reasons = to_json(&merge.reasons);
            reason.execute(params![id, rank, merge.one, merge.other, merge.score, reasons])?;
        }
    }
    Ok(())
}

fn write_locations(
    transaction: &Transaction<'_>,
    changed: &[Written<'_, Location>],
) -> Result<(), Error> {
    let mut insert = transaction.prepare(
        "insert into locations (id, name, kind, country, lat, lon, ids, city) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (id) do update set \
         name = excluded.name, kind = excluded.kind, country = excluded.country, \
         lat = excluded.lat, lon = excluded.lon, ids = excluded.ids, city = excluded.city",
    )?;
    for Written { thing: it, id, .. } in changed {
        insert.execute(params![
            id,
            it.name,
            it.kind.as_str(),
            it.country,
            it.lat,
            it.lon,
            to_json(&it.ids),
            it.city.map(LocationId::row),
        ])?;
    }
    Ok(())
}

fn write_meetings(
    transaction: &Transaction<'_>,
    changed: &[Written<'_, Meeting>],
) -> Result<(), Error> {
    let mut insert = transaction.prepare(
        "insert into meetings (id, kind, status, date, date_from, date_to, precision, plover, cameo, \
         confidence) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         on conflict (id) do update set kind = excluded.kind, status = excluded.status, \
         date = excluded.date, date_from = excluded.date_from, date_to = excluded.date_to, \
         precision = excluded.precision, plover = excluded.plover, cameo = excluded.cameo, \
         confidence = excluded.confidence",
    )?;
    let mut dismiss = transaction.prepare("delete from meeting_participants where meeting = ?1")?;
    let mut participant = transaction.prepare(
        "insert into meeting_participants (meeting, actor, part, sources) values (?1, ?2, ?3, ?4)",
    )?;
    let mut leave = transaction.prepare("delete from meeting_places where meeting = ?1")?;
    let mut place = transaction
        .prepare("insert into meeting_places (meeting, location, rank) values (?1, ?2, ?3)")?;
    for Written { thing: it, id, .. } in changed {
        insert.execute(params![
            id,
            it.kind.as_str(),
            it.status.as_str(),
            it.date.map(|date| date.to_string()),
            it.date.map(|date| date.first().to_string()),
            it.date.map(|date| date.last().to_string()),
            it.date.map(|date| date.precision().as_str()),
            it.codes.plover,
            it.codes.cameo,
            it.confidence,
        ])?;
        dismiss.execute([id])?;
        for &(actor, sources) in &it.participants {
            participant.execute(params![id, actor.row(), part(it, actor), integer(sources)])?;
        }
        leave.execute([id])?;
        for (rank, (location, _)) in (1_i64..).zip(&it.locations) {
            place.execute((id, location.row(), rank))?;
        }
    }
    Ok(())
}

/// Pairs of actors that may be one, with how sure that is and why.
type Doubted = BTreeMap<(i64, i64), (f64, String)>;

/// The pairs that were written, of those that are looked at.
fn doubted(
    transaction: &Transaction<'_>,
    is_looked_at: impl Fn((i64, i64)) -> bool,
) -> Result<Doubted, Error> {
    let mut before = Doubted::new();
    let sql = "select one, other, score, reasons from actor_doubts";
    gather_doubts(transaction.prepare(sql)?.query([])?, is_looked_at, &mut before)?;
    Ok(before)
}

/// Gathers pairs that were written, of those that are looked at.
fn gather_doubts(
    mut rows: SqlRows<'_>,
    is_looked_at: impl Fn((i64, i64)) -> bool,
    found: &mut Doubted,
) -> Result<(), Error> {
    while let Some(row) = rows.next()? {
        let pair = (row.get(0)?, row.get(1)?);
        if is_looked_at(pair) {
            found.insert(pair, (row.get(2)?, row.get(3)?));
        }
    }
    Ok(())
}

/// Brings the pairs of actors that may be one to what they are.
fn write_doubts<'d>(
    transaction: &Transaction<'_>,
    doubts: impl IntoIterator<Item = &'d Doubt>,
    mut before: Doubted,
) -> Result<(), Error> {
    let mut insert = transaction.prepare(
        "insert into actor_doubts (one, other, score, reasons) values (?1, ?2, ?3, ?4) \
         on conflict (one, other) do update set score = excluded.score, reasons = excluded.reasons",
    )?;
    for it in doubts {
        let pair = (it.one.row(), it.other.row());
        let own = (it.score, to_json(&it.reasons));
        if before.remove(&pair).as_ref() != Some(&own) {
            insert.execute(params![pair.0, pair.1, own.0, own.1])?;
        }
    }
    let mut remove =
        transaction.prepare("delete from actor_doubts where one = ?1 and other = ?2")?;
    for pair in before.into_keys() {
        remove.execute(pair)?;
    }
    Ok(())
}

/// Brings the articles that are copies of others to what they are.
fn write_copies(
    transaction: &Transaction<'_>,
    rows: &[Rows],
    stories: &[usize],
) -> Result<(), Error> {
    let mut statement = transaction.prepare("select article, original from article_copies")?;
    let mut found = statement.query([])?;
    let mut before: BTreeMap<i64, i64> = BTreeMap::new();
    while let Some(row) = found.next()? {
        before.insert(row.get(0)?, row.get(1)?);
    }
    for (article, &story) in stories.iter().enumerate() {
        let (own, original) = (rows[article].article, rows[story].article);
        if article != story && before.remove(&own) != Some(original) {
            copy(transaction, own, original)?;
        }
    }
    let mut remove = transaction.prepare("delete from article_copies where article = ?1")?;
    for article in before.into_keys() {
        remove.execute([article])?;
    }
    Ok(())
}

/// Notes that an article is a copy of another.
fn copy(transaction: &Transaction<'_>, article: i64, original: i64) -> Result<(), Error> {
    transaction
        .prepare_cached(
            "insert into article_copies (article, original) values (?1, ?2) \
             on conflict (article) do update set original = excluded.original",
        )?
        .execute((article, original))?;
    Ok(())
}
