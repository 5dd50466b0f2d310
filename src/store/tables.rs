//! The rows of every table, one after the other.

use rusqlite::Row;

use crate::record::{ActorId, Codes, LocationId, MeetingId, StatementId};
use crate::store::filter::{Conditions, Page};
use crate::store::list::{article_page, meeting_page, statement_page};
use crate::store::sql::{count, date, json, prepare, word};
use crate::store::{
    ActorRow, AffiliationRow, ArticleRow, Each, Error, EvidenceRow, Failure, Filter, LocationRow,
    MeetingRow, NameRow, ParticipantRow, Proof, Source, StatementRow, StayRow, Store,
};

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Read(Box::new(error))
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Error::from(error).into()
    }
}

/// The actors of a statement in one part, as a JSON array of pairs.
const PARTIES: &str = "(select json_group_array(json_array(id, name)) from (select distinct x.id, x.name \
    from statement_parties p join actor_members m on m.entry = p.actor_entry \
    join actors x on x.id = m.actor where p.statement = s.id and p.part = ";

fn codes(row: &Row<'_>) -> Result<Codes, Error> {
    Ok(Codes { plover: row.get("plover")?, cameo: row.get("cameo")? })
}

impl Store {
    /// Gives each row of a query to `each`.
    fn query<T>(
        &self,
        sql: &str,
        read: fn(&Row<'_>) -> Result<T, Error>,
        each: Each<'_, T>,
    ) -> Result<(), Failure> {
        let mut statement = prepare(&self.connection, sql)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            each(&read(row)?)?;
        }
        Ok(())
    }

