package io.trakkit.ingest.inbound;

import io.trakkit.access.limits.RecordBudget;

/** What the records of one inbound topic are checked with. */
record Inbox(RecordChecker checker, RecordBudget budget) {}
