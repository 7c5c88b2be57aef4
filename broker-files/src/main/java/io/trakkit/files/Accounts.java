package io.trakkit.files;

import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.RowResult;
import io.trakkit.wire.json.Printable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The accounts of a file: one of them is imported, or all if the caller says so. */
final class Accounts {

    private static final String ALL = "all";

    private final Optional<String> wanted;
    private final Set<String> seen = new TreeSet<>();

    Accounts(Optional<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * Skips the rows of other accounts.
     *
     * @throws FileRefusedException if there are several, and the caller names none
     */
    void check(List<ReadRow> rows) {
        for (ReadRow row : rows) {
            for (Draft draft : row.drafts()) {
                draft.account().ifPresent(seen::add);
            }
        }
        if (seen.size() > 1 && wanted.isEmpty()) {
            throw new FileRefusedException("The file has several accounts: "
                    + names()
                    + ". Choose one of them, or \"all\" for all in one portfolio (on the command line by --account)");
        }
        if (wanted.isEmpty() || wanted.get().equals(ALL) || seen.isEmpty()) {
            return;
        }
        if (!seen.contains(wanted.get())) {
            throw new FileRefusedException(
                    "The file has no account " + Printable.of(wanted.get()) + "; it has " + names());
        }
        for (ReadRow row : rows) {
            Optional<String> account = row.drafts().isEmpty()
                    ? Optional.empty()
                    : row.drafts().getFirst().account();
            account.filter(name -> !name.equals(wanted.get()))
                    .ifPresent(name -> row.result(RowResult.without("of the account " + Printable.of(name))));
        }
    }

    private String names() {
        return seen.stream().limit(10).map(Printable::of).collect(Collectors.joining(", "));
    }
}
