package io.trakkit.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The app as it is deployed, on a port of its own. There is no Redis unless the settings name one. */
final class Instance implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    Instance(TestDatabase database, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--server.port=0");
        all.add("--spring.datasource.url=" + database.jdbcUrl());
        all.add("--spring.datasource.username=" + TestDatabase.USER);
        all.add("--spring.datasource.password=");
        if (all.stream().noneMatch(setting -> setting.startsWith("--spring.data.redis.port="))) {
            all.add("--spring.data.redis.port=1");
        }
        context = new SpringApplicationBuilder(QueryApi.class)
                .properties("spring.config.name=query-api")
                .logStartupInfo(false)
                .run(all.toArray(String[]::new));
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** How many follow portfolios here. */
    int followers() {
        return (int)
                bean(MeterRegistry.class).get("trakkit.query.streams").gauge().value();
    }

    HttpAnswer get(String path) {
        return http().get(path);
    }

    Http http() {
        return new Http(port());
    }

    /** A client that asks for a path and reads nothing of the answer, with hardly any room for it either. */
    Socket askAndReadNothing(String path) throws IOException {
        Socket silent = new Socket();
        silent.setReceiveBufferSize(4_096);
        silent.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        silent.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return silent;
    }

    /** Stops, as at SIGTERM. */
    @Override
    public void close() {
        context.close();
    }
}
