-- A summary is opened by a batch that has just looked its portfolio up, and that holds a row of progress, which belongs to
-- the generation. Portfolios are never deleted. The two foreign keys looked both up again for each new key and locked them,
-- the generation's one row from every worker at once.
ALTER TABLE summaries DROP CONSTRAINT summaries_generation_fkey;
ALTER TABLE summaries DROP CONSTRAINT summaries_client_id_portfolio_id_fkey;
