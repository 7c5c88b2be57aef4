package io.trakkit.feed.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.testing.FeedApp;
import io.trakkit.testing.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;

class CsvSourceTest {

    private static final Ticker AAPL = new Ticker("AAPL");
    private static final Ticker MSFT = new Ticker("MSFT");

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-02T12:00:00Z"));

    @TempDir
    private Path folder;

    private CsvSource source(String content, boolean replay) throws IOException {
        return source(content, replay, "", false);
    }

    private CsvSource source(String content, boolean replay, String currencyColumn, boolean adjusted)
            throws IOException {
        Path file = Files.writeString(folder.resolve("prices.csv"), content);
        return new CsvSource(
                new CsvSettings(
                        new FileSystemResource(file),
                        "date",
                        "ticker",
                        "price",
                        currencyColumn,
                        "uuuu-MM-dd",
                        ZoneId.of("America/New_York"),
                        replay),
                new QuoteDefaults(FeedApp.USD, adjusted),
                clock);
    }

    private static List<String> shown(Polled polled) {
        return polled.quotes().stream()
                .map(quote -> quote.ticker() + " " + quote.price() + " " + quote.time())
                .toList();
    }

    @Test
    void quotesAreOfTheBeginningOfTheirDayAndGivenOnceTheDayHasCome() throws IOException {
        CsvSource source = source("""
                ticker,date,price,note
                AAPL,2026-11-01,188.38,
                AAPL,2026-11-03,190,"tomorrow, that is"
                MSFT,2026-11-01,410,
                GOOG,2026-11-01,170,
                """, false);

        Polled first = source.poll(Set.of(AAPL, MSFT));
        assertThat(shown(first))
                .containsExactlyInAnyOrder("AAPL 188.38 2026-11-01T04:00:00Z", "MSFT 410 2026-11-01T04:00:00Z");
        assertThat(source.poll(Set.of(AAPL)).quotes()).as("not safe yet").hasSize(1);
        first.whenTaken().run();
        assertThat(source.poll(Set.of(AAPL, MSFT)).quotes()).isEmpty();

        clock.step(Duration.ofDays(1));
        assertThat(shown(source.poll(Set.of(AAPL, MSFT)))).containsExactly("AAPL 190 2026-11-03T05:00:00Z");
    }

    @Test
    void aColumnMayNameTheCurrencyOfEachPrice() throws IOException {
        CsvSource source = source("""
                date,ticker,price,ccy
                2026-11-01,AAPL,188,EUR
                2026-11-01,MSFT,410,
                2026-11-01,GOOG,170,GBX
                """, false, "ccy", false);

        Polled polled = source.poll(Set.of(AAPL, MSFT));

        assertThat(polled.quotes())
                .extracting(quote -> quote.ticker() + " " + quote.currency())
                .containsExactlyInAnyOrder("AAPL EUR", "MSFT USD");
        assertThat(polled.faults()).containsExactly("line 4: must be a currency of ISO 4217, such as USD, not \"GBX\"");
    }

    /** The file is of 1 July, and read in November: it includes no split after that. */
    @Test
    void anAdjustedFileIncludesTheSplitsUpToItsLastChange() throws IOException {
        CsvSource source = source("date,ticker,price\n2026-05-29,AAPL,100\n", false, "", true);
        Instant written = Instant.parse("2026-07-01T00:00:00Z");
        Files.setLastModifiedTime(folder.resolve("prices.csv"), FileTime.from(written));

        assertThat(source.poll(Set.of(AAPL)).quotes())
                .extracting(Quote::adjustedAt)
                .containsExactly(Optional.of(written));
    }

    @Test
    void aTickerThatIsHeldLaterIsGivenItsPastToo() throws IOException {
        CsvSource source = source("date,ticker,price\n2026-11-01,AAPL,188\n2026-11-01,MSFT,410\n", false);
        source.poll(Set.of(AAPL)).whenTaken().run();

        assertThat(source.poll(Set.of(AAPL, MSFT)).quotes())
                .extracting(Quote::ticker)
                .containsExactly(MSFT);
    }

