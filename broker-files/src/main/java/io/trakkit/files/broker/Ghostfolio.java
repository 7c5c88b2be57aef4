package io.trakkit.files.broker;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import io.trakkit.files.preset.Unit;
import io.trakkit.files.source.SourceKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Ghostfolio, export as JSON. It has no taxes, rates, splits and deposits. What is dated after the export is a draft. */
public final class Ghostfolio implements Preset {

    /** A symbol that the user has made up is the id of its profile. */
    private static final int ID_CHARACTERS = 36;

    private static final String META = "meta";
    private static final String DRAFT = "a draft";

    @Override
    public String name() {
        return "ghostfolio";
    }

    @Override
    public String title() {
        return "Ghostfolio";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.of(SourceKind.JSON).joiningTheFile();
    }

    @Override
    public List<Header> headers() {
        return List.of(Header.of("type,date,symbol,currency,fee,quantity,unitPrice")
                .may("id,accountId,dataSource,isDraft")
                .ignoring("comment,tags,updatedAt,createdAt")
                .in("activities"));
    }

    @Override
    public boolean reads(String section) {
        return section.equals("activities") || section.equals(META);
    }

    @Override
    public RowResult read(Row row) {
        if (row.section().equals(META)) {
            return RowResult.without("data of the export");
        }
        if (row.key("isDraft").equals("true")) {
            return RowResult.without(DRAFT);
        }
        Stamp time = row.time(Dates.ISO, "date");
        Unit unit = row.unit("currency");
        BigDecimal quantity = row.decimal("quantity");
        BigDecimal price = unit.whole(row.decimal("unitPrice"));
        BigDecimal fee = unit.whole(row.decimalOrZero("fee"));
        BigDecimal money = quantity.multiply(price);
        return switch (row.key("type")) {
            case "buy" -> trade(row, Kind.BUY, time, unit);
            case "sell" -> trade(row, Kind.SELL, time, unit);
            case "dividend" ->
                money.signum() < 0
                        ? Reversals.dividend()
                        : ofSecurity(row, new Draft(Kind.DIVIDEND, time).total(money.subtract(fee)), unit);
            case "interest" ->
                RowResult.of(named(row, new Draft(Kind.INTEREST, time).total(money.subtract(fee)), unit));
            case "fee" ->
                RowResult.of(named(row, new Draft(Kind.CHARGE, time).total(fee.signum() == 0 ? money : fee), unit));
            case "item", "liability" -> RowResult.unsupported("a thing or a debt, which has no trades");
            default -> throw row.wrong("is not a known type", "type");
        };
    }

    private static void drafts(List<ReadRow> rows, LocalDate exported) {
        for (ReadRow row : rows) {
            boolean isAhead =
                    row.drafts().stream().anyMatch(draft -> draft.stamp().day().isAfter(exported.plusDays(1)));
            if (isAhead) {
                row.result(RowResult.without(DRAFT));
            }
        }
    }

    private static RowResult trade(Row row, Kind kind, Stamp time, Unit unit) {
        Draft draft = new Draft(kind, time)
                .volume(row.decimal("quantity"))
                .price(unit.whole(row.decimal("unitPrice")))
                .fee(unit.whole(row.decimalOrZero("fee")))
                .security(row.key("dataSource").equals("coingecko") ? SecurityType.CRYPTO : SecurityType.STOCK);
        return ofSecurity(row, draft, unit);
    }

    private static RowResult ofSecurity(Row row, Draft draft, Unit unit) {
        String symbol = row.text("symbol");
        if (symbol.length() == ID_CHARACTERS && symbol.indexOf('-') == 8) {
            return RowResult.unsupported("of an asset that the user defined, which has no symbol");
        }
        return RowResult.of(named(row, draft.ticker(symbol), unit));
    }

    private static Draft named(Row row, Draft draft, Unit unit) {
        draft.currency(unit.currency().value());
        row.find("id").ifPresent(draft::id);
        row.find("accountId").ifPresent(draft::account);
        return draft;
    }

    @Override
    public void join(List<ReadRow> rows) {
        rows.stream()
                .map(ReadRow::row)
                .filter(row -> row.section().equals(META) && row.has("date"))
                .findFirst()
                .ifPresent(meta -> drafts(rows, meta.time(Dates.ISO, "date").day()));
        Reversals.ofDividends(
                        row -> row.key("type") + " " + row.key("accountId") + " " + row.key("symbol"),
                        row -> row.decimal("quantity").multiply(row.decimal("unitPrice")),
                        row -> row.time(Dates.ISO, "date"))
                .join(rows);
    }
}
