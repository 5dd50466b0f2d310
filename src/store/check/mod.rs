//! Whether a database is whole: `SQLite`'s own checks, and what must hold of the graph.
//!
//! Each breach comes out as a [`Finding`], with some of the places and what mends it. Nothing is
//! changed; [`Store::repair`] is what changes.

mod articles;
mod repair;
mod rules;

use std::fmt;

use rusqlite::{Connection, ErrorCode};
use serde::Serialize;

use crate::store::resolved::{self, Last};
use crate::store::sql::count;
use crate::store::{Error, Store};
use crate::vocabulary;

vocabulary! {
    /// What mends a finding.
    pub enum Remedy {
        /// Grouping anew.
        Resolve = "resolve",
        /// Mending what can be made anew from the rest.
        Repair = "repair",
        /// Reading the texts of all articles again.
        Reextract = "reextract",
        /// A copy that was made before.
        Restore = "restore",
    }
}

/// Something that must hold and does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of what was checked.
    pub rule: &'static str,
    /// What is wrong, of several things.
    pub what: &'static str,
    /// How many are so.
    pub count: usize,
    /// The first of them.
    pub places: Vec<String>,
    /// What mends it.
    pub remedy: Remedy,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let more = if self.count > self.places.len() { "; …" } else { "" };
        write!(f, "{}: {} ({}{more})", self.rule, self.what, self.places.join("; "))
    }
}

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The articles that were looked at.
    pub articles: usize,
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// What could not be checked, and why.
    pub unchecked: Vec<String>,
}

/// Places that are named of each finding: enough to look at.
const NAMED: usize = 5;

/// Places that are asked for of `SQLite`'s own checks.
const MOST: usize = 100;

impl Checked {
    /// Adds a place to the finding of a rule.
    fn add(&mut self, (rule, what, remedy): Kind, place: impl Into<String>) {
        let at = match self.findings.iter().position(|it| it.rule == rule && it.what == what) {
            Some(at) => at,
            None => {
                let places = Vec::new();
                self.findings.push(Finding { rule, what, count: 0, places, remedy });
                self.findings.len() - 1
            }
        };
        let finding = &mut self.findings[at];
        finding.count += 1;
        if finding.places.len() < NAMED {
            finding.places.push(place.into());
        }
    }

    /// Does a part of the check; a damaged page ends only that part.
    fn part(
        &mut self,
        name: &str,
        work: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match work(self) {
            Err(Error::Damaged { source }) => {
                self.add(DAMAGE, format!("{name}: {source}"));
                Ok(())
            }
            Err(error @ (Error::Locked { .. } | Error::ReadOnly { .. })) => {
                self.unchecked.push(format!("{name}: {error}"));
                Ok(())
            }
            other => other,
        }
    }
}

/// A rule, what is wrong where it is broken, and what mends it.
type Kind = (&'static str, &'static str, Remedy);

const DAMAGE: Kind = ("pages", "the file is damaged", Remedy::Restore);
const INDEX: Kind = ("indexes", "an index is not in step with its table", Remedy::Repair);
const SEARCH: Kind = ("search", "the full text is not in step with what it is of", Remedy::Repair);
const LINKS: Kind = ("links", "rows belong to what is not there", Remedy::Repair);

impl Store {
    /// Checks all that must hold of the database.
    ///
    /// It reads everything, and so takes time with the size of the database.
    ///
    /// # Errors
    ///
    /// If the database fails otherwise than by being damaged, which is a finding.
    pub fn check(&self) -> Result<Checked, Error> {
        let connection = &self.connection;
        let mut checked = Checked::default();
        checked.part("pages", |it| check_pages(connection, it))?;
        checked.part("links", |it| check_links(connection, it))?;
        let is_current = matches!(resolved::last(connection), Ok(Last::Current));
        for rule in rules::RULES.iter().filter(|rule| is_current || !rule.only_current) {
            checked.part(rule.kind.0, |it| rule.check(connection, it))?;
        }
        if !is_current {
            checked.part("grouping", |it| check_current(connection, it))?;
        }
        checked.part("articles", |it| articles::check(connection, it))?;
        // FTS5 checks by a statement that counts as writing: last and alone, so that nobody waits for
        // all the rest, and after what was read of one moment, which others may have written past.
        if !connection.is_autocommit() {
            connection.execute_batch("commit")?;
        }
        if connection.is_readonly("main")? {
            checked.unchecked.push("search: the database is read-only".to_owned());
        } else {
            for table in repair::SEARCHED {
                check_search(connection, table, &mut checked)?;
            }
        }
        Ok(checked)
    }
}

/// Has `SQLite` look at all pages, tables and indexes.
fn check_pages(connection: &Connection, checked: &mut Checked) -> Result<(), Error> {
    let mut statement = connection.prepare(&format!("pragma integrity_check({MOST})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let told: String = row.get(0)?;
        for line in told.lines().filter(|line| *line != "ok") {
            // What an index says is made anew from its table.
            let is_index = line.contains(" missing from index ")
                || line.contains("wrong # of entries in index ")
                || line.contains("non-unique entry in index ");
            let kind = match () {
                () if is_index => INDEX,
                () if line.contains("fts5") => SEARCH,
                () => DAMAGE,
            };
            checked.add(kind, line);
        }
    }
    Ok(())
}

/// Has `SQLite` look for rows whose other end is missing.
fn check_links(connection: &Connection, checked: &mut Checked) -> Result<(), Error> {
    let mut statement = connection.prepare("pragma foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, number): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        let other: String = row.get(2)?;
        let number = number.map(|it| format!(" {it}")).unwrap_or_default();
        checked.add(LINKS, format!("{table}{number} without its row of {other}"));
    }
    Ok(())
}

/// Has FTS5 compare its index with the table that it is of.
fn check_search(connection: &Connection, table: &str, checked: &mut Checked) -> Result<(), Error> {
    let sql = format!("insert into {table} ({table}, rank) values ('integrity-check', 1)");
    match connection.execute(&sql, []) {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
            checked.add(SEARCH, table);
            Ok(())
        }
        Err(error) => checked.part("search", |_| Err(error.into())),
    }
}

/// Tells where articles came or went since they were grouped.
fn check_current(connection: &Connection, checked: &mut Checked) -> Result<(), Error> {
    let articles: usize =
        connection.query_row("select count(*) as count from articles", [], |row| {
            Ok(count(row, "count"))
        })??;
    if articles > 0 {
        let what = "something was added, removed or corrected since the last grouping";
        checked.add(("grouping", what, Remedy::Resolve), format!("{articles} articles"));
    }
    Ok(())
}
