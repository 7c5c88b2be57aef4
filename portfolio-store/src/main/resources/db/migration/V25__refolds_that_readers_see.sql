-- How often a position was folded again without an event of its own, because of a corporate action or a rebuild of its key. The
-- version counts events and stays, so readers see such a change by this number.
ALTER TABLE summaries ADD COLUMN refolds bigint NOT NULL DEFAULT 0;
-- The transactions that did so, of any key: readers look at the positions only if it has changed.
ALTER TABLE generations ADD COLUMN refolds bigint NOT NULL DEFAULT 0;
