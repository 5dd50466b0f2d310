-- Whether articles have only come since the last resolution, and which: then what they touch is resolved anew,
-- and nothing else.

alter table resolution add column whole integer not null default 1; -- whether more has changed than that
alter table resolution add column article integer not null default 0; -- the last row of articles that it saw

drop trigger articles_removed_since;
create trigger articles_removed_since after delete on articles begin
    update resolution set current = 0, whole = 1 where current or not whole;
end;
drop trigger knowledge_added_since;
create trigger knowledge_added_since after insert on knowledge begin
    update resolution set current = 0, whole = 1 where current or not whole;
end;
drop trigger knowledge_removed_since;
create trigger knowledge_removed_since after delete on knowledge begin
    update resolution set current = 0, whole = 1 where current or not whole;
end;
drop trigger corrections_added_since;
create trigger corrections_added_since after insert on corrections begin
    update resolution set current = 0, whole = 1 where current or not whole;
end;
