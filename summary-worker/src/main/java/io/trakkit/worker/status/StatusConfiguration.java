package io.trakkit.worker.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.access.limits.RedisProbe;
import io.trakkit.store.progress.Progress;
import io.trakkit.worker.consume.ConsumerHealth;
import io.trakkit.worker.consume.TradesConsumption;
import io.trakkit.worker.log.TradesTopic;
import io.trakkit.worker.log.WaitingRecords;
import io.trakkit.worker.log.WorkerClients;
import io.trakkit.worker.log.WorkerSettings;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the state of everything. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StatusSettings.class)
class StatusConfiguration {

    @Bean(destroyMethod = "close")
    WaitingRecords workerWaitingRecords(
            KafkaProperties kafka, KafkaConnectionDetails connection, WorkerSettings settings) {
        return WaitingRecords.of(
                WorkerClients.reading(
                        WorkerClients.connection(kafka.buildConsumerProperties(), connection.getConsumer()), settings),
                settings);
    }

    @Bean
    LagWatch workerLag(
            TradesTopic workerTradesTopic,
            JdbcClient workerJdbc,
            WaitingRecords workerWaitingRecords,
            TradesConsumption workerConsumption,
            MeterRegistry registry,
            WorkerSettings worker,
            StatusSettings settings) {
        return new LagWatch(
                workerTradesTopic,
                new Progress(workerJdbc),
                workerWaitingRecords,
                workerConsumption::isPrepared,
                worker.partitions(),
                settings,
                InstantSource.system(),
                registry);
    }

    /** Nobody asks an app without HTTP, which has no part of access either. */
    @Bean
    @ConditionalOnWebApplication
    StatusReader statusReader(
            JdbcClient workerJdbc,
            TradesTopic workerTradesTopic,
            RedisProbe redis,
            ConsumerHealth workerLogHealthIndicator,
            LagWatch workerLag,
            StatusSettings settings) {
        return new StatusReader(
                workerJdbc,
                workerTradesTopic,
                redis,
                workerLogHealthIndicator,
                workerLag,
                settings,
                InstantSource.system());
    }
}
