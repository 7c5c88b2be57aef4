package io.trakkit.testing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an answer tells beside the ids that were asked for, and beside what differs from request to request. If the answers about
 * another client's record and about an absent one are equal as this, the caller learns nothing from them.
 *
 * @param headers without regard to case
 */
public record AnonymousAnswer(int status, String text, Map<String, List<String>> headers) {

    private static final String ID = "<the id>";
    private static final String TIME = "<a time>";

    /** @param ids those that were asked for; longer ones first, where one is a part of another */
    public static AnonymousAnswer of(HttpAnswer answer, List<String> ids) {
        // Times of two answers differ.
        String text = answer.text().replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", TIME);
        for (String id : ids) {
            text = text.replace(id, ID);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.response().headers().map());
        // Tomcat ends each connection after 100 requests.
        List.of("Connection", "Date", "RateLimit", "Content-Length").forEach(headers::remove);
        if (text.contains(ID)) {
            headers.replace("ETag", List.of());
        }
        return new AnonymousAnswer(answer.status(), text, headers);
    }
}
