//! Brings a database to the present schema, one migration a transaction.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::store::Error;

/// A step of the schema.
struct Migration {
    name: &'static str,
    sql: &'static str,
}

/// All steps, in order.
const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "0001_articles_and_entries.sql",
        sql: include_str!("../../migrations/0001_articles_and_entries.sql"),
    },
    Migration {
        name: "0002_resolution_and_views.sql",
        sql: include_str!("../../migrations/0002_resolution_and_views.sql"),
    },
    Migration {
        name: "0003_corrections.sql",
        sql: include_str!("../../migrations/0003_corrections.sql"),
    },
    Migration {
        name: "0004_reasons_and_copies.sql",
        sql: include_str!("../../migrations/0004_reasons_and_copies.sql"),
    },
    Migration {
        name: "0005_knowledge_and_places.sql",
        sql: include_str!("../../migrations/0005_knowledge_and_places.sql"),
    },
    Migration { name: "0006_digests.sql", sql: include_str!("../../migrations/0006_digests.sql") },
    Migration { name: "0007_lookups.sql", sql: include_str!("../../migrations/0007_lookups.sql") },
    Migration { name: "0008_forms.sql", sql: include_str!("../../migrations/0008_forms.sql") },
    Migration { name: "0009_search.sql", sql: include_str!("../../migrations/0009_search.sql") },
    Migration {
        name: "0010_fresh_names.sql",
        sql: include_str!("../../migrations/0010_fresh_names.sql"),
    },
    Migration {
        name: "0011_additions.sql",
        sql: include_str!("../../migrations/0011_additions.sql"),
    },
    Migration { name: "0012_ledger.sql", sql: include_str!("../../migrations/0012_ledger.sql") },
];

/// What marks a database as one of chancery: "chcy".
pub(super) const APPLICATION: i32 = 0x6368_6379;

/// The schema that this program knows.
pub(super) fn latest() -> u32 {
    u32::try_from(MIGRATIONS.len()).expect("there are few migrations")
}

/// Applies what is missing.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    let found = version(connection)?;
    for (number, migration) in (1u32..).zip(MIGRATIONS) {
        if number <= found {
            check(connection, number, migration)?;
            continue;
        }
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Exclusive)?;
        // Another run of the program may have been here in the meantime.
        if version(&transaction)? < number {
            apply(&transaction, number, migration)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

/// The schema that a database has: 0 for an empty one.
fn version(connection: &Connection) -> Result<u32, Error> {
    // One statement sees one state, whatever others write in the meantime.
    let (found, application, tables): (u32, i32, u32) = connection.query_row(
        "select (select user_version from pragma_user_version), \
         (select application_id from pragma_application_id), (select count(*) from sqlite_schema)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if tables > 0 && application != APPLICATION {
        return Err(Error::Foreign);
    }
    if found > latest() {
        return Err(Error::TooNew { found, known: latest() });
    }
    Ok(found)
}

/// Applies one migration.
fn apply(connection: &Connection, number: u32, migration: &Migration) -> Result<(), Error> {
    if number == 1 {
        connection.execute_batch(
            "create table migrations (number integer primary key, name text not null, sql text not null) strict",
        )?;
    }
    connection.execute_batch(migration.sql)?;
    connection.execute(
        "insert into migrations (number, name, sql) values (?1, ?2, ?3)",
        (number, migration.name, migration.sql),
    )?;
    connection.pragma_update(None, "user_version", number)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    Ok(())
}

/// Fails if a migration that was applied is not the one that this program has.
fn check(connection: &Connection, number: u32, migration: &Migration) -> Result<(), Error> {
    let applied: Option<String> = connection
        .query_row("select sql from migrations where number = ?1", [number], |row| row.get(0))
        .optional()?;
    if applied.as_deref() == Some(migration.sql) {
        Ok(())
    } else {
        Err(Error::Changed { name: migration.name })
    }
}

/// The schema after all migrations, as SQL.
pub(super) fn schema(connection: &Connection) -> Result<String, Error> {
    let mut text = String::from(
        "-- The schema after all migrations; `cargo run -- schema` writes it from the program.\n",
    );
    let mut statement = connection.prepare(
        "select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' \
         and name not glob '*_search_*' order by rowid",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sql: String = row.get(0)?;
        text.push('\n');
        text.push_str(&sql);
        text.push_str(";\n");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_embedded_migrations_are_those_of_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        let names: Vec<&str> = MIGRATIONS.iter().map(|it| it.name).collect();
        assert_eq!(files, names);
    }

    #[test]
    fn a_changed_migration_is_told() {
        let mut connection = Connection::open_in_memory().expect("memory");
        migrate(&mut connection).expect("it is empty");
        connection.execute("update migrations set sql = '' where number = 1", []).expect("a row");
        assert!(matches!(migrate(&mut connection), Err(Error::Changed { .. })));
    }
}
