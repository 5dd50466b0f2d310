-- What the last resolution worked on and came to, as bytes: so that the next one reads it at once when a few
-- articles have come, and weighs anew what they touch.

create table ledger (
    id integer primary key,            -- the number of a column, times 2^32, and of a page in it
    print integer not null,            -- a hash of the page
    content blob not null              -- as src/store/ledger.rs writes it
) strict;
