package io.trakkit.standalone;

import io.trakkit.feed.PriceFeed;
import io.trakkit.ingest.IngestApi;
import io.trakkit.query.QueryApi;
import io.trakkit.worker.SummaryWorker;
import java.io.File;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** All apps in one context and on one port. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({IngestApi.class, SummaryWorker.class, QueryApi.class, PriceFeed.class})
class AllApps {

    /** Without these folders Tomcat would create temporary ones at each start. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> standaloneFolders(
            @Value("${trakkit.standalone.web-folder}") File folder) {
        return factory -> {
            factory.setBaseDirectory(new File(folder, "work"));
            factory.setDocumentRoot(new File(folder, "empty"));
        };
    }
}
