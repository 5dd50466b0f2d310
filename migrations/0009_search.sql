-- Full text is written for all articles of a transaction at once: where a trigger writes it row by row, each
-- row is sorted and written to the index by itself.

drop trigger articles_added;
drop trigger statements_added;
