package io.trakkit.cli.imports;

import io.trakkit.cli.program.CommandException;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.files.FileOptions;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Presets;
import io.trakkit.files.Recognition;
import io.trakkit.files.mapping.InvalidMappingException;
import io.trakkit.files.mapping.Mapping;
import io.trakkit.files.mapping.MappingReader;
import io.trakkit.files.preset.Preset;
import io.trakkit.wire.bulk.Defaults;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a file is read, by the options and by what is in it.
 *
 * @param format the name of a format; auto to recognise the file
 */
record FormatChoice(
        String format,
        @Nullable Path map,
        @Nullable String zone,
        @Nullable String account,
        Defaults defaults) {

    static final String AUTO = "auto";

    /** trakkit's own formats, by the name of the file. */
    private static final String OWN = "trakkit";

    private static final int MOST_MAPPING = 64 * 1024;

    /** @throws CommandException if the file is in no format that is known, or an option is wrong */
    ImportFormat of(Path file) {
        if (map != null) {
            Mapping mapping = mapping(map);
            return new ImportFormat.OfBroker(mapping, options().withMapping(mapping));
        }
        if (format.equals(OWN)) {
            return own(FileFormat.of(file));
        }
        Optional<FileFormat> own = Arrays.stream(FileFormat.values())
                .filter(one -> one.name().equalsIgnoreCase(format))
                .findFirst();
        if (own.isPresent()) {
            return own(own.get());
        }
        return format.equals(AUTO) ? recognised(file) : ofPreset(preset());
    }

    private ImportFormat own(FileFormat own) {
        return new ImportFormat.Own(own.body(), defaults);
    }

    private ImportFormat ofPreset(Preset preset) {
        return new ImportFormat.OfBroker(preset, options().withFormat(preset.name()));
    }

    private Preset preset() {
        try {
            return Presets.named(format);
        } catch (FileRefusedException _) {
            throw CommandException.wrongUsage("--format must be auto, trakkit, ndjson, json, csv or one of "
                    + Presets.ALL.stream().map(Preset::name).collect(Collectors.joining(", ")) + ", not '" + format
                    + "'");
        }
    }

    private ImportFormat recognised(Path file) {
        return switch (recognition(file)) {
            case Recognition.Known(Preset preset) -> ofPreset(preset);
            case Recognition.Unknown(String refusal, boolean near, boolean table)
            when near || (table && isPacked(file)) -> throw CommandException.failed(refusal);
            case Recognition.Own _, Recognition.Unknown _, Recognition.Unreadable _ -> own(FileFormat.of(file));
        };
    }

    /** The readers of trakkit's own CSV say best what is wrong with one; they read no archives. */
    private static boolean isPacked(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".xlsx") || name.endsWith(".zip");
    }

    private static Recognition recognition(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Recognition.of(in);
        } catch (EOFException | ZipException _) {
            // The reader of the format reports what it can read before the damage.
            return new Recognition.Unreadable("The file is damaged");
        } catch (IOException e) {
            throw CommandException.failed("Cannot read the file '" + file + "': " + e.getMessage());
        }
    }

    private static Mapping mapping(Path file) {
        try {
            if (Files.size(file) > MOST_MAPPING) {
                throw CommandException.wrongUsage("--map must have at most " + MOST_MAPPING / 1024 + " KB");
            }
            return MappingReader.read(Files.readAllBytes(file));
        } catch (InvalidMappingException e) {
            throw CommandException.wrongUsage("--map " + file + ": " + e.getMessage());
        } catch (IOException e) {
            throw CommandException.wrongUsage("Cannot read --map " + file);
        }
    }

    private FileOptions options() {
        Optional<ZoneId> id;
        try {
            id = Optional.ofNullable(zone).map(ZoneId::of);
        } catch (DateTimeException _) {
            throw CommandException.wrongUsage("--tz must be a time zone such as Europe/Berlin, not '" + zone + "'");
        }
        return new FileOptions(
                Optional.empty(),
                Optional.empty(),
                id,
                Optional.ofNullable(account),
                defaults.portfolio(),
                Optional.empty());
    }

    /** The same format for a portfolio of that currency. */
    static ImportFormat into(ImportFormat format, PortfolioId portfolio, CurrencyCode currency) {
        return switch (format) {
            case ImportFormat.Own own -> own;
            case ImportFormat.OfBroker(Preset preset, FileOptions options) ->
                new ImportFormat.OfBroker(preset, options.into(portfolio, currency));
        };
    }
}
