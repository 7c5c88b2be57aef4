package io.trakkit.bench.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.domain.update.PositionUpdate;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OneKeyTradesTest {

    private static final int COUNT = 3_000;
    private static final BookRules RULES = new BookRules(new CurrencyCode("USD"), false);

    @Test
    void inOrderEveryTradeIsApplied() {
        assertThat(book(OneKeyTrades.inOrder("A", COUNT)))
                .hasSize(COUNT)
                .allMatch(trade -> trade.state() == TradeState.APPLIED);
    }

    @Test
    void inAnyOrderItIsTheSamePosition() {
        assertThat(book(OneKeyTrades.shuffled("A", COUNT, 7)))
                .extracting(trade -> trade.trade().refId(), AcceptedTrade::state)
                .containsExactlyElementsOf(book(OneKeyTrades.inOrder("A", COUNT)).stream()
                        .map(trade -> org.assertj.core.groups.Tuple.tuple(
                                trade.trade().refId(), trade.state()))
                        .toList());
    }

    @Test
    void whenTheFirstTradeBuysOneUnitOnlyAllSellsButOneThatDependOnItAreRejected() {
        OneKeyTrades source = OneKeyTrades.inOrder("A", COUNT);
        PositionUpdate positionUpdate = new PositionUpdate(Summary.empty(source.key()), RULES, List.of(), List.of());
        source.events()
                .forEachRemaining(
                        event -> assertThat(positionUpdate.accept(event)).isNotNull());
        assertThat(positionUpdate.accept(lessOfTheFirst(source))).isNotNull();
        fold(positionUpdate);

        assertThat(positionUpdate.createdTrades())
                .filteredOn(trade -> trade.state() == TradeState.REJECTED)
                .hasSize(OneKeyTrades.SOLD_FROM_FIRST - 1);
    }

    private static TradeEvent lessOfTheFirst(OneKeyTrades source) {
        return new TradeEvent.Amended(
                UUID.randomUUID(),
                ClientId.DEFAULT,
                Instant.parse("2024-03-01T00:00:00Z"),
                source.key(),
                source.refId(0),
                new Amendment(Optional.of(new Volume(BigDecimal.ONE)), Optional.empty(), Optional.empty()),
                OptionalLong.empty());
    }

    /** The trades by their places, after the fold. */
    private static List<AcceptedTrade> book(OneKeyTrades source) {
        PositionUpdate positionUpdate = new PositionUpdate(Summary.empty(source.key()), RULES, List.of(), List.of());
        source.events()
                .forEachRemaining(
                        event -> assertThat(positionUpdate.accept(event)).isNotNull());
        fold(positionUpdate);
        return positionUpdate.createdTrades().stream()
                .sorted(Comparator.comparing(AcceptedTrade::tradeOrder))
                .toList();
    }

    private static void fold(PositionUpdate positionUpdate) {
        var _ = positionUpdate.fold(Checkpoint.START, Collections.emptyIterator(), new Fold.Listener() {
            @Override
            public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {}

            @Override
            public void checkpoint(Checkpoint checkpoint) {}
        });
    }
}
