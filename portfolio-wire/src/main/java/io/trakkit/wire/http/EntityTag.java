package io.trakkit.wire.http;

import io.trakkit.wire.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The entity tag of an answer (RFC 9110, section 8.8.3). Who has the current one, and says so by {@code
 * If-None-Match}, is answered 304 without it.
 */
public final class EntityTag {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

    /** 128 bits: no two answers share it by chance. */
    private static final int BYTES = 16;

    private final String text;

    private EntityTag(String text) {
        this.text = text;
    }

    /** A version, for {@code If-Match} to name. Answers with it are not compressed: the bytes would be others. */
    public static EntityTag strong(long version) {
        return new EntityTag("\"" + version + '"');
    }

    /** By content: it is another one as soon as a byte is. Weak, since the answer may be compressed. */
    public static EntityTag of(byte[] content) {
        return new EntityTag("W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest(content)) + '"');
    }

    private static byte[] digest(byte[] content) {
        return Arrays.copyOf(sha256().digest(content), BYTES);
    }

    /** 200 with the body in JSON and a tag by its content; 304 if the request has it. */
    public static ResponseEntity<byte[]> answer(HttpServletRequest request, Object body) {
        byte[] json = Json.answers().writeValueAsBytes(body);
        return of(json).answered(request, json);
    }

    /** 200 with the body and this tag; 304 if the request has it. */
    public <T> ResponseEntity<T> answered(HttpServletRequest request, T body) {
        return answer(this, request, body);
    }

    /** The same for an answer that may have no tag: then only {@code *} matches. */
    public static <T> ResponseEntity<T> answer(@Nullable EntityTag tag, HttpServletRequest request, T body) {
        boolean has = has(request, tag);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(has ? HttpStatus.NOT_MODIFIED : HttpStatus.OK);
        if (tag != null) {
            answer.eTag(tag.text);
        }
        return has
                ? answer.build()
                : answer.contentType(MediaType.APPLICATION_JSON).body(body);
    }

    /** By weak comparison, as for If-None-Match it must be. */
    private static boolean has(HttpServletRequest request, @Nullable EntityTag tag) {
        String known = String.join(",", Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)))
                .strip();
        if (known.equals("*")) {
            return true;
        }
        if (tag == null || known.isEmpty()) {
            return false;
        }
        Matcher tags = TAG.matcher(known);
        while (tags.find()) {
            if (tag.text.endsWith('"' + tags.group(1) + '"')) {
                return true;
            }
        }
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
