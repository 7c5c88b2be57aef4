package io.trakkit.ingest.publish;

import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.wire.event.CorporateActionCodec;
import io.trakkit.wire.event.Topics;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes corporate actions to their compacted topic: the last record of an action is the current one. */
public final class ActionLog {

    private final Publisher publisher;
    private final CorporateActionCodec codec = new CorporateActionCodec();

    ActionLog(Publisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Publishes the new state of an action and waits for the acknowledgement.
     *
     * @throws LogUnavailableException if it was not acknowledged in time; it may have been written nevertheless
     */
    public void publish(CorporateAction action) {
        publisher.publish(List.of(new ProducerRecord<>(
                Topics.CORPORATE_ACTIONS, codec.key(action.client(), action.id()), codec.encode(action))));
    }
}
