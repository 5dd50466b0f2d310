-- What the entries of all articles come to: actors, locations and meetings, made anew by every
-- resolution; and views that show them to analysts in any SQLite browser.

create table actors (
    id integer primary key,
    name text not null,
    kind text not null,
    ids text not null,                 -- a JSON object: iso3 and others
    roles text not null,               -- a JSON array
    affiliations text not null         -- a JSON array
) strict;
create index actors_name on actors (name);

create table actor_members (
    entry integer primary key references actor_entries (id) on delete cascade,
    actor integer not null references actors (id) on delete cascade
) strict;
create index actor_members_actor on actor_members (actor);

create table locations (
    id integer primary key,
    name text not null,
    kind text not null,
    country text not null,
    lat real,
    lon real
) strict;
create index locations_name on locations (name);

create table location_members (
    entry integer primary key references location_entries (id) on delete cascade,
    location integer not null references locations (id) on delete cascade
) strict;
create index location_members_location on location_members (location);

create table meetings (
    id integer primary key,
    kind text not null,
    status text not null,
    date text,
    date_from text,                    -- the first day that the date may mean
    date_to text,                      -- the last one
    precision text,                    -- day, interval, month or year
    plover text not null,
    cameo text not null,
    confidence real not null
) strict;
create index meetings_date on meetings (date_from, date_to);

create table meeting_members (
    entry integer primary key references meeting_entries (id) on delete cascade,
    meeting integer not null references meetings (id) on delete cascade
) strict;
create index meeting_members_meeting on meeting_members (meeting);

create table meeting_participants (
    meeting integer not null references meetings (id) on delete cascade,
    actor integer not null references actors (id) on delete cascade,
    part text not null,
    sources integer not null,          -- the articles that put the actor there
    primary key (meeting, actor)
) strict, without rowid;
create index meeting_participants_actor on meeting_participants (actor);

create table meeting_places (
    meeting integer not null references meetings (id) on delete cascade,
    location integer not null references locations (id) on delete cascade,
    rank integer not null,
    primary key (meeting, location)
) strict, without rowid;
create index meeting_places_location on meeting_places (location);

create view article_list as
-- One row an article: how much was found in it.
select a.key as article, a.published, a.source, a.title, a.url, length(a.text) as letters,
    (select count(*) from actor_entries e where e.article = a.id) as actors,
    (select count(*) from meeting_entries e where e.article = a.id) as meetings,
    (select count(*) from statements s where s.article = a.id) as statements,
    a.skipped
from articles a;

create view actor_list as
-- One row an actor over all articles: who, how often named, in how many meetings and statements.
select a.id, a.name, a.kind, a.roles, a.affiliations,
    (select count(distinct e.article) from actor_members m join actor_entries e on e.id = m.entry
        where m.actor = a.id) as articles,
    (select count(*) from meeting_participants p where p.actor = a.id) as meetings,
    (select count(distinct p.statement) from actor_members m
        join statement_parties p on p.actor_entry = m.entry and p.part = 'speaker'
        where m.actor = a.id) as statements
from actors a;

create view location_list as
-- One row a location over all articles.
select l.id, l.name, l.kind, l.country, l.lat, l.lon,
    (select count(distinct e.article) from location_members m
        join location_entries e on e.id = m.entry where m.location = l.id) as articles,
    (select count(*) from meeting_places p where p.location = l.id) as meetings
from locations l;

create view meeting_list as
-- One row a meeting over all articles: when, who, where, and its first sentence.
select m.id, m.date, m.date_from, m.date_to, m.precision, m.kind, m.status,
    (select group_concat(name, '; ') from (select a.name from meeting_participants p
        join actors a on a.id = p.actor where p.meeting = m.id order by a.kind, a.name)) as participants,
    (select group_concat(name, ', ') from (select l.name from meeting_places p
        join locations l on l.id = p.location where p.meeting = m.id order by p.rank)) as place,
    (select l.country from meeting_places p join locations l on l.id = p.location
        where p.meeting = m.id and l.country <> '' order by p.rank limit 1) as country,
    (select count(distinct e.article) from meeting_members mm
        join meeting_entries e on e.id = mm.entry where mm.meeting = m.id) as sources,
    m.plover, m.cameo, m.confidence,
    (select v.text from meeting_members mm join meeting_entries e on e.id = mm.entry
        join articles a on a.id = e.article join meeting_evidence v on v.entry = e.id
        where mm.meeting = m.id order by a.published, a.key, v.first limit 1) as sentence,
    (select a.key from meeting_members mm join meeting_entries e on e.id = mm.entry
        join articles a on a.id = e.article
        where mm.meeting = m.id order by a.published, a.key limit 1) as article
from meetings m;

create view statement_list as
-- One row a statement: who said what, in which article.
select s.id, a.published, a.key as article,
    coalesce((select group_concat(name, '; ') from (select distinct x.name from statement_parties p
        join actor_members m on m.entry = p.actor_entry join actors x on x.id = m.actor
        where p.statement = s.id and p.part = 'speaker' order by x.name)), s.speaker_text) as speaker,
    s.kind, s.tone, s.cue, s.content, s.plover, s.cameo, s.confidence
from statements s join articles a on a.id = s.article;

create view affiliation_list as
-- One row an actor, office and employer that articles tell.
select x.id as actor, x.name, f.role, f.affiliation, count(distinct e.article) as articles,
    min(a.published) as first, max(a.published) as last
from affiliations f join actor_entries e on e.id = f.entry join articles a on a.id = e.article
    join actor_members m on m.entry = e.id join actors x on x.id = m.actor
group by x.id, x.name, f.role, f.affiliation;

create view evidence_list as
-- One row for each sentence that a meeting rests on.
select mm.meeting, a.key as article, a.published, v.first, v.last, v.text
from meeting_members mm join meeting_entries e on e.id = mm.entry
    join articles a on a.id = e.article join meeting_evidence v on v.entry = e.id;
