-- What users tell of people, states, organizations and places, remembered for all later runs; the
-- numbers of places in GeoNames, and the cities that venues lie in.

create table knowledge (
    id integer primary key,
    source text not null,              -- the file it came from, as the user named it
    line integer not null,             -- its place among those of the file, from 1
    kind text not null check (kind in
        ('person', 'state', 'organization', 'bloc', 'media', 'city', 'region', 'venue')),
    name text not null,
    aliases text not null,             -- a JSON array
    gender text,                       -- m or f
    office text not null,
    served text not null,              -- the state or organization that the office belongs to
    since text,                        -- ISO 8601: a day, month or year
    until text,
    country text not null,
    city text not null,                -- of a venue
    lat real,
    lon real,
    wikidata text not null,
    geonames text not null,
    unique (source, line)
) strict;

alter table locations add column ids text not null default '{}';
alter table locations add column city integer
    references locations (id) deferrable initially deferred;
create index locations_city on locations (city) where city is not null;

drop view location_list;
create view location_list as
-- One row a location over all articles.
select l.id, l.name, l.kind, l.country, l.lat, l.lon,
    (select count(distinct e.article) from location_members m
        join location_entries e on e.id = m.entry where m.location = l.id) as articles,
    (select count(*) from meeting_places p where p.location = l.id) as meetings,
    (select c.name from locations c where c.id = l.city) as city,
    json_extract(l.ids, '$.geonames') as geonames
from locations l;
