package io.trakkit.files;

import io.trakkit.files.broker.Avanza;
import io.trakkit.files.broker.DegiroAccount;
import io.trakkit.files.broker.DegiroTransactions;
import io.trakkit.files.broker.Fidelity;
import io.trakkit.files.broker.Ghostfolio;
import io.trakkit.files.broker.IbkrActivity;
import io.trakkit.files.broker.IbkrFlex;
import io.trakkit.files.broker.Schwab;
import io.trakkit.files.broker.Swissquote;
import io.trakkit.files.broker.TradeRepublic;
import io.trakkit.files.broker.Trading212;
import io.trakkit.files.mapping.MappingReader;
import io.trakkit.files.preset.Preset;
import java.util.List;
import java.util.stream.Collectors;

/** All presets. */
public final class Presets {

    /** One a line, in the order of their names. */
    public static final List<Preset> ALL = List.of(
            new Avanza(), //
            new DegiroAccount(), //
            new DegiroTransactions(), //
            new Fidelity(), //
            new Ghostfolio(), //
            MappingReader.resource("groww"), //
            new IbkrActivity(), //
            new IbkrFlex(), //
            MappingReader.resource("scalable"), //
            Schwab.csv(), //
            Schwab.json(), //
            new Swissquote(), //
            new TradeRepublic(), //
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