    pub(super) fn each_article(
        &self,
        conditions: &Conditions,
        page: &Page,
        each: Each<'_, ArticleRow>,
    ) -> Result<(), Failure> {
        let sql = format!(
            "select a.key, a.url, a.source, a.published, a.title, length(a.text) as letters, a.skipped, \
             (select count(*) from actor_entries e where e.article = a.id) as actors, \
             (select count(*) from meeting_entries e where e.article = a.id) as meetings, \
             (select count(*) from statements s where s.article = a.id) as statements \
             from (select a.id from articles a {} order by {order}{limit}) c \
             cross join articles a on a.id = c.id order by {order}",
            conditions.clause(),
            order = page.order,
            limit = page.limit,
        );
        let read = |row: &Row<'_>| {
            Ok(ArticleRow {
                id: row.get("key")?,
                url: row.get("url")?,
                source: row.get("source")?,
                published: date(row, "published")?,
                title: row.get("title")?,
                letters: count(row, "letters")?,
                actors: count(row, "actors")?,
                meetings: count(row, "meetings")?,
                statements: count(row, "statements")?,
                skipped: row.get("skipped")?,
            })
        };
        self.query(&sql, read, each)
    }

    pub(super) fn each_actor(
        &self,
        conditions: &Conditions,
        page: &Page,
        each: Each<'_, ActorRow>,
    ) -> Result<(), Failure> {
        let sql = format!(
            "select x.id, x.name, x.kind, x.ids, x.roles, x.affiliations, \
             coalesce(f.articles, 0) as articles, f.first, f.last, \
             coalesce(f.meetings, 0) as meetings, coalesce(f.statements, 0) as statements \
             from ({}) c cross join actors x on x.id = c.id \
             left join actor_figures f on f.actor = x.id order by {}",
            conditions.chosen(
                "x.id",
                "from actors x left join actor_figures f on f.actor = x.id",
                page
            ),
            page.order,
        );
        let read = |row: &Row<'_>| {
            Ok(ActorRow {
                id: ActorId::new(row.get("id")?),
                name: row.get("name")?,
                kind: word(row, "kind")?,
                ids: json(row, "ids")?,
                roles: json(row, "roles")?,
                affiliations: json(row, "affiliations")?,
                articles: count(row, "articles")?,
                meetings: count(row, "meetings")?,
                statements: count(row, "statements")?,
                first: date(row, "first")?,
                last: date(row, "last")?,
            })
        };
        self.query(&sql, read, each)
    }

    pub(super) fn each_location(
        &self,
        conditions: &Conditions,
        page: &Page,
        each: Each<'_, LocationRow>,
    ) -> Result<(), Failure> {
        let sql = format!(
            "select l.id, l.name, l.kind, l.country, l.lat, l.lon, l.ids, l.city as city_id, \
             (select c.name from locations c where c.id = l.city) as city, \
             coalesce(f.articles, 0) as articles, coalesce(f.meetings, 0) as meetings \
             from ({}) c cross join locations l on l.id = c.id \
             left join location_figures f on f.location = l.id order by {}",
            conditions.chosen(
                "l.id",
                "from locations l left join location_figures f on f.location = l.id",
                page
            ),
            page.order,
        );
        let read = |row: &Row<'_>| {
            Ok(LocationRow {
                id: LocationId::new(row.get("id")?),
                name: row.get("name")?,
                kind: word(row, "kind")?,
                country: row.get("country")?,
                lat: row.get("lat")?,
                lon: row.get("lon")?,
                city: row.get("city")?,
                city_id: row.get::<_, Option<i64>>("city_id")?.map(LocationId::new),
                ids: json(row, "ids")?,
                articles: count(row, "articles")?,
                meetings: count(row, "meetings")?,
            })
        };
        self.query(&sql, read, each)
    }

    pub(super) fn each_meeting(
        &self,
        conditions: &Conditions,
        page: &Page,
        each: Each<'_, MeetingRow>,
    ) -> Result<(), Failure> {
        let sql = format!(
            "select m.id, m.kind, m.status, m.date, m.plover, m.cameo, m.confidence, \
             (select json_group_array(name) from (select x.name from meeting_participants p \
              join actors x on x.id = p.actor where p.meeting = m.id order by p.actor)) as participants, \
             (select json_group_array(name) from (select l.name from meeting_places p \
              join locations l on l.id = p.location where p.meeting = m.id order by p.rank)) as places, \
             coalesce((select l.country from meeting_places p join locations l on l.id = p.location \
              where p.meeting = m.id and l.country <> '' order by p.rank limit 1), '') as country, \
             coalesce(f.sources, 0) as sources, \
             coalesce(v.sentence, '') as sentence, coalesce(v.article, '') as article \
             from (select m.id from meetings m left join meeting_figures f on f.meeting = m.id \
             {} order by {order}{limit}) c cross join meetings m on m.id = c.id \
             left join meeting_figures f on f.meeting = m.id \
             left join meeting_list v on v.id = m.id order by {order}",
            conditions.clause(),
            order = page.order,
            limit = page.limit,
        );
        let read = |row: &Row<'_>| {
            Ok(MeetingRow {
                id: MeetingId::new(row.get("id")?),
                kind: word(row, "kind")?,
                status: word(row, "status")?,
                date: date(row, "date")?,
                participants: json(row, "participants")?,
                places: json(row, "places")?,
                country: row.get("country")?,
                sources: count(row, "sources")?,
                codes: codes(row)?,
                confidence: row.get("confidence")?,
                sentence: row.get("sentence")?,
                article: row.get("article")?,
            })
        };
        self.query(&sql, read, each)
    }

    pub(super) fn each_statement(
        &self,
        conditions: &Conditions,
        page: &Page,
        each: Each<'_, StatementRow>,
    ) -> Result<(), Failure> {
        // Numbered in the order of articles, whatever the order in which they came; what was added
        // since the last resolution comes last.
        let all_numbered: bool = self.connection.query_row(
            "select not exists (select 1 from statements where id = (select max(id) from statements) \
             and id not in (select statement from statement_numbers))",
            [],
            |row| row.get(0),
        )?;
        let (from, order) = if all_numbered {
            // So that the index of numbers gives the order.
            let order = page.order.replace("n.number is null, ", "");
            let order = order.trim_end_matches(" desc").trim_end_matches(", s.id").to_owned();
            let from = "from statement_numbers n join statements s on s.id = n.statement \
                        join articles a on a.id = s.article";
            (from, order)
        } else {
            let from = "from statements s join articles a on a.id = s.article \
                        left join statement_numbers n on n.statement = s.id";
            (from, page.order.clone())
        };
        let sql = format!(
            "select coalesce(n.number, (select count(*) from statement_numbers) + s.id) as id, \
             a.key, a.published, s.speaker_text, s.kind, s.tone, s.cue, s.content, \
             s.plover, s.cameo, s.confidence, {PARTIES}'speaker' order by x.id)) as speakers, \
             {PARTIES}'addressee' order by x.id)) as addressees, \
             {PARTIES}'about' order by x.id)) as about \
             from (select s.id as chosen {from} {} order by {order}{limit}) c \
             cross join statements s on s.id = c.chosen join articles a on a.id = s.article \
             left join statement_numbers n on n.statement = s.id order by {order}",
            conditions.clause(),
            limit = page.limit,
        );
        let read = |row: &Row<'_>| {
            Ok(StatementRow {
                id: StatementId::new(row.get("id")?),
                article: row.get("key")?,
                published: date(row, "published")?,
                speakers: json(row, "speakers")?,
                speaker_text: row.get("speaker_text")?,
                kind: word(row, "kind")?,
                tone: word(row, "tone")?,
                cue: row.get("cue")?,
                content: row.get("content")?,
                addressees: json(row, "addressees")?,
                about: json(row, "about")?,
                codes: codes(row)?,
                confidence: row.get("confidence")?,
            })
        };
        self.query(&sql, read, each)
    }
}

