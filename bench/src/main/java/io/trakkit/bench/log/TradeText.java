package io.trakkit.bench.log;

import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.Money;

/** Trades as brokers post them. Fee and currency are left out where a trade has none. */
public final class TradeText {

    /** The columns of {@link #csv}. */
    public static final String CSV_HEADER =
            "ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status,executed_at,fee,currency,fx_rate\n";

    /** The fee and the currency of {@link RandomTrades}, to follow other fields of a JSON object. */
    public static final String CHARGED = fee(RandomTrades.CHARGES.fee()) + currency(RandomTrades.CONVERSION);

    private TradeText() {}

    /** A JSON object on one line, without a line's end. */
    public static String json(Trade trade) {
        return "{\"ref_id\":\"" + trade.refId() + "\",\"user_id\":\"" + trade.user() + "\",\"portfolio\":"
                + trade.portfolio() + ",\"trade_type\":" + trade.side().code() + ",\"security_type\":\""
                + trade.securityType().wireName() + "\",\"ticker\":\"" + trade.ticker() + "\",\"volume\":"
                + trade.volume() + ",\"amount\":\"" + trade.price() + "\",\"status\":\""
                + trade.status().wireName() + "\",\"executed_at\":\"" + trade.executedAt() + "\""
                + (trade.charges().fee().isZero() ? "" : fee(trade.charges().fee()))
                + trade.conversion().map(TradeText::currency).orElse("") + "}";
    }

    private static String fee(Money fee) {
        return ",\"fee\":\"" + fee + "\"";
    }

    private static String currency(Conversion conversion) {
        return ",\"currency\":\"" + conversion.currency() + "\",\"fx_rate\":\"" + conversion.rate() + "\"";
    }

    /** A line of CSV, with its end. */
    public static String csv(Trade trade) {
        return trade.refId() + "," + trade.user() + "," + trade.portfolio() + ","
                + trade.side().code() + "," + trade.securityType().wireName() + "," + trade.ticker() + ","
                + trade.volume() + "," + trade.price() + "," + trade.status().wireName() + "," + trade.executedAt()
                + "," + (trade.charges().fee().isZero() ? "" : trade.charges().fee()) + ","
                + trade.conversion()
                        .map(conversion -> conversion.currency() + "," + conversion.rate())
                        .orElse(",")
                + "\n";
    }
}
