package io.trakkit.domain.returns;

import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A flow of the money-weighted return.
 *
 * @param at from when on its records count
 * @param records one; or the transfers of a ticker at one moment, which are valued together
 * @param amount what the owner takes out, in the portfolio's currency; negative for what the owner puts in
 */
public record OwnersFlow(Instant at, Ticker ticker, List<FoldedRecord> records, BigDecimal amount) {

    public OwnersFlow {
        records = List.copyOf(records);
    }
}
