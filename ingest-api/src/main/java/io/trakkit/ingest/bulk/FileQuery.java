package io.trakkit.ingest.bulk;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.files.FileOptions;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Presets;
import io.trakkit.files.mapping.InvalidMappingException;
import io.trakkit.files.mapping.Mapping;
import io.trakkit.files.mapping.MappingReader;
import io.trakkit.wire.bulk.Defaults;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the query says of a body that is the file of a broker.
 *
 * @param format the name of a preset; empty to recognise the file
 * @param dryRun whether the file is only summed up
 */
record FileQuery(
        Optional<String> format,
        Optional<Mapping> mapping,
        Optional<ZoneId> zone,
        Optional<String> account,
        boolean dryRun,
        Defaults defaults) {

    private static final String FORMAT = "format";
    private static final String MAP = "map";
    private static final String ZONE = "tz";
    private static final String ACCOUNT = "account";
    private static final String DRY_RUN = "dry_run";
    private static final String AUTO = "auto";

    /**
     * Null for a body in trakkit's own formats, whose type the request names.
     *
     * @throws ProblemException if a parameter is wrong or unknown
     */
    static @Nullable FileQuery of(HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        if (Stream.of(FORMAT, MAP, ZONE, ACCOUNT, DRY_RUN).allMatch(name -> query.text(name) == null)) {
            return null;
        }
        String format = query.value(FORMAT, FileQuery::knownFormat);
        FileQuery file = new FileQuery(
                Optional.ofNullable(format).filter(name -> !name.equals(AUTO)),
                Optional.ofNullable(query.value(MAP, FileQuery::mapping)),
                Optional.ofNullable(query.value(ZONE, FileQuery::zone)),
                Optional.ofNullable(query.text(ACCOUNT)),
                query.truth(DRY_RUN, false),
                Defaults.of(query));
        if (!file.dryRun()) {
            if (file.defaults().portfolio().isEmpty()) {
                query.error("portfolio", "is missing: the file of a broker names none");
            }
            if (file.defaults().user().isEmpty()) {
                query.error("user_id", "is missing: the file of a broker names none");
            }
        }
        query.noOthers();
        return file;
    }

    private static String knownFormat(String name) {
        try {
            return name.equals(AUTO) ? name : Presets.named(name).name();
        } catch (FileRefusedException e) {
            throw new InvalidValueException("is not known. " + e.getMessage());
        }
    }

    private static Mapping mapping(String json) {
        try {
            return MappingReader.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidMappingException e) {
            throw new InvalidValueException("is no mapping. " + e.getMessage());
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new InvalidValueException("must be a time zone such as Europe/Berlin");
        }
    }

    /** @param currency that of the portfolio, if it is known */
    FileOptions options(Optional<CurrencyCode> currency) {
        return new FileOptions(format, mapping, zone, account, defaults.portfolio(), currency);
    }

    /** Whether trakkit's own formats come into question. */
    boolean isAuto() {
        return format.isEmpty() && mapping.isEmpty();
    }
}
