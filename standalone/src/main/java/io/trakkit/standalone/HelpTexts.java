package io.trakkit.standalone;

import io.trakkit.standalone.CommandLine.Command;
import java.util.Locale;

/** What {@code --help} prints. The launcher prints the same, without a JVM; a test compares them. */
final class HelpTexts {

    private HelpTexts() {}

    static String of(Command command) {
        return switch (command) {
            case UP -> UP;
            case DEMO -> DEMO;
        };
    }

    static String name(Command command) {
        return command.name().toLowerCase(Locale.ROOT);
    }

    static final String UP = """
            Usage: ./trakkit up [--port PORT] [--data DIR] [--fresh]

            Starts an embedded PostgreSQL, Kafka and Redis, and the apps, in one
            process. Prints 'ready http://127.0.0.1:PORT' once it serves HTTP and applies
            trades, and runs until Ctrl-C or SIGTERM. It listens on loopback only.

            Options:
              --port PORT   where to serve HTTP (default 8080; 0 picks a free one)
              --data DIR    where to keep the data (default .trakkit/ in the checkout);
                            the next 'up' on the same DIR continues with them
              --fresh       delete the data in DIR first

            Exit codes: 0 stopped by the user, 1 failed, 2 wrong usage.
            """;

    static final String DEMO = """
            Usage: ./trakkit demo [--port PORT] [--data DIR] [--fresh] [--exit | --stay]

            Starts everything as 'up' does, posts the trades of samples/ over HTTP, and
            prints a table of each portfolio: ticker, held, average, cost, realised, price
            and return. It prints them again whenever prices change: the samples' months,
            one every two seconds. On a terminal it then keeps running until Ctrl-C, for you
            to explore; elsewhere it ends. A second run on the same data posts nothing new.

            Options, in addition to those of 'up':
              --exit   end after the tables, even on a terminal
              --stay   keep running after the tables, even without a terminal

            Exit codes: 0 done, 1 failed or stopped before the tables, 2 wrong usage.
            """;

    static final String ALL = UP + System.lineSeparator() + DEMO;
}
