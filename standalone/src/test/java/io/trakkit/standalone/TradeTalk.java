package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.Conversation.Exchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Trades: one by one and many at once. */
final class TradeTalk {

    private static final String TRADES = "/api/v1/trade/";
    private static final String BULK = "/api/v1/trade/bulk/";

    private final ContractTalk talk;
    private final long portfolio;

    TradeTalk(ContractTalk talk, long portfolio) {
        this.talk = talk;
        this.portfolio = portfolio;
    }

    /** Posts trades one by one, amends and reads them. */
    void aboutTrades() {
        String buy = talk.trade("1", portfolio, 1, "10", "100", "2026-01-02T03:04:05Z");
        talk.expect(
                202,
                talk.conversation.send(
                        "POST", TRADES, talk.trade("0", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z")));
        talk.expect(201, talk.conversation.send("POST", TRADES, buy, "Prefer", "wait=30"));
        talk.expect(200, talk.conversation.send("POST", TRADES, buy, "Prefer", "wait=30"));
        String oversold = talk.trade("2", portfolio, 2, "1000", "100", "2026-01-02T03:04:06Z");
        Exchange rejected = talk.expect(201, talk.conversation.send("POST", TRADES, oversold, "Prefer", "wait=30"));
        assertThat(rejected.json().required("state").asString()).isEqualTo("rejected");
        talk.expect(400, talk.conversation.send("POST", TRADES, "{}"));
        talk.expect(409, talk.conversation.send("POST", TRADES, buy.replace("\"10\"", "\"11\""), "Prefer", "wait=30"));
        talk.refuseBodies("POST", TRADES);
        String key = talk.run + ":key";
        talk.expect(
                201,
                talk.conversation.send(
                        "POST",
                        TRADES,
                        talk.trade("3", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z"),
                        "Idempotency-Key",
                        key,
                        "Prefer",
                        "wait=30"));
        talk.expect(
                422,
                talk.conversation.send(
                        "POST",
                        TRADES,
                        talk.trade("4", portfolio, 1, "2", "100", "2026-01-02T03:04:05Z"),
                        "Idempotency-Key",
                        key,
                        "Prefer",
                        "wait=30"));

        aboutIsins();
        talk.amend(TRADES, "1", "PATCH", "{\"volume\": 11}", "{\"volume\": \"12\", \"amount\": 101}");
        talk.amend(
                TRADES,
                "1",
                "PUT",
                "{\"volume\": 13, \"amount\": \"102\", \"status\": \"success\"}",
                "{\"volume\": 14, \"amount\": \"103\", \"status\": \"success\"}");

        talk.readOne(TRADES, "1");

        String list = TRADES + "?portfolio_id=" + portfolio;
        talk.readPages(list + "&ordering=ref_id&page=1&page_size=1&fields=ref_id");
        talk.expect(
                200,
                talk.conversation.get(list + "&user_id=" + talk.run + "&ticker=" + talk.ticker
                        + "&trade_type=1&status=success&state=applied&executed_from=2020-01-01T00:00:00Z"
                        + "&executed_to=2030-01-01T00:00:00Z&updated_since=2020-01-01T00:00:00Z"));
        talk.checkTag(list);
        talk.expect(400, talk.conversation.get(TRADES + ContractTalk.UNKNOWN_PARAMETER));
    }

    /** A field that only travels is stored, shown, found, amended, and read from CSV. */
    private void aboutIsins() {
        String plain = talk.trade("isin", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z");
        String wrong = plain.replace("{", "{\"isin\": \"US5949181044\", ");
        assertThat(talk.expect(400, talk.conversation.send("POST", TRADES, wrong))
                        .json()
                        .toString())
                .contains("has the check digit 4, but 5 is right");
        Exchange posted = talk.expect(
                201,
                talk.conversation.send(
                        "POST", TRADES, wrong.replace("US5949181044", " us5949181045 "), "Prefer", "wait=30"));
        assertThat(posted.json().required("isin").asString()).isEqualTo("US5949181045");
        assertThat(talk.expect(409, talk.conversation.send("POST", TRADES, plain, "Prefer", "wait=30"))
                        .json()
                        .toString())
                .contains("says no isin");

        String path = TRADES + talk.run + ":isin/";
        Exchange amended = talk.expect(
                200, talk.conversation.send("PATCH", path, "{\"isin\": \"INE233A01035\"}", "Prefer", "wait=30"));
        assertThat(amended.json().required("isin").asString()).isEqualTo("INE233A01035");
        assertThat(talk.expect(200, talk.conversation.get(path))
                        .json()
                        .required("isin")
                        .asString())
                .isEqualTo("INE233A01035");

        String replacement = "{\"volume\": 2, \"amount\": 100, \"status\": \"success\"%s}";
        talk.expect(
                200,
                talk.conversation.send(
                        "PUT", path, replacement.formatted(", \"isin\": \"US0378331005\""), "Prefer", "wait=30"));
        Exchange kept =
                talk.expect(200, talk.conversation.send("PUT", path, replacement.formatted(""), "Prefer", "wait=30"));
        assertThat(kept.json().required("isin").asString()).isEqualTo("US0378331005");

        String csv = "ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status,isin\n"
                + "%1$s:isin-csv,%1$s,%2$d,buy,stock,%3$s,1,100,success,US0378331005\n"
                        .formatted(talk.run, portfolio, talk.ticker);
        talk.expect(200, talk.conversation.exchange("POST", BULK, "text/csv", csv, "Prefer", "wait=30"));
        Exchange found = talk.expect(
                200, talk.conversation.get(TRADES + "?isin=us0378331005&user_id=" + talk.run + "&ordering=ref_id"));
        assertThat(found.json().required("results").findValuesAsString("ref_id"))
                .containsExactly(talk.run + ":isin", talk.run + ":isin-csv");
        talk.expect(400, talk.conversation.get(TRADES + "?isin=INE233A01034"));
        talk.expect(400, talk.conversation.get(TRADES + "?isin=INE233A01035&state=refused"));
    }

    /** Posts trades in bulk, and files of brokers. */
    void aboutManyTrades() {
        String valid = talk.trade("b1", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z")
                .replace("\n", "");
        String oversold = talk.trade("b2", portfolio, 2, "5000", "100", "2026-01-02T03:04:05Z")
                .replace("\n", "");
        talk.expect(
                200,
                talk.conversation.exchange(
                        "POST", BULK, "application/x-ndjson", valid + "\n" + oversold + "\n", "Prefer", "wait=30"));
        talk.expect(
                200,
                talk.conversation.exchange(
                        "POST",
                        BULK + "?user_id=%s&portfolio=%d".formatted(talk.run, portfolio),
                        "application/json",
                        "[" + valid + "]"));
        talk.expect(
                200,
                talk.conversation.exchange(
                        "POST",
                        BULK + "?user_id=%s&portfolio=%d&delimiter=semicolon".formatted(talk.run, portfolio),
                        "text/csv",
                        "ref_id;trade_type;security_type;ticker;volume;amount;status\n%1$s:b3;1;stock;%2$s;0;1;success\n"
                                .formatted(talk.run, talk.ticker)));
        String ofBroker = """
                symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,trade_id,order_id,order_execution_time
                INFY,INE009A01021,2025-04-01,NSE,EQ,EQ,buy,false,10,1500,70011,11,2025-04-01T09:20:11
                NIFTY25APR23000CE,,2025-04-02,NSE,FO,,buy,false,75,110.25,80001,12,2025-04-02T10:00:00
                INFY,INE009A01021,2025-04-03,NSE,EQ,EQ,sell,false,ten,1500,70012,13,2025-04-03T09:20:11
                """;
        talk.expect(
                200,
                talk.conversation.exchange(
                        "POST", BULK + "?format=auto&dry_run=true&tz=Asia/Kolkata&account=all", "text/csv", ofBroker));
        talk.expect(
                200,
                talk.conversation.exchange(
                        "POST",
                        BULK + "?format=zerodha&user_id=%s&portfolio=%d".formatted(talk.run, portfolio),
                        "text/csv",
                        ofBroker,
                        "Prefer",
                        "wait=30"));
        String broken =
                ofBroker + "INFY,INE009A01021,2025-04-04,NSE,EQ,EQ,buy,false,10,\"1500,70013,14,2025-04-04T09:20:11\n";
        talk.expect(200, talk.conversation.exchange("POST", BULK + "?format=auto&dry_run=true", "text/csv", broken));
        String joined = """
                Action,Time,ISIN,Ticker,Name,ID,No. of shares,Price / share,Currency (Price / share),Total,Currency (Total)
                Stock split close,2025-03-12 06:00:00,US5949181045,MSFT,Microsoft,S1,3,0,USD,0.00,GBP
                Stock split open,2025-03-12 06:00:00,US5949181045,MSFT,Microsoft,S2,6,0,USD,0.00,GBP
                The history of this account is complete
                """;
        talk.expect(
                200,
                talk.conversation.exchange(
                        "POST",
                        BULK + "?format=trading212&user_id=%s&portfolio=%d".formatted(talk.run, portfolio),
                        "text/csv",
                        joined,
                        "Prefer",
                        "wait=30"));
        talk.expect(400, talk.conversation.exchange("POST", BULK + "?format=nonsense", "text/csv", ofBroker));
        talk.expect(400, talk.conversation.exchange("POST", BULK + "?map=nonsense", "text/csv", ofBroker));
        String mapping = """
                {"header": ["When", "What", "Stock", "Units", "Price"], "decimal": ",", "times": ["dd.MM.uuuu"],
                 "currency": "EUR", "kind": {"column": "What", "values": {"Kauf": "buy", "Verkauf": "sell"}},
                 "columns": {"time": "When", "ticker": "Stock", "volume": "Units", "price": "Price"}}
                """;
        talk.expect(
                200,
                talk.conversation.exchange(
                        "POST",
                        BULK + "?dry_run=true&map=" + URLEncoder.encode(mapping, StandardCharsets.UTF_8),
                        "text/csv",
                        "When;What;Stock;Units;Price\n02.06.2025;Kauf;ABC;3;1.200,50\n"));
        talk.expect(400, talk.conversation.exchange("POST", BULK, "application/x-ndjson", ""));
        talk.expect(415, talk.conversation.exchange("POST", BULK, "text/plain", "nonsense"));
    }
}
