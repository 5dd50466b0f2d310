//! The statements that a filter lets through, looked up once and seen from several sides: how many,
//! which come first, and who makes them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::date::Date;
use crate::gazetteer::Gazetteer;
use crate::store::chosen::Sides;
use crate::store::filter::{Conditions, articles_with, numbers};
use crate::store::sql::{bound, date, prepare};
use crate::store::{Company, Error, Filter, StatementRow, Store, Stretch};

/// Statements, by their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken(Vec<i64>);

impl Spoken {
    /// How many they are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Statements from which on whole tables are read, instead of looking for each; then it is not told
/// when speakers spoke.
const MANY: usize = 20_000;

/// Who makes statements: how many, and in articles from when to when.
#[derive(Clone, Copy, Debug, Default)]
struct Heard(Stretch);

impl Heard {
    fn hear(&mut self, published: Option<Date>) {
        let Stretch { count, first, last } = &mut self.0;
        *count += 1;
        *first = (*first).into_iter().chain(published).min();
        *last = (*last).max(published);
    }
}

impl Store {
    /// The statements that a filter lets through, whatever its order and limit.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn choose_statements(&self, filter: &Filter) -> Result<Spoken, Error> {
        let conditions = self.statement_conditions(filter)?;
        let articles =
            if conditions.is_on("a") { "join articles a on a.id = s.article" } else { "" };
        let sql = format!("select s.id from statements s {articles} {}", conditions.clause());
        let mut statement = prepare(&self.connection, &sql)?;
        let mut rows = statement.raw_query();
        let mut found: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(row.get(0)?);
        }
        found.sort_unstable();
        Ok(Spoken(found))
    }

    /// The statements that a filter lets through and that stand in a sentence with some words, though
    /// they may not have them themselves; words that end in a star are beginnings.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn choose_beside(&self, filter: &Filter, words: &str) -> Result<Spoken, Error> {
        let mut conditions = self.statement_conditions(filter)?;
        conditions.0.push(format!("s.article in {}", articles_with(words)));
        for word in words.split(' ') {
            let part = word.trim_end_matches('*').replace('!', "!!");
            let like = bound(&format!("%{}%", part.replace('%', "!%").replace('_', "!_")));
            conditions.0.push(format!(
                "exists (select 1 from statement_spans v where v.statement = s.id \
                 and v.part = 'evidence' and v.text like {like} escape '!')"
            ));
        }
        let sql = format!(
            "select s.id from statements s join articles a on a.id = s.article {} order by 1",
            conditions.clause()
        );
        let mut statement = prepare(&self.connection, &sql)?;
        let ids = statement.raw_query().mapped(|row| row.get(0));
        Ok(Spoken(ids.collect::<Result<_, _>>()?))
    }

    /// The first of some statements, in the order of their articles.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_spoken(&self, spoken: &Spoken, limit: usize) -> Result<Vec<StatementRow>, Error> {
        let page = Filter { limit: Some(limit), ..Filter::default() };
        let mut ids = spoken.0.clone();
        // Those that have no number yet come last: all are looked at.
        let all: bool = self.connection.query_row(
            "select (select count(*) from statements) = (select count(*) from statement_numbers)",
            [],
            |row| row.get(0),
        )?;
        if all && ids.len() > MANY {
            ids.clear();
            let sql = "select statement from statement_numbers order by number";
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while ids.len() < limit
                && let Some(row) = rows.next()?
            {
                ids.extend(spoken.0.binary_search(&row.get(0)?).ok().map(|at| spoken.0[at]));
            }
        }
        let only = format!("s.id in {}", numbers(ids.into_iter()));
        self.statements_where(&Conditions::only(only), &page)
    }

    /// Who makes some statements, those of most first; by the words of the article where nobody is
    /// named.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn speakers_of(&self, spoken: &Spoken) -> Result<Vec<Company>, Error> {
        let mut heard: FxHashMap<i64, Heard> = FxHashMap::default();
        let mut unnamed: Vec<i64> = Vec::new();
        let is_many = spoken.0.len() > MANY;
        if is_many {
            self.hear_all(spoken, &mut heard, &mut unnamed)?;
        } else {
            let mut speakers = self.connection.prepare_cached(
                "select n.actor from statement_parties p join actor_members n \
                 on n.entry = p.actor_entry where p.statement = ?1 and p.part = 'speaker' \
                 group by n.actor",
            )?;
            for &id in &spoken.0 {
                let published = self.published(id)?;
                let mut rows = speakers.query([id])?;
                let mut is_named = false;
                while let Some(row) = rows.next()? {
                    heard.entry(row.get(0)?).or_default().hear(published);
                    is_named = true;
                }
                if !is_named {
                    unnamed.push(id);
                }
            }
        }
        let mut names = self.connection.prepare_cached("select name from actors where id = ?1")?;
        let all: BTreeMap<i64, Heard> = heard.into_iter().collect();
        let mut found = Vec::with_capacity(all.len());
        for (actor, heard) in all {
            let name = names.query_row([actor], |row| row.get(0))?;
            found.push(Company { name, stretch: heard.0 });
        }
        let mut texts =
            self.connection.prepare_cached("select speaker_text from statements where id = ?1")?;
        let mut others: BTreeMap<String, Heard> = BTreeMap::new();
        for id in unnamed {
            let name: String = texts.query_row([id], |row| row.get(0))?;
            let published = if is_many { None } else { self.published(id)? };
            others.entry(name).or_default().hear(published);
        }
        found.extend(others.into_iter().map(|(name, it)| Company { name, stretch: it.0 }));
        found.sort_by(|one, other| {
            (other.stretch.count, &one.name).cmp(&(one.stretch.count, &other.name))
        });
        Ok(found)
    }

    /// The states that make some statements, with how many; each by who acts for it.
    pub(super) fn states_speaking(
        &self,
        spoken: &Spoken,
        gazetteer: &Gazetteer,
    ) -> Result<BTreeMap<String, usize>, Error> {
        let mut sides = Sides::new(self, gazetteer);
        if spoken.0.len() > MANY {
            sides.read_all()?;
        }
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        let mut present = BTreeSet::new();
        let mut last = i64::MIN;
        let mut take = |present: &mut BTreeSet<usize>| {
            for it in std::mem::take(present) {
                *counts.entry(it).or_default() += 1;
            }
        };
        self.each_speaker(|id, actor| {
            if id != last {
                take(&mut present);
                last = id;
            }
            if spoken.0.binary_search(&id).is_ok() {
                present.extend(sides.of(actor)?);
            }
            Ok(())
        })?;
        take(&mut present);
        let named = counts.into_iter().map(|(it, count)| (sides.states[it].clone(), count));
        Ok(named.collect())
    }

    /// Gives the speakers of all statements, in the order of these.
    fn each_speaker(
        &self,
        mut each: impl FnMut(i64, i64) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(
            "select p.statement, n.actor from statement_parties p cross join actor_members n \
             on n.entry = p.actor_entry where p.part = 'speaker' order by p.statement",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(row.get(0)?, row.get(1)?)?;
        }
        Ok(())
    }

    /// When the article of a statement was published.
    fn published(&self, statement: i64) -> Result<Option<Date>, Error> {
        let mut published = self.connection.prepare_cached(
            "select a.published from statements s join articles a on a.id = s.article where s.id = ?1",
        )?;
        published.query_row([statement], |row| Ok(date(row, "published")))?
    }

    /// Counts the speakers of very many statements.
    fn hear_all(
        &self,
        spoken: &Spoken,
        heard: &mut FxHashMap<i64, Heard>,
        unnamed: &mut Vec<i64>,
    ) -> Result<(), Error> {
        let mut wanted = spoken.0.iter().copied().peekable();
        let (mut last, mut own): (i64, Vec<i64>) = (i64::MIN, Vec::new());
        self.each_speaker(|id, actor| {
            if id != last {
                last = id;
                own.clear();
                while let Some(it) = wanted.next_if(|it| *it < id) {
                    unnamed.push(it);
                }
            }
            // One who is named twice speaks once.
            if own.contains(&actor) || own.is_empty() && wanted.next_if_eq(&id).is_none() {
                return Ok(());
            }
            own.push(actor);
            heard.entry(actor).or_default().hear(None);
            Ok(())
        })?;
        unnamed.extend(wanted);
        Ok(())
    }
}
