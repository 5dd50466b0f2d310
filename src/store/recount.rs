//! Figures and names of what a few articles have changed: from what they were, and what is other.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Transaction, params};

use crate::record::{ActorId, ActorRef};
use crate::resolve::{Entry, Renewal};
use crate::store::figures::{self, Told, articles};
use crate::store::ledger::Ledger;
use crate::store::sql::{integer, to_json};
use crate::store::{Changes, Error, names};

/// The figures of an actor as they were.
struct Figures {
    articles: i64,
    meetings: i64,
    statements: i64,
    first: Option<String>,
    last: Option<String>,
}

/// The things of which figures or names may be other, as they were before that was written.
#[derive(Default)]
pub(super) struct Stale {
    /// Actors and locations, each with the meetings that it has more, or less.
    actors: BTreeMap<i64, i64>,
    locations: BTreeMap<i64, i64>,
    meetings: BTreeSet<i64>,
    figures: BTreeMap<i64, Figures>,
    places: BTreeMap<i64, (i64, i64)>,
}

impl Stale {
    /// Those that are changed or touched by what is.
    pub(super) fn new(
        transaction: &Transaction<'_>,
        changes: &Changes,
        renewal: &Renewal,
    ) -> Result<Self, Error> {
        let mut stale = Self::default();
        stale.actors.extend(changes.actors.iter().map(|it| (it.row(), 0)));
        stale.locations.extend(changes.locations.iter().map(|it| (it.row(), 0)));
        stale.meetings.extend(changes.meetings.iter().map(|it| it.row()));
        for (sql, all) in [
            ("select actor from meeting_participants where meeting = ?1", &mut stale.actors),
            ("select location from meeting_places where meeting = ?1", &mut stale.locations),
        ] {
            let mut statement = transaction.prepare_cached(sql)?;
            for meeting in &stale.meetings {
                let mut rows = statement.query([meeting])?;
                while let Some(row) = rows.next()? {
                    *all.entry(row.get(0)?).or_default() -= 1;
                }
            }
        }
        for meeting in renewal.meetings.iter().filter(|it| stale.meetings.contains(&it.id.row())) {
            for (actor, _) in &meeting.participants {
                *stale.actors.entry(actor.row()).or_default() += 1;
            }
            for (location, _) in &meeting.locations {
                *stale.locations.entry(location.row()).or_default() += 1;
            }
        }
        stale.read(transaction)?;
        Ok(stale)
    }