    @Test
    void aFileThatHasChangedIsReadAgain() throws IOException {
        CsvSource source = source("date,ticker,price\n2026-11-01,AAPL,188\n", false);
        source.poll(Set.of(AAPL)).whenTaken().run();
        Path file = Files.writeString(
                folder.resolve("prices.csv"), "date,ticker,price\n2026-11-01,AAPL,188\n2026-11-02,AAPL,189\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(shown(source.poll(Set.of(AAPL))))
                .containsExactly("AAPL 188 2026-11-01T04:00:00Z", "AAPL 189 2026-11-02T05:00:00Z");
    }

    /** They go into the history; what was given before is a repeat. */
    @Test
    void linesOfEarlierDaysThatAreAddedLaterAreGivenToo() throws IOException {
        CsvSource source = source("date,ticker,price\n2026-11-01,AAPL,188\n", false);
        source.poll(Set.of(AAPL)).whenTaken().run();
        Path file = Files.writeString(
                folder.resolve("prices.csv"), "date,ticker,price\n2026-11-01,AAPL,188\n2024-11-01,AAPL,180\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        Polled changed = source.poll(Set.of(AAPL));

        assertThat(shown(changed)).containsExactly("AAPL 180 2024-11-01T04:00:00Z", "AAPL 188 2026-11-01T04:00:00Z");
        changed.whenTaken().run();
        assertThat(source.poll(Set.of(AAPL)).quotes()).isEmpty();
    }

    /** As spreadsheets write it, and in any order. */
    @Test
    void aByteOrderMarkCarriageReturnsAndUnsortedDatesAreNoHindrance() throws IOException {
        CsvSource source = source("\uFEFFdate,ticker,price\r\n2026-11-02,AAPL,189\r\n2026-11-01,AAPL,188\r\n", false);

        assertThat(shown(source.poll(Set.of(AAPL))))
                .containsExactly("AAPL 188 2026-11-01T04:00:00Z", "AAPL 189 2026-11-02T05:00:00Z");
    }

    /** 188.38 would be read as 188, and stay: a quote of the same time replaces none. */
    @Test
    void theLastLineOfAFileThatIsBeingWrittenIsLeftToTheNextRun() throws IOException {
        CsvSource source = source("date,ticker,price\n2026-11-01,MSFT,410\n2026-11-01,AAPL,188", false);
        touch(clock.instant());
        Polled first = source.poll(Set.of(AAPL, MSFT));
        assertThat(shown(first)).containsExactly("MSFT 410 2026-11-01T04:00:00Z");
        assertThat(first.faults()).isEmpty();
        first.whenTaken().run();

        Files.writeString(folder.resolve("prices.csv"), ".38\n", StandardOpenOption.APPEND);
        touch(clock.instant());
        assertThat(shown(source.poll(Set.of(AAPL, MSFT))))
                .containsExactlyInAnyOrder("MSFT 410 2026-11-01T04:00:00Z", "AAPL 188.38 2026-11-01T04:00:00Z");
    }

    @Test
    void theLastLineOfAFileThatNobodyWritesCountsAlsoWithoutALineBreak() throws IOException {
        CsvSource source = source("date,ticker,price\n2026-11-01,AAPL,188", false);
        touch(clock.instant());
        assertThat(source.poll(Set.of(AAPL)).quotes()).isEmpty();

        clock.step(Duration.ofMinutes(1));
        assertThat(source.poll(Set.of(AAPL)).quotes()).hasSize(1);
    }

    /** By its length, where the clock of the file system is too coarse. */
    @Test
    void aFileThatWasReplacedInTheSameMomentIsReadAgain() throws IOException {
        CsvSource source = source("date,ticker,price\n2026-11-01,AAPL,188\n", false);
        touch(clock.instant());
        source.poll(Set.of(AAPL)).whenTaken().run();

        Files.writeString(folder.resolve("prices.csv"), "date,ticker,price\n2026-11-02,AAPL,189.5\n");
        touch(clock.instant());

        assertThat(source.poll(Set.of(AAPL)).quotes()).hasSize(1);
    }

    private void touch(Instant time) throws IOException {
        Files.setLastModifiedTime(folder.resolve("prices.csv"), FileTime.from(time));
    }

    @Test
    void linesThatAreNoQuotesAreNamedAndHarmNoOther() throws IOException {
        Polled polled = source("""
                date,ticker,price
                2026-11-01,AAPL,0
                2026-11-01,AAPL,-1
                2026-11-01,AAPL,"1,5"
                2026-02-30,AAPL,1
                Nov 1 2026,AAPL,1
                2026-11-01,A B,1
                2026-11-01,AAPL
                2026-11-01,AAPL,188
                """, false).poll(Set.of(AAPL));

        assertThat(polled.quotes()).hasSize(1);
        assertThat(polled.faults()).hasSize(7);
        assertThat(polled.faults().getFirst()).startsWith("line 2: must be greater than zero");
    }

    @Test
    void aFileWithoutTheColumnsOrNoFileIsAnError() throws IOException {
        CsvSource source = source("day,symbol,close\n2026-11-01,AAPL,188\n", false);
        assertThatThrownBy(() -> source.poll(Set.of(AAPL)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("[date, ticker, price]");

        Files.delete(folder.resolve("prices.csv"));
        assertThatThrownBy(() -> source.poll(Set.of(AAPL))).isInstanceOf(SourceException.class);
    }

    @Test
    void aReplayQuotesOneDateARunAsOfNowAndGoesRoundAgain() throws IOException {
        CsvSource source = source("date,ticker,price\n2000-01-01,AAPL,10\n2000-02-01,AAPL,11\n", true);

        Polled first = source.poll(Set.of(AAPL));
        assertThat(shown(first))
                .containsExactly(
                        "AAPL 10 2000-01-01T05:00:00Z", "AAPL 11 2000-02-01T05:00:00Z", "AAPL 10 2026-11-02T12:00:00Z");
        assertThat(first.quotes().getLast().source()).hasToString("csv-replay");
        first.whenTaken().run();
        clock.step(Duration.ofSeconds(1));
        assertThat(shown(source.poll(Set.of(AAPL)))).containsExactly("AAPL 11 2026-11-02T12:00:01Z");
        clock.step(Duration.ofSeconds(1));
        assertThat(shown(source.poll(Set.of(AAPL)))).containsExactly("AAPL 10 2026-11-02T12:00:02Z");
    }
}
