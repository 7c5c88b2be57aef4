package io.trakkit.feed.source.csv;

import io.trakkit.domain.CurrencyCode;
import io.trakkit.domain.InvalidValueException;
import io.trakkit.domain.Price;
import io.trakkit.domain.PriceSourceName;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.feed.source.SourceException;
import io.trakkit.wire.json.Readers;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.springframework.core.io.Resource;

/**
 * The quotes of a file, by time.
 *
 * @param faults what of its lines is no quote
 */
record PriceFile(NavigableMap<Instant, List<Quote>> quotes, List<String> faults) {

    /** As much as a day's prices of every security there is, for years; what is more is not a file for this. */
    private static final int MOST_LINES = 5_000_000;

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    /** @throws SourceException if it can't be read or lacks a column */
    static PriceFile read(Resource file, CsvSettings settings, CurrencyCode currency, PriceSourceName source) {
        PriceFile read = new PriceFile(new TreeMap<>(), new ArrayList<>());
        DateTimeFormatter dates = DateTimeFormatter.ofPattern(settings.dateFormat(), Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8);
                var records = FORMAT.parse(reader)) {
            List<String> columns = List.of(settings.dateColumn(), settings.tickerColumn(), settings.priceColumn());
            if (!records.getHeaderNames().containsAll(columns)) {
                throw new SourceException("%s has the columns %s, not %s"
                        .formatted(file.getDescription(), records.getHeaderNames(), columns));
            }
            for (CSVRecord line : records) {
                if (line.getRecordNumber() > MOST_LINES) {
                    throw new SourceException("%s has more than %d lines".formatted(file.getDescription(), MOST_LINES));
                }
                read.add(line, settings, dates, currency, source);
            }
            return read;
        } catch (IOException | UncheckedIOException e) {
            throw new SourceException("%s can't be read: %s".formatted(file.getDescription(), e), e);
        }
    }

    private void add(
            CSVRecord line,
            CsvSettings settings,
            DateTimeFormatter dates,
            CurrencyCode currency,
            PriceSourceName source) {
        try {
            Instant time = LocalDate.parse(line.get(settings.dateColumn()), dates)
                    .atStartOfDay(settings.zone())
                    .toInstant();
            Ticker ticker = Ticker.parse(line.get(settings.tickerColumn()));
            Price price = new Price(Readers.decimal(line.get(settings.priceColumn())));
            quotes.computeIfAbsent(time, _ -> new ArrayList<>()).add(new Quote(ticker, price, currency, time, source));
        } catch (InvalidValueException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            faults.add("line " + (line.getRecordNumber() + 1) + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            faults.add("line " + (line.getRecordNumber() + 1) + " has too few columns");
        }
    }
}
