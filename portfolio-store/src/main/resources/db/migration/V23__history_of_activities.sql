-- As amendments_of_ref_id and refused_trades: the history of an activity, and the list of those that were refused.
CREATE INDEX activity_amendments_of_ref_id ON events (client_id, generation, ref_id, log_offset)
    WHERE type = 'activity_amended';
CREATE INDEX refused_activities ON dead_letters (client_id, logged_at, topic_id, partition, log_offset)
    WHERE type = 'activity_created' AND ref_id IS NOT NULL;
-- The few activities that change what a unit is, so that the price of an earlier one can be restated.
CREATE INDEX splits_in_order ON activities (client_id, generation, portfolio_id, ticker, executed_at, ref_id)
    WHERE numerator IS NOT NULL;
