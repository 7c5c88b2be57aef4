package io.trakkit.query.explain.returns;

import io.trakkit.query.explain.LoggedRecordAnswer;
import java.time.Instant;

/**
 * A record that moves cash: the schema CashEntry of docs/openapi.yaml.
 *
 * @param amount in its own currency; negative for cash that leaves
 */
record CashEntryAnswer(Instant countsFrom, String amount, String currency, LoggedRecordAnswer record) {}
