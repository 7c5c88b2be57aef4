package io.trakkit.bench.scenario;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.log.TradeText;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Trade;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Trades made ready to be sent, so that making them costs nothing while it is measured. */
public final class Posts {

    public static final String TRADE = "/api/v1/trade/";
    public static final int ACCEPTED = 202;

    private Posts() {}

    public static List<byte[]> requests(URI ingest, RandomTrades source) {
        List<byte[]> requests = new ArrayList<>(source.count());
        Iterator<TradeEvent> events = source.events();
        while (events.hasNext()) {
            requests.add(HttpConnection.post(ingest, TRADE, TradeText.json(trade(events.next()))));
        }
        return requests;
    }

    public static List<ProducerRecord<byte[], byte[]>> records(RandomTrades source) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(source.count());
        source.events().forEachRemaining(event -> records.add(Topic.record(event)));
        return records;
    }

    public static Trade trade(TradeEvent event) {
        return ((TradeEvent.Created) event).trade();
    }
}
