package io.trakkit.wire.http.server;

import io.trakkit.wire.json.Json;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Set;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Configures what all apps share over HTTP. Each imports it; several that do may share one context. The settings
 * that belong to it are in {@code trakkit-common.yml}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsSettings.class)
@Import({ProblemAdvice.class, DatabaseAdvice.class})
public class HttpConventions {

    /** Tomcat divides it by 20, and zero would be for ever. */
    private static final long MILLISECONDS_MORE = 200;

    /** A type that no answer has. */
    private static final List<MediaType> NOTHING = List.of(new MediaType("application", "x-nothing"));

    /** Filters in their order: each relies on those before it. */
    private static final int FORWARDED = Ordered.HIGHEST_PRECEDENCE;

    private static final int CORS = FORWARDED + 1;
    private static final int LAST_SLASH = FORWARDED + 2;
    private static final int REQUEST = FORWARDED + 3;

    /** In the place of Spring Boot's, which believes any word. */
    @Bean
    @ConditionalOnProperty(name = "server.forward-headers-strategy", havingValue = "framework")
    FilterRegistrationBean<ForwardedHeaderFilter> forwardedFilter() {
        return ordered(FORWARDED, new ForwardedFilter());
    }

    @Bean
    Cors cors(CorsSettings settings, ObjectProvider<ClientOrigins> clients) {
        return new Cors(settings, clients.getIfAvailable(() -> Set::of));
    }

    @Bean
    FilterRegistrationBean<CorsFilter> corsOfTheApi(Cors cors) {
        return ordered(CORS, cors.filter());
    }

    /** A path works with and without its last slash; controllers name it without. */
    @Bean
    FilterRegistrationBean<UrlHandlerFilter> lastSlashFilter() {
        return ordered(
                LAST_SLASH,
                UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build());
    }

    @Bean
    FilterRegistrationBean<RequestFilter> requestFilter() {
        return ordered(REQUEST, new RequestFilter());
    }

    private static <F extends Filter> FilterRegistrationBean<F> ordered(int order, F filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }

    /** Answers in snake case, decimals in plain digits, times to the microsecond. */
    @Bean
    JsonMapperBuilderCustomizer jsonOfAnswers() {
        return mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .addModule(Json.times());
    }

    /** Excludes types with q=0, which Spring MVC would accept, and writes small answers with their length. */
    @Bean
    WebMvcConfigurer typesAndLengths(JsonMapper mapper) {
        var byHeader = new HeaderContentNegotiationStrategy();
        return new WebMvcConfigurer() {
            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
                configurer.strategies(List.of(request -> {
                    List<MediaType> accepted = byHeader.resolveMediaTypes(request).stream()
                            .filter(type -> type.getQualityValue() > 0)
                            .toList();
                    return accepted.isEmpty() ? NOTHING : accepted;
                }));
            }

            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.withJsonConverter(new SizedJson(mapper));
            }
        };
    }

    /** No HTML page of Tomcat's in any case. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    /** Requests that are still running when the shutdown time is over are not waited for a second time. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> oneWaitAtAStop() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context instanceof StandardContext standard) {
                standard.setUnloadDelay(MILLISECONDS_MORE);
            }
        });
    }
}