impl Source for Store {
    fn articles(&self, each: Each<'_, ArticleRow>) -> Result<(), Failure> {
        self.each_article(&Conditions::none(), &article_page(&Filter::default()), each)
    }

    fn actors(&self, each: Each<'_, ActorRow>) -> Result<(), Failure> {
        self.each_actor(&Conditions::none(), &Page::all("x.id"), each)
    }

    fn actor_names(&self, each: Each<'_, NameRow>) -> Result<(), Failure> {
        let sql = "select x.id, x.name as actor_name, t.text as name, count(*) as mentions, \
                   count(distinct e.article) as articles from actors x \
                   join actor_members m on m.actor = x.id join actor_entries e on e.id = m.entry \
                   join actor_mentions t on t.entry = e.id group by x.id, t.text \
                   order by x.id, mentions desc, t.text";
        let read = |row: &Row<'_>| {
            Ok(NameRow {
                actor: ActorId::new(row.get("id")?),
                actor_name: row.get("actor_name")?,
                name: row.get("name")?,
                mentions: count(row, "mentions")?,
                articles: count(row, "articles")?,
            })
        };
        self.query(sql, read, each)
    }

    fn affiliations(&self, each: Each<'_, AffiliationRow>) -> Result<(), Failure> {
        let sql = "select v.actor, v.name, v.role, v.affiliation, v.articles, v.first, v.last, \
                   (select min(o.id) from actors o where o.name = v.affiliation and o.kind <> 'person') \
                   as served from affiliation_list v order by v.actor, v.role, v.affiliation";
        let read = |row: &Row<'_>| {
            let served: Option<i64> = row.get("served")?;
            Ok(AffiliationRow {
                actor: ActorId::new(row.get("actor")?),
                actor_name: row.get("name")?,
                role: row.get("role")?,
                affiliation: row.get("affiliation")?,
                affiliation_id: served.map(ActorId::new),
                articles: count(row, "articles")?,
                first: date(row, "first")?,
                last: date(row, "last")?,
            })
        };
        self.query(sql, read, each)
    }

    fn locations(&self, each: Each<'_, LocationRow>) -> Result<(), Failure> {
        self.each_location(&Conditions::none(), &Page::all("l.id"), each)
    }

    fn meetings(&self, each: Each<'_, MeetingRow>) -> Result<(), Failure> {
        self.each_meeting(&Conditions::none(), &meeting_page(&Filter::default()), each)
    }

    fn meeting_participants(&self, each: Each<'_, ParticipantRow>) -> Result<(), Failure> {
        let sql = "select p.meeting, x.id, x.name, x.kind, p.part, p.sources \
                   from meeting_participants p join actors x on x.id = p.actor \
                   order by p.meeting, p.actor";
        let read = |row: &Row<'_>| {
            Ok(ParticipantRow {
                meeting: MeetingId::new(row.get("meeting")?),
                actor: ActorId::new(row.get("id")?),
                actor_name: row.get("name")?,
                kind: word(row, "kind")?,
                part: word(row, "part")?,
                sources: count(row, "sources")?,
            })
        };
        self.query(sql, read, each)
    }

    fn meeting_places(&self, each: Each<'_, StayRow>) -> Result<(), Failure> {
        let sql = "select meeting, location, rank from meeting_places order by meeting, rank";
        let read = |row: &Row<'_>| {
            Ok(StayRow {
                meeting: MeetingId::new(row.get("meeting")?),
                location: LocationId::new(row.get("location")?),
                rank: count(row, "rank")?,
            })
        };
        self.query(sql, read, each)
    }

    fn statements(&self, each: Each<'_, StatementRow>) -> Result<(), Failure> {
        self.each_statement(&Conditions::none(), &statement_page(&Filter::default()), each)
    }

    fn evidence(&self, of: Option<Proof>, each: Each<'_, EvidenceRow>) -> Result<(), Failure> {
        self.each_evidence(of, each)
    }
}
