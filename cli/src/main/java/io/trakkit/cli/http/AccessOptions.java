package io.trakkit.cli.http;

import io.trakkit.cli.program.CommandException;
import io.trakkit.domain.portfolio.ClientId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that calls a running trakkit: where its key comes from. */
public final class AccessOptions {

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "a file of mode 600 that holds the API key (default: the key in $$TRAKKIT_KEY, or else the"
                    + " file $$TRAKKIT_KEY_FILE; without any, no key is sent)")
    private @Nullable String keyFile;

    @Option(names = "--insecure", description = "send the key to another machine without TLS, too")
    private boolean insecure;

    /**
     * @param url the value of {@code --url}
     * @param variable the environment variable with the same meaning
     * @param actFor the client for which a key of the platform acts
     * @throws CommandException if the URL or the key cannot be used
     */
    public Server connect(String url, String variable, Optional<ClientId> actFor) {
        return new Server(url, variable, Credential.find(keyFile, System::getenv), actFor, insecure);
    }
}
