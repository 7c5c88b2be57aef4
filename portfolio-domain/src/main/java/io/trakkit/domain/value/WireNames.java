package io.trakkit.domain.value;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the constant of an enum by the name that the wire uses for it. */
public final class WireNames {

    private WireNames() {}

    /** @throws InvalidValueException if no constant has that name; it says which there are */
    public static <E extends Enum<E>> E parse(E[] constants, Function<E, String> wireName, String text) {
        for (E constant : constants) {
            if (wireName.apply(constant).equals(text)) {
                return constant;
            }
        }
        throw new InvalidValueException(Arrays.stream(constants)
                .map(constant -> '"' + wireName.apply(constant) + '"')
                .collect(Collectors.joining(" or ", "must be ", ", not " + Texts.quoted(text))));
    }
}
