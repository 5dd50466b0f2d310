-- The names of a thing that gains an entry are those that it had and those of the entry: what many articles
-- tell of changes with nearly every one that comes, and is not gathered anew for it.

create table fresh_members (
    thing text not null check (thing in ('actor', 'location')),
    entry integer not null,            -- one whose names are not among those of its thing yet
    primary key (thing, entry)
) strict, without rowid;

drop trigger actors_renamed;
create trigger actors_renamed after update on actors
when old.name <> new.name or old.kind <> new.kind or old.affiliations <> new.affiliations begin
    delete from names where thing in ('actor', 'side') and id = new.id;
end;
drop trigger actor_members_came;
create trigger actor_members_came after insert on actor_members begin
    insert or ignore into fresh_members (thing, entry) select 'actor', new.entry
        where exists (select 1 from names n where n.thing = 'actor' and n.id = new.actor);
    delete from actor_figures where actor = new.actor;
end;

drop trigger locations_renamed;
create trigger locations_renamed after update on locations
when old.name <> new.name or old.country <> new.country begin
    delete from names where thing in ('location', 'country') and id = new.id;
end;
drop trigger location_members_came;
create trigger location_members_came after insert on location_members begin
    insert or ignore into fresh_members (thing, entry) select 'location', new.entry
        where exists (select 1 from names n where n.thing = 'location' and n.id = new.location);
    delete from location_figures where location = new.location;
end;
