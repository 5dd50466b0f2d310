-- What people decide against the program's reading, stored apart from what was extracted; and what
-- came of each decision, made anew by every resolution.

create table corrections (
    number integer primary key,        -- in the order in which they came into this database
    uid text not null unique,          -- tells it from all others, in whatever database
    time text not null,                -- RFC 3339, UTC; of two that contradict, the later holds
    author text not null,
    reason text not null,
    what text not null,                -- the decision in words
    correction text not null           -- all of it, as JSON
) strict;

create table correction_effects (
    correction integer primary key references corrections (number) on delete cascade,
    state text not null,               -- in force, partly overruled, overruled, gone, undone
    by integer,                        -- the correction that overruled it or took it back
    note text not null
) strict;

create table corrected (
    thing text not null check (thing in ('actor', 'location', 'meeting')),
    id integer not null,               -- the number of the actor, location or meeting
    correction integer not null references corrections (number) on delete cascade,
    primary key (thing, id, correction)
) strict, without rowid;

create table rejected_entries (
    thing text not null check (thing in ('actor', 'location', 'meeting')),
    entry integer not null,            -- the row in the table of such entries
    primary key (thing, entry)
) strict, without rowid;

create view correction_list as
-- One row a correction: what was decided, by whom, when, why, and how far it holds.
select c.number, c.time, c.author, c.what, c.reason, e.state, e.by, e.note
from corrections c left join correction_effects e on e.correction = c.number;

drop view affiliation_list;
create view affiliation_list as
-- One row an actor, office and employer that articles tell or a correction adds; without those that
-- a correction takes away.
with told as (
    select x.id as actor, x.name, a.published, e.article,
        case when f.role in (select value from json_each(x.roles)) then f.role else '' end as role,
        case when f.affiliation in (select value from json_each(x.affiliations))
            then f.affiliation else '' end as affiliation
    from affiliations f join actor_entries e on e.id = f.entry join articles a on a.id = e.article
        join actor_members m on m.entry = e.id join actors x on x.id = m.actor
)
select actor, name, role, affiliation, count(distinct article) as articles,
    min(published) as first, max(published) as last
from told where role <> '' or affiliation <> ''
group by actor, name, role, affiliation
union all
select x.id, x.name, v.value, '', 0, null, null
from actors x, json_each(x.roles) v
where exists (select 1 from corrected c where c.thing = 'actor' and c.id = x.id)
    and not exists (select 1 from told t where t.actor = x.id and t.role = v.value)
union all
select x.id, x.name, '', v.value, 0, null, null
from actors x, json_each(x.affiliations) v
where exists (select 1 from corrected c where c.thing = 'actor' and c.id = x.id)
    and not exists (select 1 from told t where t.actor = x.id and t.affiliation = v.value);
