-- The schema after all migrations; `cargo run -- schema` writes it from the program.

CREATE TABLE migrations (number integer primary key, name text not null, sql text not null) strict;

CREATE TABLE articles (
    id integer primary key,
    key text not null unique,          -- the article's own id, or its address, or its file
    url text not null,
    source text not null,
    published text,                    -- ISO 8601: a day, month or year
    title text not null,
    text text not null,
    hash text not null,                -- of title, date and text: tells whether it changed
    skipped text,                      -- why it gave nothing, where it did
    record text not null               -- the extraction as JSON, without the text
) strict;

CREATE INDEX articles_url on articles (url) where url <> '';

CREATE INDEX articles_hash on articles (hash);

CREATE TABLE actor_entries (
    id integer primary key,
    article integer not null references articles (id) on delete cascade,
    ref integer not null,              -- its place in the record: 1 for a1
    name text not null,
    kind text not null check (kind in ('person', 'state', 'organization', 'bloc')),
    canonical text not null,
    unique (article, ref)
) strict;

CREATE TABLE actor_mentions (
    entry integer not null references actor_entries (id) on delete cascade,
    first integer not null,            -- code points from the start of the text
    last integer not null,
    text text not null
) strict;

CREATE INDEX actor_mentions_entry on actor_mentions (entry);

CREATE TABLE affiliations (
    entry integer not null references actor_entries (id) on delete cascade,
    role text not null,
    affiliation text not null
) strict;

CREATE INDEX affiliations_entry on affiliations (entry);

CREATE TABLE location_entries (
    id integer primary key,
    article integer not null references articles (id) on delete cascade,
    ref integer not null,
    name text not null,
    kind text not null check (kind in ('country', 'region', 'city', 'venue')),
    country text not null,
    unique (article, ref)
) strict;

CREATE TABLE location_mentions (
    entry integer not null references location_entries (id) on delete cascade,
    first integer not null,
    last integer not null,
    text text not null
) strict;

CREATE INDEX location_mentions_entry on location_mentions (entry);

CREATE TABLE meeting_entries (
    id integer primary key,
    article integer not null references articles (id) on delete cascade,
    ref integer not null,
    kind text not null,
    status text not null check (status in ('held', 'planned', 'proposed', 'cancelled')),
    date text,                         -- ISO 8601: a day, month, year, or interval with a slash
    plover text not null,
    cameo text not null,
    confidence real not null,
    unique (article, ref)
) strict;

CREATE TABLE meeting_entry_participants (
    entry integer not null references meeting_entries (id) on delete cascade,
    actor_entry integer not null references actor_entries (id) on delete cascade,
    part text not null check (part in ('host', 'mediator', 'participant')),
    primary key (entry, actor_entry)
) strict, without rowid;

CREATE INDEX meeting_entry_participants_actor on meeting_entry_participants (actor_entry);

CREATE TABLE meeting_entry_places (
    entry integer not null references meeting_entries (id) on delete cascade,
    location_entry integer not null references location_entries (id) on delete cascade,
    rank integer not null,             -- 1 for the most specific
    primary key (entry, location_entry)
) strict, without rowid;

CREATE TABLE meeting_evidence (
    entry integer not null references meeting_entries (id) on delete cascade,
    first integer not null,
    last integer not null,
    text text not null
) strict;

CREATE INDEX meeting_evidence_entry on meeting_evidence (entry);

CREATE TABLE statements (
    id integer primary key,
    article integer not null references articles (id) on delete cascade,
    ref integer not null,
    kind text not null check (kind in ('direct', 'indirect', 'mixed')),
    tone text not null,
    cue text not null,
    speaker_text text not null,        -- the words for an unnamed source, or empty
    content text not null,
    plover text not null,
    cameo text not null,
    confidence real not null,
    unique (article, ref)
) strict;

CREATE TABLE statement_parties (
    statement integer not null references statements (id) on delete cascade,
    actor_entry integer not null references actor_entries (id) on delete cascade,
    part text not null check (part in ('speaker', 'addressee', 'about')),
    primary key (statement, actor_entry, part)
) strict, without rowid;

