package io.trakkit.faults.load;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trade as a broker means it.
 *
 * @param side 1: buy, 2: sell
 * @param executedAt empty: left to the service
 */
public record NewTrade(
        String refId,
        String user,
        long portfolio,
        int side,
        String ticker,
        BigDecimal volume,
        BigDecimal amount,
        String status,
        Optional<Instant> executedAt) {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** What is posted. */
    String json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("ref_id", refId);
        body.put("user_id", user);
        body.put("portfolio", portfolio);
        body.put("trade_type", side);
        body.put("security_type", "stock");
        body.put("ticker", ticker);
        body.put("volume", volume);
        body.put("amount", amount.toPlainString());
        body.put("status", status);
        executedAt.ifPresent(time -> body.put("executed_at", time.toString()));
        return MAPPER.writeValueAsString(body);
    }

    /** The same ref_id with other content. */
    NewTrade contradicting() {
        return new NewTrade(
                refId, user, portfolio, side, ticker, volume, amount.add(BigDecimal.ONE), status, executedAt);
    }
}
