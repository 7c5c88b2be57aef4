package io.trakkit.worker.console;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all commands have. */
final class OpsOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "where trakkit, or one of its workers, serves (default: $TRAKKIT_OPS_URL, or else"
                    + " http://127.0.0.1:8080)",
            defaultValue = "${env:TRAKKIT_OPS_URL:-http://127.0.0.1:8080}")
    private String url = "";

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    OpsClient connect() {
        return new OpsClient(url);
    }

    boolean json() {
        return json;
    }
}
