package io.trakkit.files.preset;

import io.trakkit.files.source.SourceKind;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How a source writes its files.
 *
 * @param source what a file is made of
 * @param sign how numbers are written
 * @param zone the zone of local times; {@code --tz} overrides it
 * @param newestFirst the order of a file that does not show it
 * @param joinsFile whether rows belong together that are far apart, so that the file must be read as a whole
 */
public record Traits(SourceKind source, DecimalSign sign, ZoneId zone, boolean newestFirst, boolean joinsFile) {

    /** A table, oldest first, with decimal points and times in UTC. */
    public static final Traits TABLE = new Traits(SourceKind.TABLE, DecimalSign.POINT, ZoneOffset.UTC, false, false);

    public Traits of(SourceKind other) {
        return new Traits(other, sign, zone, newestFirst, joinsFile);
    }

    public Traits with(DecimalSign other) {
        return new Traits(source, other, zone, newestFirst, joinsFile);
    }

    public Traits in(String zoneId) {
        return new Traits(source, sign, ZoneId.of(zoneId), newestFirst, joinsFile);
    }

    public Traits withNewestFirst() {
        return new Traits(source, sign, zone, true, joinsFile);
    }

    public Traits joiningTheFile() {
        return new Traits(source, sign, zone, newestFirst, true);
    }
}
