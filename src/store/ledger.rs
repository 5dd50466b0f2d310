//! What the last resolution worked on and came to, kept so that the next one has it at hand.
//!
//! It is columns of numbers, each in pages of bytes: what comes is written to the last pages, and of what
//! changes here and there the pages that are other than before. It says nothing that other tables do not
//! say; where a page is broken, or missing, all is read from these and grouped anew.

use std::hash::Hasher;

use rusqlite::{Rows as SqlRows, Transaction, params};
use rustc_hash::FxHasher;

use crate::resolve::lists::{Columns, Pack};
use crate::resolve::{Before, Corpus, Signatures};
use crate::store::Error;
use crate::store::digests::Rows;

/// Bytes of a page: all widths of values divide it.
const PAGE: usize = 16 << 10;

/// What a resolution works on, and what one came to.
#[derive(Default)]
pub(super) struct Ledger {
    pub(super) rows: Vec<Rows>,
    pub(super) corpus: Corpus,
    pub(super) signatures: Signatures,
    pub(super) before: Before,
}

impl Ledger {
    fn columns(&mut self, columns: &mut impl Columns) {
        columns.growing(&mut self.rows);
        self.corpus.columns(columns);
        self.signatures.columns(columns);
        self.before.columns(columns);
    }
}

impl Pack for Rows {
    const WIDTH: usize = 32;

    fn put(self, bytes: &mut Vec<u8>) {
        for row in [self.article, self.actor, self.location, self.meeting] {
            row.put(bytes);
        }
    }

    fn get(bytes: &[u8]) -> Self {
        let row = |at: usize| i64::get(&bytes[8 * at..8 * at + 8]);
        Self { article: row(0), actor: row(1), location: row(2), meeting: row(3) }
    }
}

/// The columns in the database: of each how many bytes it has, and the hash of each page.
#[derive(Default)]
pub(super) struct Pages {
    columns: Vec<(usize, Vec<i64>)>,
}

/// The row of what tells how many bytes each column has.
const LENGTHS: i64 = -1;

/// A hash of a page.
fn print(content: &[u8]) -> i64 {
    let mut hasher = FxHasher::default();
    hasher.write(content);
    hasher.finish().cast_signed()
}

/// The row of a page of a column.
fn row(column: usize, page: usize) -> i64 {
    let wide = |it: usize| i64::try_from(it).expect("columns and pages are few");
    (wide(column) << 32) | wide(page)
}

/// Columns that are read.
struct Reading<'r> {
    rows: SqlRows<'r>,
    /// How many bytes each column has.
    lengths: std::vec::IntoIter<u64>,
    pages: Pages,
    /// Whether all was there so far.
    is_whole: bool,
}

impl Reading<'_> {
    fn read<T: Pack>(&mut self, column: &mut Vec<T>) -> Result<(), Error> {
        let own = self.pages.columns.len();
        let length = self.lengths.next().and_then(|it| usize::try_from(it).ok());
        let Some(length) = length.filter(|it| it % T::WIDTH == 0 && self.is_whole) else {
            self.is_whole = false;
            return Ok(());
        };
        column.clear();
        column.reserve_exact(length / T::WIDTH);
        let mut prints = Vec::new();
        for page in 0..length.div_ceil(PAGE) {
            let Some(found) = self.rows.next()? else { break };
            let content = found.get_ref(2)?.as_blob().unwrap_or_default();
            let known: i64 = found.get(1)?;
            if found.get::<_, i64>(0)? != row(own, page) || print(content) != known {
                break;
            }
            T::read(content, column);
            prints.push(known);
        }
        self.is_whole = column.len() * T::WIDTH == length;
        self.pages.columns.push((length, prints));
        Ok(())
    }
}

impl Columns for Reading<'_> {
    fn growing<T: Pack>(&mut self, column: &mut Vec<T>) {
        self.is_whole &= self.read(column).is_ok();
    }

    fn changing<T: Pack>(&mut self, column: &mut Vec<T>) {
        self.growing(column);
    }
}

