package io.trakkit.feed.source.csv;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.PriceSource;
import io.trakkit.feed.source.SourceException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;

/** Reads prices from a file: each once for each version of the file, and future ones only when their date has come. */
public final class CsvSource implements PriceSource {

    static final PriceSourceName NAME = new PriceSourceName("csv");
    static final PriceSourceName REPLAY_NAME = new PriceSourceName("csv-replay");

    private final Resource file;
    private final CsvSettings settings;
    private final QuoteDefaults defaults;
    private final Clock clock;

    /** For each ticker, the time of the last quote that was taken from this version of the file. */
    private final Map<Ticker, Instant> taken = new HashMap<>();

    private @Nullable PriceFile read;
    private Version readVersion = Version.NONE;
    private @Nullable Instant replayed;

    /** @throws SourceException if the settings name no file */
    public CsvSource(CsvSettings settings, QuoteDefaults defaults, Clock clock) {
        if (settings.file() == null) {
            throw new SourceException(
                    "trakkit.feed.csv.file is not set: it must name the file with the prices, such as file:/data/prices.csv");
        }
        this.file = settings.file();
        this.settings = settings;
        this.defaults = defaults;
        this.clock = clock;
    }

    @Override
    public Polled poll(Set<Ticker> tickers) {
        PriceFile current = current();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<Ticker, Instant> latest = new HashMap<>();
        List<Quote> quotes = new ArrayList<>();
        current.quotes().headMap(now, true).values().stream()
                .flatMap(Collection::stream)
                .filter(quote -> tickers.contains(quote.ticker()))
                .filter(quote ->
                        !taken.containsKey(quote.ticker()) || quote.time().isAfter(taken.get(quote.ticker())))
                .forEach(quote -> {
                    quotes.add(quote);
                    latest.put(quote.ticker(), quote.time());
                });
        if (settings.replay()) {
            nextDate(current, now).stream()
                    .filter(quote -> tickers.contains(quote.ticker()))
                    .map(quote -> new Quote(
                            quote.ticker(),
                            quote.price(),
                            quote.currency(),
                            now,
                            REPLAY_NAME,
                            defaults.adjustedAt(now)))
                    .forEach(quotes::add);
        }
        return new Polled(quotes, current.faults(), () -> taken.putAll(latest));
    }

    private List<Quote> nextDate(PriceFile current, Instant now) {
        var past = current.quotes().headMap(now, true);
        if (past.isEmpty()) {
            return List.of();
        }
        var next = replayed == null ? past.firstEntry() : past.higherEntry(replayed);
        if (next == null) {
            next = past.firstEntry();
        }
        replayed = next.getKey();
        return next.getValue();
    }

    private PriceFile current() {
        Version version = version();
        if (read == null || !version.equals(readVersion)) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            read = new PriceFile.Reading(settings, defaults, NAME, version.writtenAt(now))
                    .of(file, version.isFresh(now));
            if (!version().equals(version)) {
                read = null;
                throw new SourceException(
                        "%s changed while it was read; the next run reads it again".formatted(file.getDescription()));
            }
            // New lines can be anywhere in the file, also for days before the last one that was taken.
            taken.clear();
            // Its last line may be incomplete: the next run reads it again.
            readVersion = read.complete() ? version : Version.NONE;
            return read;
        }
        // Its faults are reported already.
        return read.withoutFaults();
    }

    private Version version() {
        try {
            return file.isFile() ? new Version(file.lastModified(), file.contentLength()) : Version.NONE;
        } catch (IOException e) {
            throw new SourceException("%s does not exist".formatted(file.getDescription()), e);
        }
    }

    /**
     * Shows whether a file has changed.
     *
     * @param modified in milliseconds since 1970
     */
    private record Version(long modified, long length) {

        /** The stamp of a resource that is not a file and never changes. */
        static final Version NONE = new Version(0, -1);

        private static final Duration A_WHILE = Duration.ofMinutes(1);

        /** When the prices were written: an adjusted price includes the splits up to then. */
        Instant writtenAt(Instant now) {
            Instant written = Instant.ofEpochMilli(modified);
            return equals(NONE) || written.isAfter(now) ? now : written;
        }

        /** Whether the file may still be growing. */
        boolean isFresh(Instant now) {
            return Duration.between(Instant.ofEpochMilli(modified), now).abs().compareTo(A_WHILE) < 0;
        }
    }
}
