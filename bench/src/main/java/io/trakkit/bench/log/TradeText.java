package io.trakkit.bench.log;

import io.trakkit.domain.trade.Trade;

/** Trades as brokers post them. */
public final class TradeText {

    /** The columns of {@link #csv}. */
    public static final String CSV_HEADER =
            "ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status,executed_at\n";

    private TradeText() {}

    /** A JSON object on one line, without a line's end. */
    public static String json(Trade trade) {
        return "{\"ref_id\":\"" + trade.refId() + "\",\"user_id\":\"" + trade.user() + "\",\"portfolio\":"
                + trade.portfolio() + ",\"trade_type\":" + trade.side().code() + ",\"security_type\":\""
                + trade.securityType().wireName() + "\",\"ticker\":\"" + trade.ticker() + "\",\"volume\":"
                + trade.volume() + ",\"amount\":\"" + trade.price() + "\",\"status\":\""
                + trade.status().wireName() + "\",\"executed_at\":\"" + trade.executedAt() + "\"}";
    }

    /** A line of CSV, with its end. */
    public static String csv(Trade trade) {
        return trade.refId() + "," + trade.user() + "," + trade.portfolio() + ","
                + trade.side().code() + "," + trade.securityType().wireName() + "," + trade.ticker() + ","
                + trade.volume() + "," + trade.price() + "," + trade.status().wireName() + "," + trade.executedAt()
                + "\n";
    }
}
