//! Grouping once more, after some articles came: what they touch is grouped and written anew.

use std::cell::RefCell;

use rusqlite::Transaction;
use rustc_hash::FxHashMap;

use crate::correct::Subject;
use crate::record::ActorId;
use crate::resolve::{Before, resolve_again};
use crate::store::digests::Known;
use crate::store::figures::Counted;
use crate::store::{Changes, Error, corrections, figures, outcomes};

/// Articles that may have come for the rest to be left as it is: what each touches is found and weighed in
/// a twentieth of the time that all take.
const FEW: usize = 16;

/// Of the articles that are there, one of so many may have come.
const SHARE: usize = 5;

/// Groups the entries of the articles behind the last row that was seen, and those that they touch; writes
/// what is other than before. None if all is better grouped anew.
pub(super) fn update(
    transaction: &Transaction<'_>,
    known: &Known,
    last: i64,
) -> Result<Option<Changes>, Error> {
    let new = known.rows.iter().filter(|it| it.article > last).count();
    if new > FEW || new * SHARE > known.rows.len() {
        return Ok(None);
    }
    let before = before(transaction, known, last)?;
    let error = RefCell::new(None);
    let merges = |actor: ActorId| {
        outcomes::merges(transaction, actor).unwrap_or_else(|own| {
            error.replace(Some(own));
            Vec::new()
        })
    };
    let renewal = resolve_again(&known.corpus, &known.signatures, &before, &merges);
    if let Some(error) = error.into_inner() {
        return Err(error);
    }
    let Some(renewal) = renewal else { return Ok(None) };
    let changes = outcomes::write_again(transaction, &known.rows, &renewal)?;
    figures::fill(transaction, &Counted::some(&renewal, &known.published))?;
    Ok(Some(changes))
}

/// What the last resolution came to.
fn before(transaction: &Transaction<'_>, known: &Known, last: i64) -> Result<Before, Error> {
    let mut before = Before::new(&known.corpus);
    let mut places: FxHashMap<i64, usize> = FxHashMap::default();
    for (index, rows) in known.rows.iter().enumerate() {
        places.insert(rows.article, index);
        if rows.article > last {
            before.set_new(index);
        }
    }
    // The rows of entries are numbered as articles come.
    let mut order: Vec<usize> = (0..known.rows.len()).collect();
    order.sort_unstable_by_key(|&it| known.rows[it].article);
    let mut actors = Members::read(transaction, Subject::Actor)?;
    let mut meetings = Members::read(transaction, Subject::Meeting)?;
    for article in order {
        let rows = &known.rows[article];
        actors.tell(rows.actor, before.actors_mut(article));
        meetings.tell(rows.meeting, before.meetings_mut(article));
    }
    let mut statement = transaction.prepare("select article, original from article_copies")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let place = |row: i64| places.get(&row).copied();
        if let (Some(article), Some(original)) = (place(row.get(0)?), place(row.get(1)?)) {
            before.set_story(article, original);
        }
    }
    Ok(before)
}

/// The entries of a kind with what they belong to, in order, and how far they are read.
struct Members {
    all: Vec<(i64, i64)>,
    at: usize,
}

impl Members {
    fn read(transaction: &Transaction<'_>, subject: Subject) -> Result<Self, Error> {
        let (_, members, column) = corrections::tables(subject);
        let sql = format!("select entry, {column} from {members} order by entry");
        let mut statement = transaction.prepare(&sql)?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self { all: found.collect::<Result<_, _>>()?, at: 0 })
    }

    /// Tells what the entries of an article, of which the first has a row, belong to.
    fn tell(&mut self, first: i64, numbers: &mut [i64]) {
        for (row, number) in (first..).zip(numbers) {
            while self.all.get(self.at).is_some_and(|it| it.0 < row) {
                self.at += 1;
            }
            if let Some(&(entry, own)) = self.all.get(self.at)
                && entry == row
            {
                *number = own;
            }
        }
    }
}
