package io.trakkit.store.query.trades;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trade or an activity whose creation became a dead letter. What could not be made out of the record is empty.
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
