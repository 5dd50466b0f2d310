//! Names as they are compared, and the things that a name means.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Params, Transaction};

use crate::record::{ActorId, LocationId};
use crate::store::sql::to_json;
use crate::store::{Error, Store};
use crate::text::fold;

/// A name among those that are known, with how much is known of its thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownName {
    /// The name, folded.
    pub name: String,
    /// The thing's number.
    pub id: i64,
    /// Whether it is the thing's own name.
    pub is_own: bool,
}

/// What is looked for: the names of actors, of locations, or of locations and their countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Among {
    Actors,
    Locations,
    Places,
}

impl Among {
    /// The things in the table of names.
    const fn things(self) -> &'static str {
        match self {
            Self::Actors => "('actor')",
            Self::Locations => "('location')",
            Self::Places => "('location', 'country')",
        }
    }

    /// The same names where they were not gathered yet: with a number, a name, whether it is the
    /// thing's own, and whether the thing is a person.
    fn gathered(self) -> String {
        match self {
            Self::Actors => actors(ALL),
            Self::Locations => locations(ALL),
            Self::Places => format!("{} union {}", locations(ALL), countries(ALL)),
        }
    }
}

/// Of all things.
const ALL: &str = "is not null";

/// Of those whose numbers are given as JSON.
const SOME: &str = "in (select value from json_each(?1))";

/// The names of actors whose number fulfills a condition.
fn actors(which: &str) -> String {
    format!(
        "select id, name, 1 as own, kind = 'person' as person from actors where id {which} \
         union {}",
        actor_entries(&format!("m.actor {which}"))
    )
}

/// The names that the entries of actors give these, of those that fulfill a condition.
fn actor_entries(condition: &str) -> String {
    format!(
        "select m.actor, t.text, 0, a.kind = 'person' from actor_members m \
         join actor_mentions t on t.entry = m.entry join actors a on a.id = m.actor \
         where {condition} \
         union select m.actor, e.canonical, 0, a.kind = 'person' from actor_members m \
         join actor_entries e on e.id = m.entry join actors a on a.id = m.actor where {condition}"
    )
}

/// The names of locations.
fn locations(which: &str) -> String {
    format!(
        "select id, name, 1 as own, 0 as person from locations where id {which} \
         union {}",
        location_entries(&format!("m.location {which}"))
    )
}

/// The names that the entries of locations give these, of those that fulfill a condition.
fn location_entries(condition: &str) -> String {
    format!(
        "select m.location, e.name, 1, 0 from location_members m \
         join location_entries e on e.id = m.entry where {condition}"
    )
}

/// The countries of locations.
fn countries(which: &str) -> String {
    format!("select id, country, 0, 0 from locations where country <> '' and id {which}")
}

/// Whom actors act for: states and organizations for themselves too.
fn sides(which: &str) -> String {
    format!(
        "select x.id, j.value, 0, x.kind = 'person' from actors x, json_each(x.affiliations) j \
         where x.id {which} union select id, name, 1, 0 from actors where kind <> 'person' and id {which}"
    )
}

