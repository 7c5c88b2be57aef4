package io.trakkit.files.broker;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Near;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Revolut, account statement of crypto. The currency stands beside each amount; times are those of the user's place. */
public final class RevolutCrypto implements Preset {

    private static final Pattern LETTERS = Pattern.compile("[A-Z]{3}|Kč|zł|Ft|lei");
    private static final Pattern ODD_SPACES = Pattern.compile("[\\s\\h\\u202f]+");
    private static final Dates DATES = Dates.of(
                    "MMM d, uuuu, h:mm:ss a", "MMM d uuuu h:mm:ss a", "d MMM uuuu, HH:mm:ss")
            .or(Dates.ISO);

    @Override
    public String name() {
        return "revolut-crypto";
    }

    @Override
    public String title() {
        return "Revolut (crypto)";
    }

    @Override
    public List<Header> headers() {
        return List.of(Header.of("Symbol,Type,Quantity,Price,Value,Fees,Date"));
    }

    @Override
    public RowResult read(Row row) {
        return switch (row.key("Type")) {
            case "buy" -> trade(row, Kind.BUY);
            case "sell" -> trade(row, Kind.SELL);
            case "send" -> send(row);
            case "staking reward", "learn reward" -> RowResult.of(coin(row, Kind.BONUS));
            case "stake", "unstake" -> RowResult.without("coins that are staked stay held");
            case "receive" ->
                RowResult.unsupported("coins that come in, whose cost the file does not have: post a transfer_in");
            case "payment", "other", "exchange" ->
                RowResult.unsupported("a payment or an exchange in coins: " + row.text("Type"));
            default -> throw row.wrong("is not a known type", "Type");
        };
    }

    /** The value is without the fee. Its sign, where it has one, is that of the cash: the type says the same. */
    private static RowResult trade(Row row, Kind kind) {
        BigDecimal value = row.decimal("Value").abs();
        Draft draft = coin(row, kind);
        BigDecimal volume = draft.volume().orElseThrow();
        row.findDecimal("Price").ifPresent(price -> Near.checkWorth(row, value, volume, price, "Value"));
        return RowResult.charged(
                draft.gross(value).currency(currency(row)), row.decimalOrZero("Fees"), BigDecimal.ZERO);
    }

    /** What the sending costs is money, beside the coins. */
    private static RowResult send(Row row) {
        Draft coins = coin(row, Kind.TRANSFER_OUT);
        BigDecimal fee = row.decimalOrZero("Fees");
        return fee.signum() == 0
                ? RowResult.of(coins)
                : RowResult.of(coins, new Draft(Kind.CHARGE, time(row)).total(fee, currency(row)));
    }

    private static Draft coin(Row row, Kind kind) {
        return new Draft(kind, time(row))
                .ticker(row.text("Symbol"))
                .security(SecurityType.CRYPTO)
                .volume(row.decimal("Quantity"));
    }

    /** The spaces before AM and PM are not always plain ones, and September can have four letters. */
    private static Stamp time(Row row) {
        String text = ODD_SPACES.matcher(row.text("Date")).replaceAll(" ").replace("Sept ", "Sep ");
        return row.timeOf(DATES, text, "Date");
    }

    private static String currency(Row row) {
        String text = row.text("Value");
        Matcher letters = LETTERS.matcher(text);
        return bySign(text)
                .or(() -> letters.find() ? Optional.of(byLetters(letters.group())) : Optional.empty())
                .orElseThrow(() -> row.wrong("has no currency that is known", "Value"));
    }

    private static Optional<String> bySign(String text) {
        if (text.contains("€")) {
            return Optional.of("EUR");
        }
        if (text.contains("£")) {
            return Optional.of("GBP");
        }
        return text.matches("[-(]?\\$.*") ? Optional.of("USD") : Optional.empty();
    }

    private static String byLetters(String letters) {
        return switch (letters) {
            case "Kč" -> "CZK";
            case "zł" -> "PLN";
            case "Ft" -> "HUF";
            case "lei" -> "RON";
            default -> letters.toUpperCase(Locale.ROOT);
        };
    }
}
