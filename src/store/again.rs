//! Grouping once more, after some articles came: what they touch is grouped and written anew.

use std::cell::RefCell;

use rusqlite::{OptionalExtension, Transaction};

use crate::record::{ActorId, ActorRef, MeetingId, MeetingRef};
use crate::resolve::{Entry, Reader, Written, resolve_again};
use crate::store::ledger::Ledger;
use crate::store::sql::integer;
use crate::store::{Changes, Error, MAPPED, digests, ledger, outcomes};

/// Articles that may have come for the rest to be left as it is: what each touches is found and weighed in
/// a twentieth of the time that all take.
const FEW: usize = 16;

/// Of the articles that are there, one of so many may have come.
const SHARE: usize = 5;

/// Groups the entries of the articles behind the last row that was seen, and those that they touch; writes
/// what is other than before. None if all is better grouped anew.
pub(super) fn update(
    transaction: &Transaction<'_>,
    reader: &Reader,
    last: i64,
) -> Result<Option<Changes>, Error> {
    let Some(new) = digests::new(transaction, last, FEW)? else { return Ok(None) };
    if new.is_empty() {
        return Ok(None);
    }
    // What is mapped is read without copies.
    transaction.pragma_update(None, "mmap_size", MAPPED)?;
    let found = ledger::read(transaction);
    transaction.pragma_update(None, "mmap_size", 0)?;
    let Some((mut ledger, pages)) = found? else { return Ok(None) };
    if new.len() * SHARE > ledger.rows.len() + new.len() {
        return Ok(None);
    }
    if !is_as_written(transaction, &ledger)? {
        return Ok(None);
    }
    for (rows, mut record, signature) in new {
        reader.read(&mut record);
        ledger.signatures.push(ledger.rows.len(), signature.as_ref());
        ledger.rows.push(rows);
        ledger.corpus.add(record);
    }
    let error = RefCell::new(None);
    let written = Written {
        merges: &|actor| or_noted(outcomes::merges(transaction, actor), &error),
        refused: &|actor, least| or_noted(outcomes::refused(transaction, actor, least), &error),
    };
    let renewal = resolve_again(&ledger.corpus, &ledger.signatures, &ledger.before, &written);
    if let Some(error) = error.into_inner() {
        return Err(error);
    }
    let Some(renewal) = renewal else { return Ok(None) };
    let (changes, stale) = outcomes::write_again(transaction, &ledger, &renewal)?;
    stale.fill(transaction, &ledger, &renewal)?;
    ledger.before.renew(&ledger.corpus, &renewal);
    ledger::write(transaction, &mut ledger, Some(pages))?;
    Ok(Some(changes))
}

/// What was read; nothing, where it could not be, which is noted.
fn or_noted<T: Default>(found: Result<T, Error>, error: &RefCell<Option<Error>>) -> T {
    found.unwrap_or_else(|own| {
        error.replace(Some(own));
        T::default()
    })
}

/// Whether the last entries belong to what the ledger says: not so if somebody else has written in the
/// database.
fn is_as_written(transaction: &Transaction<'_>, ledger: &Ledger) -> Result<bool, Error> {
    let last = |count: &dyn Fn(usize) -> usize| {
        let article = (0..ledger.rows.len()).rev().find(|&it| count(it) > 0)?;
        Some((article, count(article) - 1))
    };
    let is_in = |table: &str, thing: &str, entry: i64, id: i64| -> Result<bool, Error> {
        let sql = format!("select {thing} from {table} where entry = ?1");
        let found: Option<i64> =
            transaction.query_row(&sql, [entry], |row| row.get(0)).optional()?;
        Ok(found == Some(id))
    };
    if let Some((article, index)) = last(&|it| ledger.corpus.actors_of(it)) {
        let at = Entry { article, entry: ActorRef::new(index) };
        let id = ledger.before.actor(&ledger.corpus, at).map_or(0, ActorId::row);
        if !is_in("actor_members", "actor", ledger.rows[article].actor + integer(index), id)? {
            return Ok(false);
        }
    }
    if let Some((article, index)) = last(&|it| ledger.corpus.meetings_of(it)) {
        let at = Entry { article, entry: MeetingRef::new(index) };
        let id = ledger.before.meeting(&ledger.corpus, at).map_or(0, MeetingId::row);
        let entry = ledger.rows[article].meeting + integer(index);
        return is_in("meeting_members", "meeting", entry, id);
    }
    Ok(true)
}
