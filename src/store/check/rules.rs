//! What must hold of the graph, as one query each for what breaks it.

use rusqlite::Connection;

use crate::store::check::{Checked, Kind, Remedy};
use crate::store::{Error, figures};

/// Something that must hold.
pub(super) struct Rule {
    pub(super) kind: Kind,
    /// Whether it holds only where nothing was added, removed or corrected since the last grouping.
    pub(super) only_current: bool,
    /// A query for the places where it does not, as words.
    sql: fn() -> String,
}

/// A rule that always holds.
const fn always(name: &'static str, what: &'static str, sql: fn() -> String) -> Rule {
    Rule { kind: (name, what, Remedy::Resolve), only_current: false, sql }
}

/// A rule that holds once all is grouped.
const fn grouped(name: &'static str, what: &'static str, sql: fn() -> String) -> Rule {
    Rule { kind: (name, what, Remedy::Resolve), only_current: true, sql }
}

/// The kinds of things that entries are grouped to.
const THINGS: [&str; 3] = ["actor", "location", "meeting"];

/// One query for all kinds of things, in which `{}` stands for the kind.
fn each(sql: &str) -> String {
    THINGS.map(|thing| sql.replace("{}", thing)).join(" union all ")
}

/// All rules on what was made of entries; that entries are those of their articles is checked
/// article by article.
pub(super) const RULES: &[Rule] = &[
    grouped("grouping", "entries belong to no actor, location or meeting", || {
        each(
            "select '{} entry ' || e.id from {}_entries e \
             where not exists (select 1 from {}_members m where m.entry = e.id) and not exists \
             (select 1 from rejected_entries r where r.thing = '{}' and r.entry = e.id)",
        )
    }),
    grouped("grouping", "entries are rejected and grouped all the same", || {
        each(
            "select '{} entry ' || m.entry from {}_members m join rejected_entries r \
             on r.thing = '{}' and r.entry = m.entry",
        )
    }),
    grouped("grouping", "no article tells of them", || {
        each(
            "select '{} ' || x.id from {}s x \
             where not exists (select 1 from {}_members m where m.{} = x.id)",
        )
    }),
    always("dates", "a meeting ends before it begins, or has half a date", || {
        "select 'meeting ' || id from meetings where date_from > date_to \
         or (date is null) <> (date_from is null) or (date is null) <> (date_to is null) \
         or (date is null) <> (precision is null)"
            .to_owned()
    }),
    always("confidence", "a confidence lies outside of 0 to 1", || {
        "select 'meeting ' || id from meetings where confidence not between 0 and 1 \
         union all select 'statement ' || id from statements where confidence not between 0 and 1"
            .to_owned()
    }),
    grouped("copies", "the original of a copy is a copy", || {
        "select 'article ' || a.key from article_copies c join article_copies o \
         on o.article = c.original join articles a on a.id = c.article"
            .to_owned()
    }),
    grouped("corrections", "it is not known what came of corrections", || {
        "select 'correction ' || number from corrections where not exists \
         (select 1 from correction_effects e where e.correction = corrections.number)"
            .to_owned()
    }),
    grouped("figures", "figures are not what a recount gives", || {
        let differ = |thing: &str, table: &str, recount: String| {
            format!(
                "select '{thing} ' || {thing} from (select * from (select * from {table} except \
                 {recount}) union select * from (select * from ({recount}) except select * from {table}))"
            )
        };
        [
            differ("actor", "actor_figures", figures::actors("is not null")),
            differ("location", "location_figures", figures::locations("is not null")),
            differ("meeting", "meeting_figures", figures::meetings("is not null")),
        ]
        .join(" union all ")
    }),
    grouped("figures", "statements are not numbered in the order of articles", || {
        "select 'statement ' || id from (select s.id, n.number, \
         row_number() over (order by a.key, s.ref) as place from statements s \
         join articles a on a.id = s.article \
         left join statement_numbers n on n.statement = s.id) where number is not place"
            .to_owned()
    }),
    grouped("names", "names by which it is found are missing", || {
        ["actor", "location"]
            .map(|thing| {
                format!(
                    "select '{thing} ' || id from {thing}s x where not exists \
                     (select 1 from names n where n.thing = '{thing}' and n.id = x.id and n.own)"
                )
            })
            .join(" union all ")
    }),
    always("names", "names are of what is not there", || {
        [("actor", "('actor', 'side')"), ("location", "('location', 'country')")]
            .map(|(thing, kinds)| {
                format!(
                    "select '{thing} ' || id from names n where n.thing in {kinds} \
                     and not exists (select 1 from {thing}s x where x.id = n.id)"
                )
            })
            .join(" union all ")
    }),
    always("prints", "prints are of what is not there", || {
        each(
            "select '{} ' || id from outcomes o where o.thing = '{}' \
             and not exists (select 1 from {}s x where x.id = o.id)",
        )
    }),
];

impl Rule {
    /// Adds what breaks it.
    pub(super) fn check(
        &self,
        connection: &Connection,
        checked: &mut Checked,
    ) -> Result<(), Error> {
        let mut statement = connection.prepare(&(self.sql)())?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            checked.add(self.kind, row.get::<_, String>(0)?);
        }
        Ok(())
    }
}
