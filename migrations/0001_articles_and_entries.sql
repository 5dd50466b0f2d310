-- What each article says: the articles, the entries found in them, and the words behind each entry.
-- Entries never change; resolution only points them at what they stand for (migration 2).

create table articles (
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
create index articles_url on articles (url) where url <> '';
create index articles_hash on articles (hash);
create index articles_published on articles (published);

create table actor_entries (
    id integer primary key,
    article integer not null references articles (id) on delete cascade,
    ref integer not null,              -- its place in the record: 1 for a1
    name text not null,
    kind text not null check (kind in ('person', 'state', 'organization', 'bloc')),
    canonical text not null,
    unique (article, ref)
) strict;

create table actor_mentions (
    entry integer not null references actor_entries (id) on delete cascade,
    first integer not null,            -- code points from the start of the text
    last integer not null,
    text text not null
) strict;
create index actor_mentions_entry on actor_mentions (entry);

create table affiliations (
    entry integer not null references actor_entries (id) on delete cascade,
    role text not null,
    affiliation text not null
) strict;
create index affiliations_entry on affiliations (entry);

create table location_entries (
    id integer primary key,
    article integer not null references articles (id) on delete cascade,
    ref integer not null,
    name text not null,
    kind text not null check (kind in ('country', 'region', 'city', 'venue')),
    country text not null,
    unique (article, ref)
) strict;

create table location_mentions (
    entry integer not null references location_entries (id) on delete cascade,
    first integer not null,
    last integer not null,
    text text not null
) strict;
create index location_mentions_entry on location_mentions (entry);

create table meeting_entries (
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

create table meeting_entry_participants (
    entry integer not null references meeting_entries (id) on delete cascade,
    actor_entry integer not null references actor_entries (id) on delete cascade,
    part text not null check (part in ('host', 'mediator', 'participant')),
    primary key (entry, actor_entry)
) strict, without rowid;
create index meeting_entry_participants_actor on meeting_entry_participants (actor_entry);

create table meeting_entry_places (
    entry integer not null references meeting_entries (id) on delete cascade,
    location_entry integer not null references location_entries (id) on delete cascade,
    rank integer not null,             -- 1 for the most specific
    primary key (entry, location_entry)
) strict, without rowid;

create table meeting_evidence (
    entry integer not null references meeting_entries (id) on delete cascade,
    first integer not null,
    last integer not null,
    text text not null
) strict;
create index meeting_evidence_entry on meeting_evidence (entry);

create table statements (
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

create table statement_parties (
    statement integer not null references statements (id) on delete cascade,
    actor_entry integer not null references actor_entries (id) on delete cascade,
    part text not null check (part in ('speaker', 'addressee', 'about')),
    primary key (statement, actor_entry, part)
) strict, without rowid;
create index statement_parties_actor on statement_parties (actor_entry);

create table statement_spans (
    statement integer not null references statements (id) on delete cascade,
    part text not null check (part in ('content', 'evidence')),
    first integer not null,
    last integer not null,
    text text not null
) strict;
create index statement_spans_statement on statement_spans (statement);

-- Full text: articles by headline and text, statements by what is said.
create virtual table article_search using fts5 (
    title, text, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
create trigger articles_added after insert on articles begin
    insert into article_search (rowid, title, text) values (new.id, new.title, new.text);
end;
create trigger articles_removed after delete on articles begin
    insert into article_search (article_search, rowid, title, text)
    values ('delete', old.id, old.title, old.text);
end;
create virtual table statement_search using fts5 (
    content, content = 'statements', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
create trigger statements_added after insert on statements begin
    insert into statement_search (rowid, content) values (new.id, new.content);
end;
create trigger statements_removed after delete on statements begin
    insert into statement_search (statement_search, rowid, content)
    values ('delete', old.id, old.content);
end;
