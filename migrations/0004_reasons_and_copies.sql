-- Why the entries of an actor are one, which actors may be one, and which articles are copies of
-- one story: copies count as one source of a meeting.

-- What the text is known by (64 hashes of four bytes); empty for one too short, null if not made yet.
alter table articles add column signature blob;

create table article_copies (
    article integer primary key references articles (id) on delete cascade,
    original integer not null references articles (id) on delete cascade
) strict;
create index article_copies_original on article_copies (original);

create table actor_merges (
    actor integer not null references actors (id) on delete cascade,
    rank integer not null,             -- 1 for the surest
    one text not null,                 -- a name
    other text not null,               -- another, or the same for all entries of one name
    score real not null,               -- from 0 to 1
    reasons text not null,             -- a JSON array
    primary key (actor, rank)
) strict, without rowid;

create table actor_doubts (
    rank integer primary key,          -- 1 for the pair that is most likely one
    one integer not null references actors (id) on delete cascade,
    other integer not null references actors (id) on delete cascade,
    score real not null,
    reasons text not null
) strict;
create index actor_doubts_one on actor_doubts (one);
create index actor_doubts_other on actor_doubts (other);

drop view meeting_list;
create view meeting_list as
-- One row a meeting over all articles: when, who, where, and its first sentence.
select m.id, m.date, m.date_from, m.date_to, m.precision, m.kind, m.status,
    (select group_concat(name, '; ') from (select a.name from meeting_participants p
        join actors a on a.id = p.actor where p.meeting = m.id order by a.kind, a.name)) as participants,
    (select group_concat(name, ', ') from (select l.name from meeting_places p
        join locations l on l.id = p.location where p.meeting = m.id order by p.rank)) as place,
    (select l.country from meeting_places p join locations l on l.id = p.location
        where p.meeting = m.id and l.country <> '' order by p.rank limit 1) as country,
    (select count(distinct coalesce(c.original, e.article)) from meeting_members mm
        join meeting_entries e on e.id = mm.entry
        left join article_copies c on c.article = e.article where mm.meeting = m.id) as sources,
    m.plover, m.cameo, m.confidence,
    (select v.text from meeting_members mm join meeting_entries e on e.id = mm.entry
        join articles a on a.id = e.article join meeting_evidence v on v.entry = e.id
        where mm.meeting = m.id order by a.published, a.key, v.first limit 1) as sentence,
    (select a.key from meeting_members mm join meeting_entries e on e.id = mm.entry
        join articles a on a.id = e.article
        where mm.meeting = m.id order by a.published, a.key limit 1) as article
from meetings m;

create view actor_review as
-- One row a pair of actors that may be one, the likeliest first.
select d.rank, d.one, x.name as one_name, d.other, y.name as other_name, d.score, d.reasons
from actor_doubts d join actors x on x.id = d.one join actors y on y.id = d.other
order by d.rank;
