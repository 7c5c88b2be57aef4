package io.trakkit.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.trade.ActivityFields;
import io.trakkit.wire.trade.TradeField;
import io.trakkit.wire.trade.TradeFields;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class ImportHelpTest {

    @Test
    void theHelpNamesEachColumn() {
        String help = String.join(
                " ", ImportCommand.class.getAnnotation(Command.class).description());

        assertThat(help)
                .contains(TradeFields.ALL.stream().map(TradeField::name).toList())
                .contains(ActivityFields.ALL);
    }
}
