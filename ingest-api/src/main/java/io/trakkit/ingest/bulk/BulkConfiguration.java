package io.trakkit.ingest.bulk;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What requests of many records need of their surroundings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BulkSettings.class)
class BulkConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> duplexConnections() {
        return factory -> factory.setProtocol(DuplexProtocol.class.getName());
    }
}
