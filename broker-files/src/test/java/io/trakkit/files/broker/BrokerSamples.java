package io.trakkit.files.broker;

import io.trakkit.files.Files;
import io.trakkit.files.Sample;
import java.util.List;

/** The files of all brokers. */
public final class BrokerSamples {

    public static final List<Sample> ALL = List.of(
            new Sample("avanza", AvanzaTest.FILE, 1, "SEK"),
            new Sample("coinbase", CoinbaseTest.FILE, 4, "EUR"),
            new Sample("degiro-account", DegiroAccountTest.FILE, 1, "EUR"),
            new Sample("degiro-transactions", Files.text("degiro-transactions-nl.csv"), 1, "EUR"),
            new Sample("etoro", EtoroTest.FILE, 1, "USD"),
            new Sample("fidelity", FidelityTest.FILE, 3, "USD"),
            new Sample("freetrade", FreetradeTest.FILE, 1, "GBP"),
            new Sample("ghostfolio", Files.text("ghostfolio.json"), 0, "EUR"),
            new Sample("groww", GrowwTest.FILE, 3, "INR"),
            new Sample("ibkr-activity", IbkrActivityTest.FILE, 0, "EUR"),
            new Sample("ibkr-flex", IbkrFlexTest.FILE, 0, "EUR"),
            new Sample("ibkr-history", IbkrHistoryTest.FILE, 0, "GBP"),
            new Sample("revolut", RevolutTest.FILE, 1, "USD"),
            new Sample("revolut-crypto", RevolutCryptoTest.FILE, 1, "EUR"),
            new Sample("robinhood", RobinhoodTest.FILE, 1, "USD"),
            new Sample("saxo", SaxoTest.FILE, 1, "EUR"),
            new Sample("scalable", ScalableTest.FILE, 1, "EUR"),
            new Sample("schwab", SchwabTest.FILE, 2, "USD"),
            new Sample("schwab-json", SchwabTest.JSON, 0, "USD"),
            new Sample("swissquote", SwissquoteTest.FILE, 1, "CHF"),
            new Sample("trade-republic", TradeRepublicTest.FILE, 1, "EUR"),
            new Sample("trading212", Files.text("trading212.csv"), 1, "GBP"),
            new Sample("zerodha", Files.text("zerodha.csv"), 1, "INR"));

    private BrokerSamples() {}
}
