package io.trakkit.ingest.inbound;

import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.ingest.bulk.BulkSettings;
import io.trakkit.ingest.bulk.OwnerLookup;
import io.trakkit.ingest.portfolio.KnownPortfolios;
import io.trakkit.ingest.trade.BookingReader;
import io.trakkit.ingest.trade.DuplicateCheck;
import io.trakkit.log.TopicGuard;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Opens the inbound topics of clients. For one thread. */
final class Inboxes {

    private final TopicGuard topics;
    private final BookingReader reader;
    private final KnownPortfolios portfolios;
    private final BulkSettings bulkSettings;
    private final DuplicateCheck duplicateCheck;
    private final ClientBudgets budgets;
    private final Clock clock;
    private final Map<String, Inbox> opened = new HashMap<>();

    Inboxes(
            TopicGuard topics,
            BookingReader reader,
            KnownPortfolios portfolios,
            BulkSettings bulkSettings,
            DuplicateCheck duplicateCheck,
            ClientBudgets budgets,
            Clock clock) {
        this.topics = topics;
        this.reader = reader;
        this.portfolios = portfolios;
        this.bulkSettings = bulkSettings;
        this.duplicateCheck = duplicateCheck;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** @throws InboundException if there is no topic for the verdicts: without it, none of the records is taken */
    Inbox of(String topic, ClientId client) {
        Inbox known = opened.get(topic);
        if (known != null) {
            return known;
        }
        String outcomes = InboundTopics.outcomes(client);
        Map<String, UUID> ids = topics.ids(List.of(topic, outcomes));
        if (!ids.containsKey(outcomes)) {
            throw new InboundException("The topic " + outcomes + " does not exist");
        }
        UUID topicId = ids.get(topic);
        if (topicId == null) {
            throw new InboundException("The topic " + topic + " does not exist");
        }
        OwnerLookup owners = new OwnerLookup(portfolios, bulkSettings.lookupsPerSecond());
        Inbox inbox = new Inbox(
                new RecordChecker(client, topicId, reader, owners, duplicateCheck, clock), budgets.bulkRecords(client));
        opened.put(topic, inbox);
        return inbox;
    }

    /** Forgets a topic, which may be another one of that name when it is read again. */
    void close(String topic) {
        opened.remove(topic);
    }
}