/// Gathers the names of the actors and locations that have none, all or those among some, and those of
/// entries that came to others.
pub(super) fn fill(
    transaction: &Transaction<'_>,
    among: Option<(&[i64], &[i64])>,
) -> Result<(), Error> {
    // Each actor and location has a name of its own, and is done with all that it has.
    let nameless = |thing: &str, among: Option<&[i64]>| -> Result<String, Error> {
        let own = among.map_or_else(String::new, |_| format!("x.id {SOME} and "));
        let sql = format!(
            "select json_group_array(x.id) from {thing}s x where {own} \
             not exists (select 1 from names n where n.thing = '{thing}' and n.id = x.id)"
        );
        let mut statement = transaction.prepare(&sql)?;
        let found = match among {
            Some(among) => statement.query_row([to_json(&among)], |row| row.get(0)),
            None => statement.query_row([], |row| row.get(0)),
        };
        Ok(found?)
    };
    let some_actors = nameless("actor", among.map(|it| it.0))?;
    let some_locations = nameless("location", among.map(|it| it.1))?;
    for (thing, sql, some) in [
        ("actor", actors(SOME), &some_actors),
        ("location", locations(SOME), &some_locations),
        ("country", countries(SOME), &some_locations),
        ("side", sides(SOME), &some_actors),
    ] {
        for (name, told) in gather(transaction, &sql, [some])? {
            insert(transaction, thing, &name, told)?;
        }
    }
    let mut known =
        transaction.prepare("select 1 from names where thing = ?1 and id = ?2 and name = ?3")?;
    let fresh = |thing: &str| {
        format!("m.entry in (select entry from fresh_members where thing = '{thing}')")
    };
    for (thing, sql) in [
        ("actor", actor_entries(&fresh("actor"))),
        ("location", location_entries(&fresh("location"))),
    ] {
        for (name, told) in gather(transaction, &sql, [])? {
            if !known.exists((thing, name.0, &name.1))? {
                insert(transaction, thing, &name, told)?;
            }
        }
    }
    transaction.execute("delete from fresh_members", [])?;
    Ok(())
}

/// Names of things, each with whether it is the thing's own, and whether the thing is a person.
type Gathered = BTreeMap<(i64, String), (bool, bool)>;

/// What some SQL finds. One name in several spellings is one; it is the thing's own if one of them
/// is.
fn gather(transaction: &Transaction<'_>, sql: &str, given: impl Params) -> Result<Gathered, Error> {
    let mut all = Gathered::new();
    each(transaction, sql, given, |id, name, is_own, is_person| {
        let known = all.entry((id, fold(name))).or_default();
        *known = (known.0 || is_own, is_person);
    })?;
    Ok(all)
}

/// Writes a name, and the words by which it is found.
fn insert(
    transaction: &Transaction<'_>,
    thing: &str,
    (id, name): &(i64, String),
    (is_own, is_person): (bool, bool),
) -> Result<(), Error> {
    transaction
        .prepare_cached(
            "insert into names (thing, id, name, own, person) values (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((thing, id, name, is_own, is_person))?;
    if thing == "side" {
        return Ok(());
    }
    let number = transaction.last_insert_rowid();
    let mut word = transaction
        .prepare_cached("insert or ignore into name_words (word, name) values (?1, ?2)")?;
    for own in name.split(' ') {
        word.execute((own, number))?;
    }
    Ok(())
}

fn each(
    connection: &Connection,
    sql: &str,
    given: impl Params,
    mut found: impl FnMut(i64, &str, bool, bool),
) -> Result<(), Error> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(given)?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(1)?;
        found(row.get(0)?, &name, row.get(2)?, row.get(3)?);
    }
    Ok(())
}

/// The things that a name means, by how well it names them.
#[derive(Default)]
struct Meant {
    own: Vec<i64>,
    whole: Vec<i64>,
    family: Vec<i64>,
    partial: Vec<i64>,
}

impl Meant {
    fn take(&mut self, wanted: &str, id: i64, (is_own, is_person): (bool, bool), whole: bool) {
        let is_word = !wanted.contains(' ');
        match () {
            () if whole && is_person && is_word => self.family.push(id),
            () if whole && is_own => self.own.push(id),
            () if whole => self.whole.push(id),
            () if is_person => self.family.push(id),
            () => self.partial.push(id),
        }
    }

