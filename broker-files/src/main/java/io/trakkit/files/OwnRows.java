package io.trakkit.files;

import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.SkipKind;
import io.trakkit.files.preset.WrongCellException;
import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.trade.ActivityFields;
import io.trakkit.wire.trade.TradeFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The records of trakkit's own formats as the rows of a {@link Preview}. */
public final class OwnRows {

    private final Checks checks = new Checks();

    /** What would become of the record, as far as it shows without the portfolio. */
    public FileRow row(NextRecord record) {
        return switch (record) {
            case NextRecord.Text text -> row(text.parsed());
            case NextRecord.Body(long line, ObjectNode fields) -> row(line, fields);
            case NextRecord.Wrong(long line, var _, String detail) -> new FileRow.Wrong(line, "", "", detail);
            case NextRecord.Broken(long line, String detail) -> new FileRow.Broken(line, detail);
            case NextRecord.Skipped(long line, String reason, boolean missed) ->
                new FileRow.Skipped(line, missed ? SkipKind.UNSUPPORTED : SkipKind.NO_EFFECT, reason);
            case NextRecord.Joined(long line, long into) -> new FileRow.Joined(line, into);
        };
    }

    private FileRow row(long line, ObjectNode fields) {
        String time = fields.path(TradeFields.EXECUTED_AT.name()).asString("");
        try {
            Kind kind = kind(fields);
            ObjectNode whole = fields.deepCopy();
            if (time.isEmpty()) {
                // Then the time of receipt counts.
                whole.put(TradeFields.EXECUTED_AT.name(), Instant.EPOCH.toString());
            }
            checks.check(whole, kind);
            return new FileRow.Booked(line, kind, day(time), fields);
        } catch (WrongCellException e) {
            return new FileRow.Wrong(line, e.column(), e.text(), e.detail());
        } catch (InvalidValueException e) {
            return new FileRow.Wrong(line, ActivityFields.TYPE, "", String.valueOf(e.getMessage()));
        }
    }

    private static Kind kind(ObjectNode fields) {
        if (!fields.has(ActivityFields.TYPE)) {
            return fields.path(TradeFields.SIDE.name()).asString("").equals("2") ? Kind.SELL : Kind.BUY;
        }
        ActivityType type = ActivityType.parse(fields.path(ActivityFields.TYPE).asString(""));
        return Kind.parse(type.wireName());
    }

    private static @Nullable LocalDate day(String time) {
        try {
            return OffsetDateTime.parse(time)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toLocalDate();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
