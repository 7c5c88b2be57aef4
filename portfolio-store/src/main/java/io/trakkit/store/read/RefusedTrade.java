package io.trakkit.store.read;

import io.trakkit.domain.DeadLetterReason;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.RefId;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.UserId;
import io.trakkit.store.LogPosition;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trade whose creation became a dead letter. What could not be made out of the record is empty.
 *
 * @param detail what is wrong with it, in words
 * @param value the record's value as it was
 * @param loggedAt the record's own time
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RefusedTrade(
        RefId refId,
        Optional<UserId> user,
        Optional<PortfolioId> portfolio,
        Optional<Ticker> ticker,
        DeadLetterReason reason,
        String detail,
        byte @Nullable [] value,
        Instant loggedAt,
        LogPosition origin) {}
