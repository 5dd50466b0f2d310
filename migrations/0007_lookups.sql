-- What lists and questions look up: names as they are compared, for whom an actor acts, and figures
-- that each list would count anew. What a change makes untrue is removed by triggers; resolution
-- fills in what is missing.

create table names (
    row integer primary key,
    thing text not null check (thing in ('actor', 'location', 'country', 'side')),
    id integer not null,               -- the actor, or the location
    name text not null,                -- folded: of a side, whom the actor acts for
    own integer not null,              -- whether it is the thing's own name
    person integer not null            -- whether the thing is a person
) strict;
create index names_name on names (name, thing);
create index names_thing on names (thing, id);

create table name_words (
    word text not null,
    name integer not null references names (row) on delete cascade,
    primary key (word, name)
) strict, without rowid;
create index name_words_name on name_words (name);

create table actor_figures (
    actor integer primary key references actors (id) on delete cascade,
    articles integer not null,
    meetings integer not null,
    statements integer not null,
    first text,                        -- when the first article that names it was published
    last text
) strict;

create table location_figures (
    location integer primary key references locations (id) on delete cascade,
    articles integer not null,
    meetings integer not null
) strict;

create table meeting_figures (
    meeting integer primary key references meetings (id) on delete cascade,
    sources integer not null           -- copies of one story count once
) strict;

create table statement_numbers (
    statement integer primary key references statements (id) on delete cascade,
    number integer not null            -- in the order of articles
) strict;
create index statement_numbers_number on statement_numbers (number);

-- An actor's names and figures rest on its row, its entries, and its meetings.
create trigger actors_renamed after update on actors begin
    delete from names where thing in ('actor', 'side') and id = new.id;
end;
create trigger actors_gone after delete on actors begin
    delete from names where thing in ('actor', 'side') and id = old.id;
end;
create trigger actor_members_came after insert on actor_members begin
    delete from names where thing in ('actor', 'side') and id = new.actor;
    delete from actor_figures where actor = new.actor;
end;
create trigger actor_members_moved after update on actor_members begin
    delete from names where thing in ('actor', 'side') and id in (old.actor, new.actor);
    delete from actor_figures where actor in (old.actor, new.actor);
end;
create trigger actor_members_went after delete on actor_members begin
    delete from names where thing in ('actor', 'side') and id = old.actor;
    delete from actor_figures where actor = old.actor;
end;
create trigger meeting_participants_came after insert on meeting_participants begin
    delete from actor_figures where actor = new.actor;
end;
create trigger meeting_participants_went after delete on meeting_participants begin
    delete from actor_figures where actor = old.actor;
end;

-- So do a location's.
create trigger locations_renamed after update on locations begin
    delete from names where thing in ('location', 'country') and id = new.id;
end;
create trigger locations_gone after delete on locations begin
    delete from names where thing in ('location', 'country') and id = old.id;
end;
create trigger location_members_came after insert on location_members begin
    delete from names where thing in ('location', 'country') and id = new.location;
    delete from location_figures where location = new.location;
end;
create trigger location_members_moved after update on location_members begin
    delete from names where thing in ('location', 'country') and id in (old.location, new.location);
    delete from location_figures where location in (old.location, new.location);
end;
create trigger location_members_went after delete on location_members begin
    delete from names where thing in ('location', 'country') and id = old.location;
    delete from location_figures where location = old.location;
end;
create trigger meeting_places_came after insert on meeting_places begin
    delete from location_figures where location = new.location;
end;
create trigger meeting_places_went after delete on meeting_places begin
    delete from location_figures where location = old.location;
end;

-- The sources of a meeting rest on its entries, and on which articles are copies.
create trigger meeting_members_came after insert on meeting_members begin
    delete from meeting_figures where meeting = new.meeting;
end;
create trigger meeting_members_moved after update on meeting_members begin
    delete from meeting_figures where meeting in (old.meeting, new.meeting);
end;
create trigger meeting_members_went after delete on meeting_members begin
    delete from meeting_figures where meeting = old.meeting;
end;
create trigger article_copies_came after insert on article_copies begin
    delete from meeting_figures where meeting in (select m.meeting from meeting_entries e
        join meeting_members m on m.entry = e.id where e.article = new.article);
end;
create trigger article_copies_changed after update on article_copies begin
    delete from meeting_figures where meeting in (select m.meeting from meeting_entries e
        join meeting_members m on m.entry = e.id where e.article = new.article);
end;
create trigger article_copies_went after delete on article_copies begin
    delete from meeting_figures where meeting in (select m.meeting from meeting_entries e
        join meeting_members m on m.entry = e.id where e.article = old.article);
end;

drop index articles_published;
create index articles_order on articles (published, key);
create index articles_source on articles (source);
create index meetings_order on meetings (date_from is null, date_from, id);
create index meetings_kind on meetings (kind, status);
create index affiliations_role on affiliations (affiliation, role);

insert into actor_figures (actor, articles, meetings, statements, first, last)
select x.id, count(distinct e.article),
    (select count(*) from meeting_participants p where p.actor = x.id),
    (select count(distinct p.statement) from actor_members n join statement_parties p
        on p.actor_entry = n.entry and p.part = 'speaker' where n.actor = x.id),
    min(a.published), max(a.published)
from actors x left join actor_members m on m.actor = x.id
    left join actor_entries e on e.id = m.entry left join articles a on a.id = e.article
group by x.id;

insert into location_figures (location, articles, meetings)
select l.id,
    (select count(distinct e.article) from location_members m
        join location_entries e on e.id = m.entry where m.location = l.id),
    (select count(*) from meeting_places p where p.location = l.id)
from locations l;

insert into meeting_figures (meeting, sources)
select m.id,
    (select count(distinct coalesce(c.original, e.article)) from meeting_members mm
        join meeting_entries e on e.id = mm.entry
        left join article_copies c on c.article = e.article where mm.meeting = m.id)
from meetings m;

insert into statement_numbers (statement, number)
select s.id, row_number() over (order by a.key, s.ref)
from statements s join articles a on a.id = s.article;
