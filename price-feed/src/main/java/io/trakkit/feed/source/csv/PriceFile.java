package io.trakkit.feed.source.csv;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.SourceException;
import io.trakkit.wire.json.Readers;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.springframework.core.io.Resource;

/**
 * The quotes of a file, by time.
 *
 * @param faults a message for each line that is not a quote
 * @param complete whether all lines are included; if not, the last line may not be complete yet
 */
record PriceFile(NavigableMap<Instant, List<Quote>> quotes, List<String> faults, boolean complete) {

    /** Enough for the daily prices of every security for years. */
    private static final int MOST_LINES = 5_000_000;

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    /**
     * How files are read.
     *
     * @param writtenAt when the file was written
     */
    record Reading(CsvSettings settings, QuoteDefaults defaults, PriceSourceName source, Instant writtenAt) {

        /** Reads a file: {@link PriceFile#read}. */
        PriceFile of(Resource file, boolean fresh) {
            return read(file, this, fresh);
        }

        private List<String> columns() {
            return Stream.of(
                            settings.dateColumn(),
                            settings.tickerColumn(),
                            settings.priceColumn(),
                            settings.currencyColumn())
                    .filter(column -> !column.isEmpty())
                    .toList();
        }

        private CurrencyCode currency(CSVRecord line) {
            String stated = settings.currencyColumn().isEmpty() ? "" : line.get(settings.currencyColumn());
            return stated.isEmpty() ? defaults.currency() : CurrencyCode.exactly(stated);
        }
    }

    /**
     * Reads a file.
     *
     * @param fresh whether a program may still be writing it: a last line without a line break is left out then, because half
     *     of 188.38 is a price, too
     * @throws SourceException if it cannot be read or lacks a column
     */
    private static PriceFile read(Resource file, Reading reading, boolean fresh) {
        PriceFile read = new PriceFile(new TreeMap<>(), new ArrayList<>(), true);
        DateTimeFormatter dates = DateTimeFormatter.ofPattern(reading.settings().dateFormat(), Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        try (LastByte bytes = new LastByte(file.getInputStream());
                var records = FORMAT.parse(withoutByteOrderMark(bytes))) {
            List<String> columns = reading.columns();
            if (!records.getHeaderNames().containsAll(columns)) {
                throw new SourceException("%s must have the columns %s; it has %s"
                        .formatted(file.getDescription(), columns, records.getHeaderNames()));
            }
            for (Iterator<CSVRecord> lines = records.iterator(); lines.hasNext(); ) {
                CSVRecord line = lines.next();
                if (line.getRecordNumber() > MOST_LINES) {
                    throw new SourceException(
                            "%s has more than %d lines; split it".formatted(file.getDescription(), MOST_LINES));
                }
                if (fresh && !lines.hasNext() && !bytes.isLineBreak()) {
                    return new PriceFile(read.quotes, read.faults, false);
                }
                read.add(line, reading, dates);
            }
            return read;
        } catch (IOException | UncheckedIOException e) {
            throw new SourceException("Cannot read %s: %s".formatted(file.getDescription(), e), e);
        }
    }

    /** The byte order mark, which spreadsheets write first. It would become a part of the first column's name. */
    private static Reader withoutByteOrderMark(InputStream bytes) throws IOException {
        PushbackReader reader = new PushbackReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }

    PriceFile withoutFaults() {
        return new PriceFile(quotes, List.of(), complete);
    }

    /** Remembers the last byte that was read. */
    private static final class LastByte extends FilterInputStream {

        private int last = -1;

        LastByte(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            last = next < 0 ? last : next;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            last = count > 0 ? bytes[offset + count - 1] : last;
            return count;
        }

        boolean isLineBreak() {
            return last == '\n' || last == '\r';
        }
    }

    private void add(CSVRecord line, Reading reading, DateTimeFormatter dates) {
        CsvSettings settings = reading.settings();
        try {
            Instant time = LocalDate.parse(line.get(settings.dateColumn()), dates)
                    .atStartOfDay(settings.zone())
                    .toInstant();
            Ticker ticker = Ticker.parse(line.get(settings.tickerColumn()));
            Price price = Price.quoted(Readers.decimal(line.get(settings.priceColumn())));
            Quote quote = new Quote(
                    ticker,
                    price,
                    reading.currency(line),
                    time,
                    reading.source(),
                    reading.defaults().adjustedAt(reading.writtenAt()));
            quotes.computeIfAbsent(time, _ -> new ArrayList<>()).add(quote);
        } catch (InvalidValueException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            faults.add("line " + (line.getRecordNumber() + 1) + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            faults.add("line " + (line.getRecordNumber() + 1) + " has too few columns");
        }
    }
}
