package io.trakkit.wire.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says in a person's words what the parser stumbled over. */
final class JsonMistakes {

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate Object property \"(.*)\"", Pattern.DOTALL);

    private JsonMistakes() {}

    static String describe(JacksonException mistake) {
        String place = place(mistake.getLocation());
        return place.isEmpty() ? what(mistake) : place + ": " + what(mistake);
    }

    private static String place(TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String what(JacksonException mistake) {
        String message = String.valueOf(mistake.getOriginalMessage());
        return switch (mistake) {
            case StreamConstraintsException _ -> limit(message);
            case UnexpectedEndOfInputException _ -> "the text ends too early";
            default -> syntax(message);
        };
    }

    private static String limit(String message) {
        if (message.contains("nesting depth")) {
            return "it is nested more than " + Json.MAX_NESTING + " levels deep";
        }
        if (message.startsWith("Number value length")) {
            return "a number has more than " + Json.MAX_NUMBER_LENGTH + " characters";
        }
        if (message.startsWith("Name length")) {
            return "a field's name has more than " + Json.MAX_NAME_LENGTH + " characters";
        }
        return "it is larger than allowed";
    }

    private static String syntax(String message) {
        Matcher duplicate = DUPLICATE.matcher(message);
        if (duplicate.lookingAt()) {
            return "the field \"" + Printable.of(duplicate.group(1)) + "\" appears twice";
        }
        if (message.startsWith("Trailing token")) {
            return "there is more after the end of the JSON value";
        }
        if (message.contains("comma to separate Object entries")) {
            return "a comma or } was expected";
        }
        if (message.contains("comma to separate Array entries")) {
            return "a comma or ] was expected";
        }
        if (message.contains("double-quote to start property name")) {
            return "a field's name in double quotes was expected";
        }
        if (message.contains("a colon to separate")) {
            return "a colon was expected";
        }
        if (message.startsWith("Illegal unquoted character")) {
            return "a control character must be escaped";
        }
        if (message.contains("escape")) {
            return "a backslash begins no known escape";
        }
        if (message.contains("numeric value") || message.contains("JSON spec does not allow numbers")) {
            return "a number is not written as JSON writes numbers";
        }
        return "a JSON value was expected";
    }
}
