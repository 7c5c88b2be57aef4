package io.trakkit.domain.access;

import java.util.regex.Pattern;

/** Hides credentials in texts that quote a caller: a key can be in a path, a parameter or a body by mistake. */
public final class Secrets {

    /** An API key, also one that is cut off or has another separator. Its id is no secret. */
    private static final Pattern API_KEY =
            Pattern.compile("(?i)(trk(?:_|-|%5f)?[0-9a-f]{16})(?:_|-|%5f)?[0-9a-z]{12,}");

    private static final Pattern JWT = Pattern.compile("eyJ[0-9A-Za-z_-]{8,}\\.[0-9A-Za-z_-]*(?:\\.[0-9A-Za-z_-]*)?");

    private Secrets() {}

    /** The text with … in place of the secret parts of API keys and JWTs. */
    public static String hide(String text) {
        String hidden = text;
        if (hidden.contains("trk") || hidden.contains("TRK") || hidden.contains("Trk")) {
            hidden = API_KEY.matcher(hidden).replaceAll("$1_…");
        }
        return hidden.contains("eyJ") ? JWT.matcher(hidden).replaceAll("eyJ…") : hidden;
    }
}
