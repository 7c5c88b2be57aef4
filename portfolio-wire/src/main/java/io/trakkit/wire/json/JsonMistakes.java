package io.trakkit.wire.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Explains a JSON syntax error in plain words. */
final class JsonMistakes {

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate Object property \"(.*)\"", Pattern.DOTALL);

    private JsonMistakes() {}

    /** Words that can follow the name of what was parsed. */
    static String describe(JacksonException mistake) {
        String message = String.valueOf(mistake.getOriginalMessage());
        return switch (mistake) {
            case StreamConstraintsException _ -> limit(message);
            case UnexpectedEndOfInputException _ -> invalid(mistake, "it ends too early");
            default -> invalid(mistake, syntax(message));
        };
    }

    private static String invalid(JacksonException mistake, String why) {
        return "is invalid JSON" + place(mistake.getLocation()) + ": " + why;
    }

    private static String place(TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String limit(String message) {
        if (message.contains("nesting depth")) {
            return "is nested more than " + Json.MAX_NESTING + " levels deep";
        }
        if (message.startsWith("Number value length")) {
            return "has a number of more than " + Json.MAX_NUMBER_LENGTH + " characters";
        }
        if (message.startsWith("Name length")) {
            return "has a field name of more than " + Json.MAX_NAME_LENGTH + " characters";
        }
        return "is larger than allowed";
    }

    private static String syntax(String message) {
        Matcher duplicate = DUPLICATE.matcher(message);
        if (duplicate.lookingAt()) {
            return "the field \"" + Printable.of(duplicate.group(1)) + "\" appears twice";
        }
        if (message.startsWith("Trailing token")) {
            return "text after the end of the JSON value";
        }
        if (message.contains("comma to separate Object entries")) {
            return "expected a comma or }";
        }
        if (message.contains("comma to separate Array entries")) {
            return "expected a comma or ]";
        }
        if (message.contains("double-quote to start property name")) {
            return "expected a field name in double quotes";
        }
        if (message.contains("a colon to separate")) {
            return "expected a colon";
        }
        if (message.startsWith("Illegal unquoted character")) {
            return "a control character must be escaped";
        }
        if (message.contains("escape")) {
            return "unknown escape after a backslash";
        }
        if (message.contains("Leading zeroes")) {
            return "a number must not start with 0";
        }
        if (message.contains("plus sign")) {
            return "a number must not start with +";
        }
        if (message.contains("Decimal point not followed by a digit")) {
            return "a number must have a digit after its point";
        }
        if (message.contains("numeric value") || message.contains("JSON spec does not allow numbers")) {
            return "a number is not valid JSON";
        }
        return "expected a JSON value";
    }
}
