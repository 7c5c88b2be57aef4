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
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Trades made ready to be sent, so that making them costs nothing while it is measured. */
public final class Posts {

    public static final String TRADE = "/api/v1/trade/";
    public static final int ACCEPTED = 202;

    private Posts() {}

    /** Posts of trades with a key. */
    public static List<byte[]> requests(URI ingest, RandomTrades source, String key) {
        return requests(ingest, source, request -> HttpConnection.withKey(request, key));
    }

    /** @param finish what is done to each request before it is kept */
    public static List<byte[]> requests(URI ingest, RandomTrades source, UnaryOperator<byte[]> finish) {
        List<byte[]> requests = new ArrayList<>(source.count());
        Iterator<TradeEvent> events = source.events();
        while (events.hasNext()) {
            requests.add(finish.apply(HttpConnection.post(ingest, TRADE, TradeText.json(trade(events.next())))));
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
