package io.trakkit.domain.returns.account;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.returns.account.Market.KnownRate;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A portfolio in EUR that is written down record by record. Times are days, at 00:00 UTC, or full times. */
final class ScriptedBook {

    private static final UserId USER = new UserId("u-1");
    private static final PortfolioId PORTFOLIO = new PortfolioId(1);
    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final CurrencyCode USD = new CurrencyCode("USD");

    /** After all times that are written down. */
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    private final List<Step> steps = new ArrayList<>();
    private final List<Quote> quotes = new ArrayList<>();
    private final List<KnownRate> rates = new ArrayList<>();
    private boolean allowShort;
    private Instant receivedAt = LATER;
    private String dollarRate = "";
    private String fee = "0";
    private String tax = "0";

    static ScriptedBook book() {
        return new ScriptedBook();
    }

    Scenario scenario() {
        return new Scenario(new BookRules(EUR, allowShort), steps, new Market(quotes, rates, Duration.ofDays(10_000)));
    }

    ScriptedBook allowShort() {
        allowShort = true;
        return this;
    }

    /** When the records that follow are received; without it long after all of them. */
    ScriptedBook receivedAt(String time) {
        receivedAt = time(time);
        return this;
    }

    /** The next record is in dollars, at this rate. */
    ScriptedBook inDollars(String rate) {
        dollarRate = rate;
        return this;
    }

    /** Of the next record. */
    ScriptedBook fee(String amount) {
        fee = amount;
        return this;
    }

    /** Of the next record. */
    ScriptedBook tax(String amount) {
        tax = amount;
        return this;
    }

    ScriptedBook buy(String ticker, String volume, String price, String time) {
        return trade(Side.BUY, ticker, volume, price, time);
    }

    ScriptedBook sell(String ticker, String volume, String price, String time) {
        return trade(Side.SELL, ticker, volume, price, time);
    }

    private ScriptedBook trade(Side side, String ticker, String volume, String price, String time) {
        Trade trade = new Trade(
                newRefId(),
                USER,
                PORTFOLIO,
                side,
                SecurityType.STOCK,
                new Ticker(ticker),
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                time(time),
                Optional.empty(),
                new Charges(Money.of(fee), Money.of(tax)),
                conversion());
        return event(new TradeEvent.Created(newId(), ClientId.DEFAULT, receivedAt, trade, false));
    }

    ScriptedBook perUnit(ActivityType type, String ticker, String amount, String time) {
        return activity(ActivityTerms.perUnit(type, new BigDecimal(amount)), Optional.of(new Ticker(ticker)), time);
    }

    ScriptedBook total(ActivityType type, String ticker, String amount, String time) {
        return activity(ActivityTerms.ofTotal(type, new BigDecimal(amount)), Optional.of(new Ticker(ticker)), time);
    }

