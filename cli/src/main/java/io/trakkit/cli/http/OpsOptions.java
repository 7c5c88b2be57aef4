package io.trakkit.cli.http;

import io.trakkit.cli.program.HelpOption;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every operators' and administrators' command. */
public final class OpsOptions {

    private static final String VARIABLE = "TRAKKIT_OPS_URL";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "where trakkit, or one of its workers, serves (default: $$TRAKKIT_OPS_URL, or else"
                    + " http://127.0.0.1:8080)",
            defaultValue = "${env:TRAKKIT_OPS_URL:-http://127.0.0.1:8080}")
    private String url = "";

    @Mixin
    private AccessOptions access = new AccessOptions();

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    public OpsClient connect() {
        return new OpsClient(access.connect(url, VARIABLE, Optional.empty()));
    }

    public boolean json() {
        return json;
    }
}
