-- What articles write alike is kept once, and the digest of an article refers to it by number: so that
-- resolution reads each form once, and of an article little more than numbers.

create table actor_forms (
    id integer primary key,
    print integer not null,            -- a hash of the form
    form blob not null                 -- as src/store/packed.rs writes it
) strict;
create index actor_forms_print on actor_forms (print);

create table location_forms (
    id integer primary key,
    print integer not null,
    form blob not null
) strict;
create index location_forms_print on location_forms (print);

-- What was digested is digested anew before it is read: the program has written it in another form.
drop table digests;
create table digests (
    article integer primary key references articles (id) on delete cascade,
    actor integer not null,            -- the row of its first actor entry; the others follow it
    location integer not null,
    meeting integer not null,
    signature blob not null,           -- 64 hashes of four bytes; empty for a text too short for one
    sentences blob not null,           -- of each sentence behind a meeting a hash of eight bytes
    digest blob not null               -- what resolution looks at, as src/store/packed.rs writes it
) strict;
