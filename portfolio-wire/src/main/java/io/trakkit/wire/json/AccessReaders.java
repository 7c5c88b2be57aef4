package io.trakkit.wire.json;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.access.SecretHash;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Readers of clients and keys, shared by HTTP and the log. */
public final class AccessReaders {

    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 100;
    private static final int MAX_ORIGINS = 20;
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9][a-z0-9.-]{0,252}(:[0-9]{1,5})?");

    /** The name of a client. */
    public static final Reader<String> NAME = Readers.TEXT.map(text -> Texts.printable(text, MAX_NAME));

    /** What an owner calls a key; may be empty. */
    public static final Reader<String> LABEL = Readers.TEXT.map(AccessReaders::label);

    public static final Reader<CurrencyCode> CURRENCY = Readers.TEXT.map(CurrencyCode::new);
    public static final Reader<ApiKeyId> KEY_ID = Readers.TEXT.map(ApiKeyId::new);
    public static final Reader<SecretHash> SECRET_HASH = Readers.TEXT.map(SecretHash::new);

    /** One scope or more. */
    public static final Reader<Set<Scope>> SCOPES = AccessReaders::scopes;

    /** Origins of web pages; may be none. */
    public static final Reader<List<String>> ORIGINS = AccessReaders::origins;

    private AccessReaders() {}

    /** Everyone who sees the list of keys sees the label. */
    private static String label(String text) {
        if (text.contains(ApiKey.PREFIX)) {
            throw new InvalidValueException("must not have a key in it");
        }
        return text.isEmpty() ? text : Texts.printable(text, MAX_LABEL);
    }

    private static Set<Scope> scopes(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            throw new InvalidValueException("must be an array of one scope or more");
        }
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (JsonNode scope : value) {
            scopes.add(Scope.parse(Readers.TEXT.read(scope)));
        }
        return scopes;
    }

    private static List<String> origins(JsonNode value) {
        if (!value.isArray() || value.size() > MAX_ORIGINS) {
            throw new InvalidValueException("must be an array of at most " + MAX_ORIGINS + " origins");
        }
        Set<String> origins = new LinkedHashSet<>();
        for (JsonNode origin : value) {
            origins.add(origin(Readers.TEXT.read(origin)));
        }
        return List.copyOf(origins);
    }

    private static String origin(String text) {
        if (!ORIGIN.matcher(text).matches()) {
            throw new InvalidValueException("must be origins such as https://app.example.com: the scheme, the host in"
                    + " small letters, perhaps a port, and no path; not " + Readers.quoted(text));
        }
        return text;
    }
}