    ScriptedBook split(String ticker, int numerator, int denominator, String time) {
        return activity(
                ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(numerator, denominator)),
                Optional.of(new Ticker(ticker)),
                time);
    }

    /** New units per old ones. */
    ScriptedBook bonus(String ticker, int numerator, int denominator, String time) {
        return activity(
                ActivityTerms.ofRatio(ActivityType.BONUS, ratio(numerator, denominator)),
                Optional.of(new Ticker(ticker)),
                time);
    }

    ScriptedBook wholeBonus(String ticker, int numerator, int denominator, String time) {
        return activity(ActivityTerms.wholeBonus(ratio(numerator, denominator)), Optional.of(new Ticker(ticker)), time);
    }

    ScriptedBook free(String ticker, String volume, String time) {
        return units(ActivityType.BONUS, ticker, volume, time);
    }

    ScriptedBook transferOut(String ticker, String volume, String time) {
        return units(ActivityType.TRANSFER_OUT, ticker, volume, time);
    }

    private ScriptedBook units(ActivityType type, String ticker, String volume, String time) {
        return activity(ActivityTerms.ofVolume(type, Volume.of(volume)), Optional.of(new Ticker(ticker)), time);
    }

    ScriptedBook transferIn(String ticker, String volume, String cost, String time) {
        return activity(
                ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of(volume), new BigDecimal(cost)),
                Optional.of(new Ticker(ticker)),
                time);
    }

    ScriptedBook cashInLieu(String ticker, String volume, String amount, String time) {
        return activity(
                ActivityTerms.ofVolume(ActivityType.CASH_IN_LIEU, Volume.of(volume), new BigDecimal(amount)),
                Optional.of(new Ticker(ticker)),
                time);
    }

    ScriptedBook deposit(String amount, String time) {
        return cash(ActivityType.DEPOSIT, amount, time);
    }

    ScriptedBook withdraw(String amount, String time) {
        return cash(ActivityType.WITHDRAWAL, amount, time);
    }

    ScriptedBook cash(ActivityType type, String amount, String time) {
        return activity(ActivityTerms.ofTotal(type, new BigDecimal(amount)), Optional.empty(), time);
    }

    private ScriptedBook activity(ActivityTerms terms, Optional<Ticker> ticker, String time) {
        Activity activity = new Activity(
                newRefId(),
                USER,
                PORTFOLIO,
                ticker,
                terms,
                TradeStatus.SUCCESS,
                time(time),
                Money.of(tax),
                conversion());
        return event(new TradeEvent.ActivityCreated(newId(), ClientId.DEFAULT, receivedAt, activity, false));
    }

    /** Records a corporate action of all tickers, or corrects the one of that name. */
    ScriptedBook action(String name, ActivityTerms terms, String time) {
        steps.add(new Step.Recorded(new FoldedActivity(
                new TradeOrder(time(time), Rank.CORPORATE_ACTION, new RefId(name)),
                terms,
                Money.ZERO,
                conversion(),
                TradeStatus.SUCCESS,
                FoldOutcome.APPLIED)));
        return this;
    }

    ScriptedBook withdrawAction(String name) {
        steps.add(new Step.Withdrawn(new RefId(name)));
        return this;
    }

    ScriptedBook quote(String ticker, String price, String time) {
        return quote(ticker, price, EUR, time, Optional.empty());
    }

    ScriptedBook dollarQuote(String ticker, String price, String time) {
        return quote(ticker, price, USD, time, Optional.empty());
    }

    ScriptedBook adjustedQuote(String ticker, String price, String time, String adjustedAt) {
        return quote(ticker, price, EUR, time, Optional.of(time(adjustedAt)));
    }

    private ScriptedBook quote(
            String ticker, String price, CurrencyCode currency, String time, Optional<Instant> adjustedAt) {
        quotes.add(new Quote(
                new Ticker(ticker), Price.of(price), currency, time(time), new PriceSourceName("test"), adjustedAt));
        return this;
    }

    /** What a dollar costs from a time on. */
    ScriptedBook rate(String rate, String time) {
        rates.add(new KnownRate(USD, FxRate.of(rate), time(time)));
        return this;
    }

    static Ratio ratio(int numerator, int denominator) {
        return new Ratio(BigDecimal.valueOf(numerator), BigDecimal.valueOf(denominator));
    }

    static Instant time(String text) {
        return Instant.parse(text.length() == "2025-01-01".length() ? text + "T00:00:00Z" : text);
    }

    private ScriptedBook event(TradeEvent event) {
        steps.add(new Step.Event(event));
        fee = "0";
        tax = "0";
        dollarRate = "";
        return this;
    }

    private Optional<Conversion> conversion() {
        return dollarRate.isEmpty() ? Optional.empty() : Optional.of(new Conversion(USD, FxRate.of(dollarRate)));
    }

    private RefId newRefId() {
        return new RefId("r-%03d".formatted(steps.size()));
    }

    private UUID newId() {
        return new UUID(0, steps.size());
    }
}
