-- Which user of PostgreSQL appended an entry: append_audit runs with the rights of the owner, but session_user stays the user that
-- logged in, so a false entry names the user whose password was stolen. Null: an entry of before. The default comes in a statement of
-- its own, since it would be evaluated once for the entries that are there, which would then name the user that migrates.
ALTER TABLE audit_log ADD COLUMN written_by text;
ALTER TABLE audit_log ALTER COLUMN written_by SET DEFAULT session_user;
