package io.trakkit.ingest.bulk;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** The settings of bulk requests. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BulkSettings.class)
class BulkConfiguration {}
