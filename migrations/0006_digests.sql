-- What resolution reads of each article, in short, and what it wrote of each thing: so that it reads
-- little, and writes what has changed.

create table digests (
    article integer primary key references articles (id) on delete cascade,
    actor integer not null,            -- the row of its first actor entry; the others follow it
    location integer not null,
    meeting integer not null,
    signature blob not null,           -- 64 hashes of four bytes; empty for a text too short for one
    sentences blob not null,           -- of each sentence behind a meeting a hash of eight bytes
    digest text not null               -- the record as JSON, without what resolution does not look at
) strict;

-- The signature is read with the digest; beside the text it would lie behind all of that.
alter table articles drop column signature;

create table outcomes (
    thing text not null check (thing in ('actor', 'location', 'meeting')),
    id integer not null,
    print integer not null,            -- of all that was written of the thing
    primary key (thing, id)
) strict, without rowid;

-- A thing that has lost an entry is written again, whatever it comes to.
create trigger actor_members_removed after delete on actor_members begin
    delete from outcomes where thing = 'actor' and id = old.actor;
end;
create trigger location_members_removed after delete on location_members begin
    delete from outcomes where thing = 'location' and id = old.location;
end;
create trigger meeting_members_removed after delete on meeting_members begin
    delete from outcomes where thing = 'meeting' and id = old.meeting;
end;

-- Has one row as soon as there are articles.
create table resolution (
    program text not null,             -- the version that wrote the digests and resolved last
    current integer not null           -- whether nothing has changed since
) strict;
-- Of articles that are there already, no program has written a digest.
insert into resolution (program, current) select '', 0 where exists (select 1 from articles);
create trigger articles_added_since after insert on articles begin
    update resolution set current = 0 where current;
end;
create trigger articles_removed_since after delete on articles begin
    update resolution set current = 0 where current;
end;
create trigger knowledge_added_since after insert on knowledge begin
    update resolution set current = 0 where current;
end;
create trigger knowledge_removed_since after delete on knowledge begin
    update resolution set current = 0 where current;
end;
create trigger corrections_added_since after insert on corrections begin
    update resolution set current = 0 where current;
end;

-- A rank would change with every pair before it.
drop view actor_review;
drop index actor_doubts_one;
drop index actor_doubts_other;
alter table actor_doubts rename to ranked_doubts;
create table actor_doubts (
    one integer not null references actors (id) on delete cascade,
    other integer not null references actors (id) on delete cascade,
    score real not null,               -- from 0 to 1
    reasons text not null,             -- a JSON array
    primary key (one, other)
) strict, without rowid;
create index actor_doubts_other on actor_doubts (other);
create index actor_doubts_order on actor_doubts (score desc, one, other);
insert or ignore into actor_doubts (one, other, score, reasons)
select one, other, score, reasons from ranked_doubts order by rank;
drop table ranked_doubts;
create view actor_review as
-- One row a pair of actors that may be one, the likeliest first.
select row_number() over (order by d.score desc, d.one, d.other) as rank, d.one, x.name as one_name,
    d.other, y.name as other_name, d.score, d.reasons
from actor_doubts d join actors x on x.id = d.one join actors y on y.id = d.other
order by d.score desc, d.one, d.other;