    fn best(self) -> Vec<i64> {
        let mut found = match () {
            () if !self.own.is_empty() => self.own,
            () if !self.whole.is_empty() => self.whole,
            () if !self.family.is_empty() => self.family,
            () => self.partial,
        };
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Store {
    /// The actors that a user means: by number, by a whole name, or else by words of a name.
    ///
    /// One word may be the family name of several people, even if articles call only one of them
    /// by it alone: then all are meant.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn actors_named(&self, name: &str) -> Result<Vec<ActorId>, Error> {
        Ok(self.named(name, Among::Actors)?.into_iter().map(ActorId::new).collect())
    }

    /// The locations that a user means, by name or by their country.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn locations_named(&self, name: &str) -> Result<Vec<LocationId>, Error> {
        Ok(self.named(name, Among::Places)?.into_iter().map(LocationId::new).collect())
    }

    /// The locations that bear a name, whatever country they lie in.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn locations_called(&self, name: &str) -> Result<Vec<LocationId>, Error> {
        Ok(self.named(name, Among::Locations)?.into_iter().map(LocationId::new).collect())
    }

    fn named(&self, name: &str, among: Among) -> Result<Vec<i64>, Error> {
        if let Ok(id) = name.trim().parse::<i64>() {
            return Ok(vec![id]);
        }
        let wanted = fold(name);
        let mut meant = Meant::default();
        if !self.has_names()? {
            each(&self.connection, &among.gathered(), [], |id, text, is_own, is_person| {
                let text = fold(text);
                if text == wanted || has_words(&text, &wanted) {
                    meant.take(&wanted, id, (is_own, is_person), text == wanted);
                }
            })?;
            return Ok(meant.best());
        }
        // The longest word is in the fewest names.
        let Some(word) = wanted.split(' ').max_by_key(|word| word.len()) else {
            return Ok(Vec::new());
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "select n.id, n.name, n.own, n.person from name_words w join names n on n.row = w.name \
             where w.word = ?1 and n.thing in {}",
            among.things()
        ))?;
        let mut rows = statement.query([word])?;
        while let Some(row) = rows.next()? {
            let text: String = row.get(1)?;
            if text == wanted || has_words(&text, &wanted) {
                meant.take(&wanted, row.get(0)?, (row.get(2)?, row.get(3)?), text == wanted);
            }
        }
        Ok(meant.best())
    }

    /// Whether the names were gathered: not so in a database of an earlier version of the program
    /// that nothing was added to since.
    fn has_names(&self) -> Result<bool, Error> {
        let sql = "select exists (select 1 from names) or not exists (select 1 from actors)";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// Those who act for a state or organization, and itself where it is an actor.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn actors_of(&self, side: &str) -> Result<Vec<ActorId>, Error> {
        let wanted = fold(side);
        let mut found = BTreeSet::new();
        if self.has_names()? {
            let mut statement = self
                .connection
                .prepare_cached("select id from names where name = ?1 and thing = 'side'")?;
            let mut rows = statement.query([&wanted])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get::<_, i64>(0)?);
            }
        } else {
            each(&self.connection, &sides(ALL), [], |id, name, _, _| {
                if fold(name) == wanted {
                    found.insert(id);
                }
            })?;
        }
        Ok(found.into_iter().map(ActorId::new).collect())
    }

    /// All names of actors, for finding one that is nearly right.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn all_actor_names(&self) -> Result<Vec<KnownName>, Error> {
        self.all_names(Among::Actors)
    }

    /// All names of locations and of their countries.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn all_location_names(&self) -> Result<Vec<KnownName>, Error> {
        self.all_names(Among::Places)
    }

    fn all_names(&self, among: Among) -> Result<Vec<KnownName>, Error> {
        let mut found = Vec::new();
        if self.has_names()? {
            let sql = format!(
                "select id, name, own from names where thing in {} order by thing, id, name",
                among.things()
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.push(KnownName { id: row.get(0)?, name: row.get(1)?, is_own: row.get(2)? });
            }
        } else {
            each(&self.connection, &among.gathered(), [], |id, name, is_own, _| {
                found.push(KnownName { id, name: fold(name), is_own });
            })?;
        }
        Ok(found)
    }
}

/// Whether a folded text has some words in a row.
fn has_words(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text} ").contains(&format!(" {words} "))
}