/// The ledger, if there is one and it is whole, with what is in the database.
pub(super) fn read(transaction: &Transaction<'_>) -> Result<Option<(Ledger, Pages)>, Error> {
    let mut statement = transaction.prepare("select id, print, content from ledger order by id")?;
    let mut rows = statement.query([])?;
    let Some(found) = rows.next()? else { return Ok(None) };
    let mut lengths: Vec<u64> = Vec::new();
    u64::read(found.get_ref(2)?.as_blob().unwrap_or_default(), &mut lengths);
    if found.get::<_, i64>(0)? != LENGTHS {
        return Ok(None);
    }
    let lengths = lengths.into_iter();
    let mut reading = Reading { rows, lengths, pages: Pages::default(), is_whole: true };
    let mut ledger = Ledger::default();
    ledger.columns(&mut reading);
    let is_whole = reading.is_whole && ledger.before.articles() == ledger.rows.len();
    Ok(is_whole.then_some((ledger, reading.pages)))
}

/// Columns that are written.
struct Writing<'a> {
    transaction: &'a Transaction<'a>,
    /// What is in the database.
    pages: Pages,
    lengths: Vec<usize>,
    result: Result<(), Error>,
}

impl Writing<'_> {
    /// Writes the pages of a column, from the first on that may be other than before.
    fn write<T: Pack>(&mut self, first: usize, column: &[T]) -> Result<(), Error> {
        let own = self.lengths.len() - 1;
        let known = self.pages.columns.get(own).map(|it| it.1.as_slice()).unwrap_or_default();
        let mut insert = self.transaction.prepare_cached(
            "insert or replace into ledger (id, print, content) values (?1, ?2, ?3)",
        )?;
        let mut bytes = Vec::with_capacity(PAGE);
        let size = PAGE / T::WIDTH;
        for (page, values) in (first..).zip(column[first * size..].chunks(size)) {
            bytes.clear();
            for &value in values {
                value.put(&mut bytes);
            }
            let print = print(&bytes);
            if known.get(page) != Some(&print) {
                insert.execute(params![row(own, page), print, bytes])?;
            }
        }
        let count = column.len().div_ceil(size);
        if known.len() > count {
            self.transaction
                .prepare_cached("delete from ledger where id >= ?1 and id < ?2")?
                .execute((row(own, count), row(own + 1, 0)))?;
        }
        Ok(())
    }

    fn next<T: Pack>(&mut self, first: usize, column: &[T]) {
        self.lengths.push(column.len() * T::WIDTH);
        if self.result.is_ok() {
            self.result = self.write(first, column);
        }
    }
}

impl Columns for Writing<'_> {
    fn growing<T: Pack>(&mut self, column: &mut Vec<T>) {
        let known = self.pages.columns.get(self.lengths.len()).map_or(0, |it| it.0);
        self.next(known / PAGE, column);
    }

    fn changing<T: Pack>(&mut self, column: &mut Vec<T>) {
        self.next(0, column);
    }
}

/// Writes the ledger, in place of one of which it is told what is in the database.
pub(super) fn write(
    transaction: &Transaction<'_>,
    ledger: &mut Ledger,
    pages: Option<Pages>,
) -> Result<(), Error> {
    if pages.is_none() {
        forget(transaction)?;
    }
    let pages = pages.unwrap_or_default();
    let mut writing = Writing { transaction, pages, lengths: Vec::new(), result: Ok(()) };
    ledger.columns(&mut writing);
    writing.result?;
    let mut lengths = Vec::new();
    for it in writing.lengths {
        (it as u64).put(&mut lengths);
    }
    transaction.execute(
        "insert or replace into ledger (id, print, content) values (?1, ?2, ?3)",
        params![LENGTHS, print(&lengths), lengths],
    )?;
    Ok(())
}

/// Takes the ledger away.
pub(super) fn forget(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute("delete from ledger", [])?;
    Ok(())
}
