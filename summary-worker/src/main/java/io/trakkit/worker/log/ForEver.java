package io.trakkit.worker.log;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Tries a batch again for ever. What Spring Kafka does by default, ten tries in a row and then every record of the batch
 * discarded, would turn an outage of ten seconds into a loss.
 */
final class ForEver {

    private static final Logger log = LoggerFactory.getLogger(ForEver.class);

    private ForEver() {}

    /** An error handler that never gives up, whatever is thrown; the container stays in its group meanwhile. */
    static DefaultErrorHandler errorHandler(WorkerSettings settings) {
        DefaultErrorHandler handler = new DefaultErrorHandler(
                (record, e) -> {
                    throw new IllegalStateException("A batch is never given up", e);
                },
                backOff(settings));
        handler.setClassifications(Map.of(), true);
        handler.setRetryListeners(new Reporting());
        return handler;
    }

    /** @throws IllegalStateException if it would ever end */
    private static ExponentialBackOff backOff(WorkerSettings settings) {
        ExponentialBackOff backOff =
                new ExponentialBackOff(settings.firstRetryAfter().toMillis(), 2);
        backOff.setMaxInterval(settings.longestRetryAfter().toMillis());
        if (backOff.getMaxElapsedTime() != Long.MAX_VALUE
                || backOff.getMaxAttempts() != Long.MAX_VALUE
                || backOff.start().nextBackOff() == BackOffExecution.STOP) {
            throw new IllegalStateException("A batch must be tried again without end");
        }
        return backOff;
    }

    private static final class Reporting implements RetryListener {

        @Override
        public void failedDelivery(ConsumerRecord<?, ?> record, @Nullable Exception e, int attempt) {
            report(e, attempt);
        }

        @Override
        public void failedDelivery(ConsumerRecords<?, ?> records, @Nullable Exception e, int attempt) {
            report(e, attempt);
        }

        private static void report(@Nullable Exception e, int attempt) {
            Throwable cause = e == null || e.getCause() == null ? e : e.getCause();
            log.warn("A batch is tried again, attempt {} failed: {}", attempt, String.valueOf(cause));
        }
    }
}
