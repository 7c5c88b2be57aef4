package io.trakkit.wire.http.problem;

import io.trakkit.domain.access.Secrets;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Printable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong with one part of the input.
 *
 * @param part what kind of part it is
 * @param name the JSON pointer of a field, or the name of a parameter or header
 * @param detail words that can follow the name
 */
public record InputError(Part part, String name, String detail) {

    /** The kinds of parts; in an answer the part's name stands under the name of its kind. */
    public enum Part {
        POINTER("pointer"),
        PARAMETER("parameter"),
        HEADER("header");

        private final String member;

        Part(String member) {
            this.member = member;
        }
    }

    static InputError of(FieldError error) {
        return new InputError(Part.POINTER, error.pointer(), error.detail());
    }

    /** As a member of {@code errors}, without credentials that were sent in a wrong place. */
    public Map<String, String> json() {
        Map<String, String> json = new LinkedHashMap<>();
        json.put(part.member, Secrets.hide(name));
        json.put("detail", Secrets.hide(Printable.wellFormed(detail)));
        return json;
    }

    @Override
    public String toString() {
        String plain = part == Part.POINTER ? FieldError.plainName(name) : name;
        return plain.isEmpty() ? detail : plain + " " + detail;
    }
}
