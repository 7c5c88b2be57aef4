package io.trakkit.ingest.inbound;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.wire.event.Topics;
import java.util.regex.Pattern;

/** The names of the topics of direct publishers. */
final class InboundTopics {

    /** The inbound topics of all clients. */
    static final Pattern ALL = Pattern.compile(Pattern.quote(Topics.INBOUND) + "[a-z0-9_-]{1,64}");

    private InboundTopics() {}

    /** The client that an inbound topic belongs to. */
    static ClientId clientOf(String inbound) {
        return new ClientId(inbound.substring(Topics.INBOUND.length()));
    }

    /** The topic of a client's verdicts. */
    static String outcomes(ClientId client) {
        return Topics.OUTCOMES + client;
    }
}
