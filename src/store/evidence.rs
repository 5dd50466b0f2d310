//! The words that things rest on, with the sentences that they stand in.

use rusqlite::CachedStatement;
use rustc_hash::FxHashMap;

use crate::nlp::Sentences;
use crate::store::sql::{count, integer};
use crate::store::{Each, Error, EvidenceRow, Failure, Proof, Store};
use crate::text::Offsets;

impl Proof {
    /// The words behind what is of this kind: names by the actor or location, sentences by the
    /// meeting, and what is said by the statement, with the first of its sentences that has it.
    const fn rows(self) -> &'static str {
        match self {
            Self::Actor => {
                "select m.actor as number, e.article as at, a.key, \
                 t.first, t.last, t.text, '' as sentence \
                 from actor_mentions t join actor_members m on m.entry = t.entry \
                 join actor_entries e on e.id = t.entry join articles a on a.id = e.article"
            }
            Self::Location => {
                "select m.location as number, e.article as at, a.key, \
                 t.first, t.last, t.text, '' as sentence \
                 from location_mentions t join location_members m on m.entry = t.entry \
                 join location_entries e on e.id = t.entry join articles a on a.id = e.article"
            }
            Self::Meeting => {
                "select m.meeting as number, e.article as at, a.key, \
                 t.first, t.last, t.text, t.text as sentence \
                 from meeting_evidence t join meeting_members m on m.entry = t.entry \
                 join meeting_entries e on e.id = t.entry join articles a on a.id = e.article"
            }
            Self::Statement => {
                "select n.number, n.at, n.key, t.first, t.last, t.text, \
                 coalesce((select v.text from statement_spans v where v.statement = n.id \
                  and v.part = 'evidence' and v.first <= t.first and v.last >= t.last limit 1), \
                  '') as sentence \
                 from statement_spans t join (select s.id, s.article as at, a.key, \
                  coalesce(o.number, (select count(*) from statement_numbers) + s.id) as number \
                  from statements s join articles a on a.id = s.article \
                  left join statement_numbers o on o.statement = s.id) n on n.id = t.statement \
                 where t.part = 'content'"
            }
        }
    }
}

/// Articles whose sentences are remembered; with more, those known so far are forgotten.
const REMEMBERED: usize = 1 << 16;

/// Finds the sentence that some words stand in.
struct Finder<'a> {
    sentences: Sentences,
    text: CachedStatement<'a>,
    part: CachedStatement<'a>,
    /// Where the sentences of articles begin and end, in code points.
    known: FxHashMap<i64, Vec<(usize, usize)>>,
}

impl<'a> Finder<'a> {
    fn new(store: &'a Store) -> Result<Self, Error> {
        let prepare = |sql| store.connection.prepare_cached(sql);
        Ok(Self {
            sentences: Sentences::load(),
            text: prepare("select text from articles where id = ?1")?,
            part: prepare("select substr(text, ?2 + 1, ?3) from articles where id = ?1")?,
            known: FxHashMap::default(),
        })
    }

    /// The sentence of an article that has the code points from `first` to before `last`; two or
    /// more, where they reach further.
    fn find(&mut self, article: i64, first: usize, last: usize) -> Result<String, Error> {
        if !self.known.contains_key(&article) {
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            let text: String = self.text.query_row([article], |row| row.get(0))?;
            let offsets = Offsets::new(&text);
            let chars = |at| offsets.to_chars(&text, at);
            let spans = self.sentences.of(&text);
            let spans = spans.iter().map(|it| (chars(it.start()), chars(it.end()))).collect();
            self.known.insert(article, spans);
        }
        let spans = &self.known[&article];
        let begin = spans.partition_point(|it| it.1 <= first);
        let end = spans.partition_point(|it| it.0 < last);
        let Some((one, other)) = spans.get(begin..end).and_then(|it| it.first().zip(it.last()))
        else {
            return Ok(String::new());
        };
        Ok(self
            .part
            .query_row((article, integer(one.0), integer(other.1 - one.0)), |row| row.get(0))?)
    }
}

impl Store {
    pub(super) fn each_evidence(
        &self,
        of: Option<Proof>,
        each: Each<'_, EvidenceRow>,
    ) -> Result<(), Failure> {
        let mut finder = Finder::new(self)?;
        for &of in of.as_ref().map_or(Proof::ALL, std::slice::from_ref) {
            let sql = format!("{} order by number, key, first, last", of.rows());
            let mut statement = self.connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (start, end) = (count(row, "first")?, count(row, "last")?);
                let mut sentence: String = row.get("sentence")?;
                if sentence.is_empty() {
                    sentence = finder.find(row.get("at")?, start, end)?;
                }
                each(&EvidenceRow {
                    of,
                    row: row.get("number")?,
                    article: row.get("key")?,
                    start,
                    end,
                    text: row.get("text")?,
                    sentence,
                })?;
            }
        }
        Ok(())
    }
}
