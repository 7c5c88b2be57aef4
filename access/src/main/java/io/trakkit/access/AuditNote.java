package io.trakkit.access;

import io.trakkit.domain.access.Secrets;
import io.trakkit.domain.portfolio.ClientId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * What the audit log says about a request beside its caller and its path: handlers of audited calls add it.
 *
 * @param client the client that the call is about
 * @param subject what is created or changed
 * @param detail the new values
 */
public record AuditNote(Optional<ClientId> client, String subject, String detail) {

    private static final String ATTRIBUTE = AuditNote.class.getName();
    private static final int MAX_CHARACTERS = 1_000;

    /** Never holds a secret. */
    public AuditNote {
        subject = shown(subject);
        detail = shown(detail);
    }

    private static String shown(String text) {
        String shown = Secrets.hide(text).replaceAll("\\p{Cntrl}", " ");
        return shown.length() > MAX_CHARACTERS ? shown.substring(0, MAX_CHARACTERS) + "…" : shown;
    }

    /** Adds the note to the entry of the request. */
    public void addTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Optional<AuditNote> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof AuditNote note ? Optional.of(note) : Optional.empty();
    }
}
