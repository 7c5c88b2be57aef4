-- Operators look for the open ones among all that there ever were, and a metric counts them by reason every few seconds.
CREATE INDEX open_dead_letters ON dead_letters (client_id, logged_at, topic_id, partition, log_offset)
    INCLUDE (reason) WHERE outcome IS NULL;
