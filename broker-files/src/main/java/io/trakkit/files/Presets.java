package io.trakkit.files;

import io.trakkit.files.broker.DegiroTransactions;
import io.trakkit.files.broker.Ghostfolio;
import io.trakkit.files.broker.Trading212;
import io.trakkit.files.mapping.MappingReader;
import io.trakkit.files.preset.Preset;
import java.util.List;
import java.util.stream.Collectors;

/** All presets. */
public final class Presets {

    /** One a line, in the order of their names. */
    public static final List<Preset> ALL = List.of(
            new DegiroTransactions(), //
            new Ghostfolio(), //
            new Trading212(), //
            MappingReader.resource("zerodha"));

    private Presets() {}

    /** @throws FileRefusedException if there is none of that name; the message names all */
    public static Preset named(String name) {
        return ALL.stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FileRefusedException("There is no format \"" + name + "\". Known are "
                        + ALL.stream().map(Preset::name).collect(Collectors.joining(", "))));
    }
}
