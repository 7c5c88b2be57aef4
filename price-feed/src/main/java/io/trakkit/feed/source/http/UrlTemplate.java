package io.trakkit.feed.source.http;

import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.SourceException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the addresses of requests. They differ only after the host. */
record UrlTemplate(String before, String after, String separator) {

    private static final String TICKERS = "{tickers}";

    /** @throws SourceException if the text is not a template */
    static UrlTemplate of(@Nullable String url, String separator) {
        int at = url == null ? -1 : url.indexOf(TICKERS);
        if (url == null || at < 0 || at != url.lastIndexOf(TICKERS)) {
            throw new SourceException("trakkit.feed.http.url must be an address with " + TICKERS + " in it, once");
        }
        UrlTemplate template = new UrlTemplate(url.substring(0, at), url.substring(at + TICKERS.length()), separator);
        URI address = template.parsed(TICKERS);
        boolean http = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!http || address.getHost() == null || address.getUserInfo() != null) {
            throw new SourceException(
                    "trakkit.feed.http.url must be an http or https address with a host and without a user");
        }
        if (!address.getHost().equals(template.parsed("A").getHost())
                || address.getPort() != template.parsed("1").getPort()
                || template.before.indexOf('/', template.before.indexOf("//") + 2) < 0) {
            throw new SourceException(
                    "trakkit.feed.http.url must have " + TICKERS + " in its path or query, not in its host");
        }
        return template;
    }

    URI of(List<Ticker> tickers) {
        return parsed(tickers.stream().map(Ticker::value).collect(Collectors.joining(separator)));
    }

    private URI parsed(String tickers) {
        String encoded = URLEncoder.encode(tickers, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            return URI.create(before + encoded + after);
        } catch (IllegalArgumentException e) {
            throw new SourceException("trakkit.feed.http.url is no address");
        }
    }
}
