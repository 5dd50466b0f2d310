//! What users told of, remembered in the database.

use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};

use crate::gazetteer::{Gender, Given};
use crate::store::sql::{count, date, integer, json, to_json, word};
use crate::store::{Error, Store};

/// A line of knowledge that the database remembers.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct KnowledgeRow {
    /// What it tells.
    #[serde(flatten)]
    pub given: Given,
    /// The file it came from, as the user named it.
    pub source: String,
    /// Its place among those of the file, from 1.
    pub line: usize,
}

impl Store {
    /// Remembers what a file tells, in place of what it told before; tells whether that is another.
    ///
    /// # Errors
    ///
    /// If the database fails; then all is as it was.
    pub fn learn(&mut self, source: &str, given: &[Given]) -> Result<bool, Error> {
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        let old: Vec<Given> = rows(&transaction)?
            .into_iter()
            .filter(|row| row.source == source)
            .map(|row| row.given)
            .collect();
        if old == given {
            return Ok(false);
        }
        transaction.execute("delete from knowledge where source = ?1", [source])?;
        let mut insert = transaction.prepare(
            "insert into knowledge (source, line, kind, name, aliases, gender, office, served, since, \
             until, country, city, lat, lon, wikidata, geonames) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        for (line, it) in given.iter().enumerate() {
            insert.execute(params![
                source,
                integer(line + 1),
                it.kind.as_str(),
                it.name,
                to_json(&it.aliases),
                it.gender.map(Gender::as_str),
                it.office,
                it.of,
                it.start.map(|it| it.to_string()),
                it.end.map(|it| it.to_string()),
                it.country,
                it.city,
                it.lat,
                it.lon,
                it.wikidata,
                it.geonames,
            ])?;
        }
        drop(insert);
        transaction.commit()?;
        Ok(true)
    }

    /// Forgets what came from a file, or what is told of a name; tells how many lines that were.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn forget(&mut self, what: &str) -> Result<usize, Error> {
        let sql = "delete from knowledge where source = ?1 or name = ?1";
        Ok(self.connection.execute(sql, [what])?)
    }

    /// What users told of, in the order of files and lines.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn knowledge(&self) -> Result<Vec<KnowledgeRow>, Error> {
        rows(&self.connection)
    }

    /// What users told of, without the files.
    ///
    /// # Errors
    ///
    /// As [`Store::knowledge`].
    pub fn given(&self) -> Result<Vec<Given>, Error> {
        given(&self.connection)
    }
}

/// What users told of, without the files.
pub(super) fn given(connection: &Connection) -> Result<Vec<Given>, Error> {
    Ok(rows(connection)?.into_iter().map(|row| row.given).collect())
}

fn rows(connection: &Connection) -> Result<Vec<KnowledgeRow>, Error> {
    let mut statement = connection.prepare("select * from knowledge order by source, line")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> Result<KnowledgeRow, Error> {
    let gender: Option<String> = row.get("gender")?;
    let given = Given {
        kind: word(row, "kind")?,
        name: row.get("name")?,
        aliases: json(row, "aliases")?,
        gender: gender.and_then(|it| it.parse().ok()),
        office: row.get("office")?,
        of: row.get("served")?,
        start: date(row, "since")?,
        end: date(row, "until")?,
        country: row.get("country")?,
        city: row.get("city")?,
        lat: row.get("lat")?,
        lon: row.get("lon")?,
        wikidata: row.get("wikidata")?,
        geonames: row.get("geonames")?,
    };
    Ok(KnowledgeRow { given, source: row.get("source")?, line: count(row, "line")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::GivenKind;

    #[test]
    fn a_file_takes_the_place_of_what_it_told_before() {
        let mut store = Store::in_memory().expect("memory");
        let okafor = Given {
            aliases: vec!["Ada O.".to_owned()],
            office: "Envoy".to_owned(),
            of: "Kenya".to_owned(),
            start: "2020-05".parse().ok(),
            gender: "f".parse().ok(),
            ..Given::new(GivenKind::Person, "Ada Okafor")
        };
        let hall = Given {
            lat: Some(59.9),
            lon: Some(10.7),
            city: "Oslo".to_owned(),
            ..Given::new(GivenKind::Venue, "Aurora Hall")
        };
        let both = [okafor.clone(), hall.clone()];
        assert!(store.learn("team.csv", &both).expect("learned"));
        assert!(!store.learn("team.csv", &both).expect("the same again"));
        assert_eq!(store.given().expect("read"), both);
        assert!(store.learn("team.csv", &both[1..]).expect("learned"));
        assert!(store.learn("more.csv", &both[..1]).expect("learned"));
        let rows = store.knowledge().expect("read");
        assert_eq!(
            rows.iter().map(|it| it.source.as_str()).collect::<Vec<_>>(),
            ["more.csv", "team.csv"]
        );
        assert_eq!(store.forget("Ada Okafor").expect("forgotten"), 1);
        assert_eq!(store.forget("nothing").expect("asked"), 0);
        assert_eq!(store.given().expect("read"), [hall]);
    }
}
