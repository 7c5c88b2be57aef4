package io.trakkit.cli.admin;

import io.trakkit.cli.program.CommandException;
import picocli.CommandLine.Option;

/** {@code --limit}. */
final class ListLimit {

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "the highest number to list (default: ${DEFAULT-VALUE})",
            defaultValue = "100")
    private int limit;

    /** @throws CommandException if it is not 1 or more */
    int value() {
        if (limit < 1) {
            throw CommandException.wrongUsage("--limit must be 1 or more, not " + limit);
        }
        return limit;
    }
}