CREATE INDEX statement_parties_actor on statement_parties (actor_entry);

CREATE TABLE statement_spans (
    statement integer not null references statements (id) on delete cascade,
    part text not null check (part in ('content', 'evidence')),
    first integer not null,
    last integer not null,
    text text not null
) strict;

CREATE INDEX statement_spans_statement on statement_spans (statement);

CREATE VIRTUAL TABLE article_search using fts5 (
    title, text, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER articles_removed after delete on articles begin
    insert into article_search (article_search, rowid, title, text)
    values ('delete', old.id, old.title, old.text);
end;

CREATE VIRTUAL TABLE statement_search using fts5 (
    content, content = 'statements', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER statements_removed after delete on statements begin
    insert into statement_search (statement_search, rowid, content)
    values ('delete', old.id, old.content);
end;

CREATE TABLE actors (
    id integer primary key,
    name text not null,
    kind text not null,
    ids text not null,                 -- a JSON object: iso3 and others
    roles text not null,               -- a JSON array
    affiliations text not null         -- a JSON array
) strict;

CREATE INDEX actors_name on actors (name);

CREATE TABLE actor_members (
    entry integer primary key references actor_entries (id) on delete cascade,
    actor integer not null references actors (id) on delete cascade
) strict;

CREATE INDEX actor_members_actor on actor_members (actor);

CREATE TABLE locations (
    id integer primary key,
    name text not null,
    kind text not null,
    country text not null,
    lat real,
    lon real
, ids text not null default '{}', city integer
    references locations (id) deferrable initially deferred) strict;

CREATE INDEX locations_name on locations (name);

CREATE TABLE location_members (
    entry integer primary key references location_entries (id) on delete cascade,
    location integer not null references locations (id) on delete cascade
) strict;

CREATE INDEX location_members_location on location_members (location);

CREATE TABLE meetings (
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

CREATE INDEX meetings_date on meetings (date_from, date_to);

CREATE TABLE meeting_members (
    entry integer primary key references meeting_entries (id) on delete cascade,
    meeting integer not null references meetings (id) on delete cascade
) strict;

CREATE INDEX meeting_members_meeting on meeting_members (meeting);

CREATE TABLE meeting_participants (
    meeting integer not null references meetings (id) on delete cascade,
    actor integer not null references actors (id) on delete cascade,
    part text not null,
    sources integer not null,          -- the articles that put the actor there
    primary key (meeting, actor)
) strict, without rowid;

CREATE INDEX meeting_participants_actor on meeting_participants (actor);

CREATE TABLE meeting_places (
    meeting integer not null references meetings (id) on delete cascade,
    location integer not null references locations (id) on delete cascade,
    rank integer not null,
    primary key (meeting, location)
) strict, without rowid;

CREATE INDEX meeting_places_location on meeting_places (location);

CREATE VIEW article_list as
-- One row an article: how much was found in it.
select a.key as article, a.published, a.source, a.title, a.url, length(a.text) as letters,
    (select count(*) from actor_entries e where e.article = a.id) as actors,
    (select count(*) from meeting_entries e where e.article = a.id) as meetings,
    (select count(*) from statements s where s.article = a.id) as statements,
    a.skipped
from articles a;

CREATE VIEW actor_list as
-- One row an actor over all articles: who, how often named, in how many meetings and statements.
select a.id, a.name, a.kind, a.roles, a.affiliations,
    (select count(distinct e.article) from actor_members m join actor_entries e on e.id = m.entry
        where m.actor = a.id) as articles,
    (select count(*) from meeting_participants p where p.actor = a.id) as meetings,
    (select count(distinct p.statement) from actor_members m
        join statement_parties p on p.actor_entry = m.entry and p.part = 'speaker'
        where m.actor = a.id) as statements
from actors a;

CREATE VIEW statement_list as
-- One row a statement: who said what, in which article.
select s.id, a.published, a.key as article,
    coalesce((select group_concat(name, '; ') from (select distinct x.name from statement_parties p
        join actor_members m on m.entry = p.actor_entry join actors x on x.id = m.actor
        where p.statement = s.id and p.part = 'speaker' order by x.name)), s.speaker_text) as speaker,
    s.kind, s.tone, s.cue, s.content, s.plover, s.cameo, s.confidence
from statements s join articles a on a.id = s.article;

CREATE VIEW evidence_list as
-- One row for each sentence that a meeting rests on.
select mm.meeting, a.key as article, a.published, v.first, v.last, v.text
from meeting_members mm join meeting_entries e on e.id = mm.entry
    join articles a on a.id = e.article join meeting_evidence v on v.entry = e.id;

CREATE TABLE corrections (
    number integer primary key,        -- in the order in which they came into this database
    uid text not null unique,          -- tells it from all others, in whatever database
    time text not null,                -- RFC 3339, UTC; of two that contradict, the later holds
    author text not null,
    reason text not null,
    what text not null,                -- the decision in words
    correction text not null           -- all of it, as JSON
) strict;

CREATE TABLE correction_effects (
    correction integer primary key references corrections (number) on delete cascade,
    state text not null,               -- in force, partly overruled, overruled, gone, undone
    by integer,                        -- the correction that overruled it or took it back
    note text not null
) strict;

CREATE TABLE corrected (
    thing text not null check (thing in ('actor', 'location', 'meeting')),
    id integer not null,               -- the number of the actor, location or meeting
    correction integer not null references corrections (number) on delete cascade,
    primary key (thing, id, correction)
) strict, without rowid;

CREATE TABLE rejected_entries (
    thing text not null check (thing in ('actor', 'location', 'meeting')),
    entry integer not null,            -- the row in the table of such entries
    primary key (thing, entry)
) strict, without rowid;

CREATE VIEW correction_list as
-- One row a correction: what was decided, by whom, when, why, and how far it holds.
select c.number, c.time, c.author, c.what, c.reason, e.state, e.by, e.note
from corrections c left join correction_effects e on e.correction = c.number;

CREATE VIEW affiliation_list as
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

CREATE TABLE article_copies (
    article integer primary key references articles (id) on delete cascade,
    original integer not null references articles (id) on delete cascade
) strict;

CREATE INDEX article_copies_original on article_copies (original);

CREATE TABLE actor_merges (
    actor integer not null references actors (id) on delete cascade,
    rank integer not null,             -- 1 for the surest
    one text not null,                 -- a name
    other text not null,               -- another, or the same for all entries of one name
    score real not null,               -- from 0 to 1
    reasons text not null,             -- a JSON array
    primary key (actor, rank)
) strict, without rowid;

CREATE VIEW meeting_list as
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

CREATE TABLE knowledge (
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

CREATE INDEX locations_city on locations (city) where city is not null;

CREATE VIEW location_list as
-- One row a location over all articles.
select l.id, l.name, l.kind, l.country, l.lat, l.lon,
    (select count(distinct e.article) from location_members m
        join location_entries e on e.id = m.entry where m.location = l.id) as articles,
    (select count(*) from meeting_places p where p.location = l.id) as meetings,
    (select c.name from locations c where c.id = l.city) as city,
    json_extract(l.ids, '$.geonames') as geonames
from locations l;

CREATE TABLE outcomes (
    thing text not null check (thing in ('actor', 'location', 'meeting')),
    id integer not null,
    print integer not null,            -- of all that was written of the thing
    primary key (thing, id)
) strict, without rowid;

CREATE TRIGGER actor_members_removed after delete on actor_members begin
    delete from outcomes where thing = 'actor' and id = old.actor;
end;

CREATE TRIGGER location_members_removed after delete on location_members begin
    delete from outcomes where thing = 'location' and id = old.location;
end;

CREATE TRIGGER meeting_members_removed after delete on meeting_members begin
    delete from outcomes where thing = 'meeting' and id = old.meeting;
end;

CREATE TABLE resolution (
    program text not null,             -- the version that wrote the digests and resolved last
    current integer not null           -- whether nothing has changed since
, whole integer not null default 1, article integer not null default 0) strict;

CREATE TRIGGER articles_added_since after insert on articles begin
    update resolution set current = 0 where current;
end;

CREATE TABLE actor_doubts (
    one integer not null references actors (id) on delete cascade,
    other integer not null references actors (id) on delete cascade,
    score real not null,               -- from 0 to 1
    reasons text not null,             -- a JSON array
    primary key (one, other)
) strict, without rowid;

CREATE INDEX actor_doubts_other on actor_doubts (other);

CREATE INDEX actor_doubts_order on actor_doubts (score desc, one, other);

CREATE VIEW actor_review as
-- One row a pair of actors that may be one, the likeliest first.
select row_number() over (order by d.score desc, d.one, d.other) as rank, d.one, x.name as one_name,
    d.other, y.name as other_name, d.score, d.reasons
from actor_doubts d join actors x on x.id = d.one join actors y on y.id = d.other
order by d.score desc, d.one, d.other;

CREATE TABLE names (
    row integer primary key,
    thing text not null check (thing in ('actor', 'location', 'country', 'side')),
    id integer not null,               -- the actor, or the location
    name text not null,                -- folded: of a side, whom the actor acts for
    own integer not null,              -- whether it is the thing's own name
    person integer not null            -- whether the thing is a person
) strict;

CREATE INDEX names_name on names (name, thing);

CREATE INDEX names_thing on names (thing, id);

CREATE TABLE name_words (
    word text not null,
    name integer not null references names (row) on delete cascade,
    primary key (word, name)
) strict, without rowid;

CREATE INDEX name_words_name on name_words (name);

CREATE TABLE actor_figures (
    actor integer primary key references actors (id) on delete cascade,
    articles integer not null,
    meetings integer not null,
    statements integer not null,
    first text,                        -- when the first article that names it was published
    last text
) strict;

CREATE TABLE location_figures (
    location integer primary key references locations (id) on delete cascade,
    articles integer not null,
    meetings integer not null
) strict;

CREATE TABLE meeting_figures (
    meeting integer primary key references meetings (id) on delete cascade,
    sources integer not null           -- copies of one story count once
) strict;

CREATE TABLE statement_numbers (
    statement integer primary key references statements (id) on delete cascade,
    number integer not null            -- in the order of articles
) strict;

CREATE INDEX statement_numbers_number on statement_numbers (number);

CREATE TRIGGER actors_gone after delete on actors begin
    delete from names where thing in ('actor', 'side') and id = old.id;
end;

CREATE TRIGGER actor_members_moved after update on actor_members begin
    delete from names where thing in ('actor', 'side') and id in (old.actor, new.actor);
    delete from actor_figures where actor in (old.actor, new.actor);
end;

CREATE TRIGGER actor_members_went after delete on actor_members begin
    delete from names where thing in ('actor', 'side') and id = old.actor;
    delete from actor_figures where actor = old.actor;
end;

CREATE TRIGGER meeting_participants_came after insert on meeting_participants begin
    delete from actor_figures where actor = new.actor;
end;

CREATE TRIGGER meeting_participants_went after delete on meeting_participants begin
    delete from actor_figures where actor = old.actor;
end;

CREATE TRIGGER locations_gone after delete on locations begin
    delete from names where thing in ('location', 'country') and id = old.id;
end;

CREATE TRIGGER location_members_moved after update on location_members begin
    delete from names where thing in ('location', 'country') and id in (old.location, new.location);
    delete from location_figures where location in (old.location, new.location);
end;

CREATE TRIGGER location_members_went after delete on location_members begin
    delete from names where thing in ('location', 'country') and id = old.location;
    delete from location_figures where location = old.location;
end;

CREATE TRIGGER meeting_places_came after insert on meeting_places begin
    delete from location_figures where location = new.location;
end;

CREATE TRIGGER meeting_places_went after delete on meeting_places begin
    delete from location_figures where location = old.location;
end;

CREATE TRIGGER meeting_members_came after insert on meeting_members begin
    delete from meeting_figures where meeting = new.meeting;
end;

CREATE TRIGGER meeting_members_moved after update on meeting_members begin
    delete from meeting_figures where meeting in (old.meeting, new.meeting);
end;

CREATE TRIGGER meeting_members_went after delete on meeting_members begin
    delete from meeting_figures where meeting = old.meeting;
end;

CREATE TRIGGER article_copies_came after insert on article_copies begin
    delete from meeting_figures where meeting in (select m.meeting from meeting_entries e
        join meeting_members m on m.entry = e.id where e.article = new.article);
end;

CREATE TRIGGER article_copies_changed after update on article_copies begin
    delete from meeting_figures where meeting in (select m.meeting from meeting_entries e
        join meeting_members m on m.entry = e.id where e.article = new.article);
end;

CREATE TRIGGER article_copies_went after delete on article_copies begin
    delete from meeting_figures where meeting in (select m.meeting from meeting_entries e
        join meeting_members m on m.entry = e.id where e.article = old.article);
end;

CREATE INDEX articles_order on articles (published, key);

CREATE INDEX articles_source on articles (source);

CREATE INDEX meetings_order on meetings (date_from is null, date_from, id);

CREATE INDEX meetings_kind on meetings (kind, status);

CREATE INDEX affiliations_role on affiliations (affiliation, role);

CREATE TABLE actor_forms (
    id integer primary key,
    print integer not null,            -- a hash of the form
    form blob not null                 -- as src/store/packed.rs writes it
) strict;

CREATE INDEX actor_forms_print on actor_forms (print);

CREATE TABLE location_forms (
    id integer primary key,
    print integer not null,
    form blob not null
) strict;

CREATE INDEX location_forms_print on location_forms (print);

CREATE TABLE digests (
    article integer primary key references articles (id) on delete cascade,
    actor integer not null,            -- the row of its first actor entry; the others follow it
    location integer not null,
    meeting integer not null,
    signature blob not null,           -- 64 hashes of four bytes; empty for a text too short for one
    sentences blob not null,           -- of each sentence behind a meeting a hash of eight bytes
    digest blob not null               -- what resolution looks at, as src/store/packed.rs writes it
) strict;

CREATE TABLE fresh_members (
    thing text not null check (thing in ('actor', 'location')),
    entry integer not null,            -- one whose names are not among those of its thing yet
    primary key (thing, entry)
) strict, without rowid;

CREATE TRIGGER actors_renamed after update on actors
when old.name <> new.name or old.kind <> new.kind or old.affiliations <> new.affiliations begin
    delete from names where thing in ('actor', 'side') and id = new.id;
end;

CREATE TRIGGER actor_members_came after insert on actor_members begin
    insert or ignore into fresh_members (thing, entry) select 'actor', new.entry
        where exists (select 1 from names n where n.thing = 'actor' and n.id = new.actor);
    delete from actor_figures where actor = new.actor;
end;

CREATE TRIGGER locations_renamed after update on locations
when old.name <> new.name or old.country <> new.country begin
    delete from names where thing in ('location', 'country') and id = new.id;
end;

CREATE TRIGGER location_members_came after insert on location_members begin
    insert or ignore into fresh_members (thing, entry) select 'location', new.entry
        where exists (select 1 from names n where n.thing = 'location' and n.id = new.location);
    delete from location_figures where location = new.location;
end;

CREATE TRIGGER articles_removed_since after delete on articles begin
    update resolution set current = 0, whole = 1 where current or not whole;
end;

CREATE TRIGGER knowledge_added_since after insert on knowledge begin
    update resolution set current = 0, whole = 1 where current or not whole;
end;

CREATE TRIGGER knowledge_removed_since after delete on knowledge begin
    update resolution set current = 0, whole = 1 where current or not whole;
end;

CREATE TRIGGER corrections_added_since after insert on corrections begin
    update resolution set current = 0, whole = 1 where current or not whole;
end;

CREATE TABLE ledger (
    id integer primary key,            -- the number of a column, times 2^32, and of a page in it
    print integer not null,            -- a hash of the page
    content blob not null              -- as src/store/ledger.rs writes it
) strict;
