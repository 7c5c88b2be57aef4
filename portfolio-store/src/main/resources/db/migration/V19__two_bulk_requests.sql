-- One client takes half of the bulk requests that an instance serves by default, not all. Clients that an administrator has
-- created or changed keep their limit.
ALTER TABLE clients ALTER COLUMN bulk_requests SET DEFAULT 2;

UPDATE clients SET bulk_requests = 2 WHERE bulk_requests = 4 AND version = 1;
