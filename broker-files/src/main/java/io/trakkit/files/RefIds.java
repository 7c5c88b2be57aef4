package io.trakkit.files;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.files.preset.Draft;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The identity of records: the preset, the portfolio, and the broker's id. Without one it is a hash: of the order, the day and how
 * many rows of the order come before it on that day; without an order, of what the row says and of how many rows before it on its
 * day say the same. So a row has the same ref_id in every export that has all rows of its day. A row with an id or an order keeps it
 * when the broker corrects it.
 */
final class RefIds {

    private static final int MOST_CHARACTERS = 64;

    /** 128 bits: the ids of two different rows are not equal by chance. */
    private static final int HASH_BYTES = 16;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._=+@-]+");

    private final String prefix;
    private final Optional<String> account;
    private final Map<String, Integer> counts = new HashMap<>();

    /** @param account the name that the caller gives the account of the file, if the file has none */
    RefIds(String preset, Optional<PortfolioId> portfolio, Optional<String> account) {
        prefix = preset + ":" + portfolio.map(PortfolioId::toString).orElse("0") + ":";
        // Of a file without accounts, all are the only one: its records are the same as without the option.
        this.account = account.filter(name -> !name.equals("all"));
    }

    /** Forgets the rows of the days before. */
    void newDays() {
        counts.clear();
    }

    /**
     * The ref_id of a record; call it in the order of time.
     *
     * @param part which record of its row it is, from 0
     */
    String next(Draft draft, int part) {
        String suffix = part == 0 ? "" : "." + part;
        String id = draft.id().map(text -> text + suffix).orElse(null);
        if (id != null) {
            return PLAIN.matcher(id).matches() && prefix.length() + id.length() <= MOST_CHARACTERS
                    ? prefix + id
                    : prefix + "=" + hash(id);
        }
        String content = draft.order().map(order -> ofOrder(draft, order)).orElseGet(draft::content) + "\u001f"
                + draft.account().or(() -> account).orElse("") + suffix;
        int before = counts.merge(content, 1, Integer::sum) - 1;
        return prefix + "~" + hash(content + "\u001f" + before);
    }

    private static String ofOrder(Draft draft, String order) {
        return String.join(
                "\u001f",
                "order",
                order,
                draft.kind().wireName(),
                draft.stamp().day().toString(),
                draft.key());
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
