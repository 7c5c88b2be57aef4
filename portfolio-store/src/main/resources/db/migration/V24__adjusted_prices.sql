-- Some sources restate their whole history after each split. adjusted_at is the time up to which splits are included in a
-- price, which is then that of a unit of that time. NULL: a raw price, that of a unit of its own time, as all former ones.
ALTER TABLE price_history ADD COLUMN adjusted_at timestamptz;