    fn read(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let mut statement = transaction.prepare_cached(
            "select articles, meetings, statements, first, last from actor_figures where actor = ?1",
        )?;
        for id in self.actors.keys() {
            let found = statement.query_row([id], |row| {
                Ok(Figures {
                    articles: row.get(0)?,
                    meetings: row.get(1)?,
                    statements: row.get(2)?,
                    first: row.get(3)?,
                    last: row.get(4)?,
                })
            });
            self.figures.extend(found.optional()?.map(|it| (*id, it)));
        }
        let mut statement = transaction.prepare_cached(
            "select articles, meetings from location_figures where location = ?1",
        )?;
        for id in self.locations.keys() {
            let found = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)));
            self.places.extend(found.optional()?.map(|it| (*id, it)));
        }
        Ok(())
    }

    /// Counts them anew, gathers names, and numbers the statements.
    pub(super) fn fill(
        mut self,
        transaction: &Transaction<'_>,
        ledger: &Ledger,
        renewal: &Renewal,
    ) -> Result<(), Error> {
        self.count_actors(transaction, ledger, renewal)?;
        self.count_locations(transaction, renewal)?;
        let mut of_article = transaction.prepare_cached(
            "select m.meeting from meeting_entries e join meeting_members m on m.entry = e.id \
             where e.article = ?1",
        )?;
        for article in ledger.before.other_copies(renewal) {
            let mut rows = of_article.query([ledger.rows[article].article])?;
            while let Some(row) = rows.next()? {
                self.meetings.insert(row.get(0)?);
            }
        }
        let sql = figures::meetings("in (select value from json_each(?1))");
        transaction.execute(
            &format!("insert or replace into meeting_figures (meeting, sources) {sql}"),
            [to_json(&self.meetings)],
        )?;
        figures::number(transaction)?;
        let actors: Vec<i64> = self.actors.into_keys().collect();
        let locations: Vec<i64> = self.locations.into_keys().collect();
        names::fill(transaction, Some((&actors, &locations)))
    }

    fn count_actors(
        &self,
        transaction: &Transaction<'_>,
        ledger: &Ledger,
        renewal: &Renewal,
    ) -> Result<(), Error> {
        let statements = statements(transaction, ledger, renewal)?;
        let mut insert = transaction.prepare_cached(
            "insert or replace into actor_figures \
             (actor, articles, meetings, statements, first, last) values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut others: Vec<i64> = Vec::new();
        let gone: BTreeSet<i64> = renewal.gone_actors().map(ActorId::row).collect();
        for (&id, more) in self.actors.iter().filter(|it| !gone.contains(it.0)) {
            let actor = renewal.actors.binary_search_by_key(&id, |it| it.id.row()).ok();
            let actor = actor.map(|it| &renewal.actors[it]);
            let known = self.figures.get(&id);
            // Who is new has all that he has from entries that came.
            let is_new = !renewal.touched_actors.contains(&ActorId::new(id));
            let (meetings, told) = match known {
                Some(it) => (it.meetings + more, it.statements),
                None if is_new && actor.is_some() => (*more, 0),
                None => {
                    others.push(id);
                    continue;
                }
            };
            let told = told + statements.get(&id).copied().unwrap_or_default();
            if let Some(actor) = actor {
                let own = Told::of(actor, &ledger.corpus);
                let (first, last) = own.days();
                insert.execute(params![id, integer(own.articles), meetings, told, first, last])?;
            } else if let Some(it) = known {
                insert.execute(params![id, it.articles, meetings, told, it.first, it.last])?;
            }
        }
        let sql = figures::actors("in (select value from json_each(?1))");
        transaction.execute(
            &format!(
                "insert or replace into actor_figures \
                 (actor, articles, meetings, statements, first, last) {sql}"
            ),
            [to_json(&others)],
        )?;
        Ok(())
    }

    fn count_locations(
        &self,
        transaction: &Transaction<'_>,
        renewal: &Renewal,
    ) -> Result<(), Error> {
        let mut insert = transaction.prepare_cached(
            "insert or replace into location_figures (location, articles, meetings) \
             values (?1, ?2, ?3)",
        )?;
        let mut others: Vec<i64> = Vec::new();
        for (&id, more) in &self.locations {
            if renewal.gone_locations.iter().any(|it| it.row() == id) {
                continue;
            }
            let own = renewal.locations.binary_search_by_key(&id, |it| it.id.row()).ok();
            let own = own.map(|it| integer(articles(&renewal.locations[it].entries).count()));
            match (own, self.places.get(&id)) {
                (own, Some((known, meetings))) => {
                    insert.execute((id, own.unwrap_or(*known), meetings + more))?;
                }
                (_, None) => others.push(id),
            }
        }
        let sql = figures::locations("in (select value from json_each(?1))");
        transaction.execute(
            &format!(
                "insert or replace into location_figures (location, articles, meetings) {sql}"
            ),
            [to_json(&others)],
        )?;
        Ok(())
    }
}

/// How many statements each actor has more, or less, by the entries that came to it or went from it.
fn statements(
    transaction: &Transaction<'_>,
    ledger: &Ledger,
    renewal: &Renewal,
) -> Result<BTreeMap<i64, i64>, Error> {
    let now: BTreeMap<Entry<ActorRef>, ActorId> = renewal.moved_actors.iter().copied().collect();
    let articles: BTreeSet<usize> = now.keys().map(|it| it.article).collect();
    let mut spoken = transaction.prepare_cached(
        "select statement, actor_entry from statement_parties \
         where part = 'speaker' and actor_entry between ?1 and ?2",
    )?;
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for article in articles {
        let first = ledger.rows[article].actor;
        let last = first + integer(ledger.corpus.actors_of(article)) - 1;
        let mut rows = spoken.query((first, last))?;
        // A statement of two entries of one actor counts once.
        let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
        while let Some(row) = rows.next()? {
            let (statement, entry): (i64, i64) = (row.get(0)?, row.get(1)?);
            let index = usize::try_from(entry - first).expect("it is one of the article");
            let at = Entry { article, entry: ActorRef::new(index) };
            let was = ledger.before.actor(&ledger.corpus, at);
            before.extend(was.map(|it| (it, statement)));
            after.extend(now.get(&at).copied().or(was).map(|it| (it, statement)));
        }
        for (actor, _) in before {
            *counts.entry(actor.row()).or_default() -= 1;
        }
        for (actor, _) in after {
            *counts.entry(actor.row()).or_default() += 1;
        }
    }
    Ok(counts)
}
