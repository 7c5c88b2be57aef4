package io.trakkit.query.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the page at {@code /} and its files below {@code /assets/}. They need no key: they hold no data, and the calls of the
 * page do need one.
 */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {

    /** Nothing from elsewhere, nothing inline. Beside it, the policy of all answers holds, too. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; form-action 'self'";

    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final PageFiles files = PageFiles.read();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        String assets = "/assets/" + files.version() + '/';
        for (String library : PageFiles.LIBRARIES) {
            registry.addResourceHandler(assets + library + "/**")
                    .addResourceLocations(PageFiles.folderOf(library))
                    .setCacheControl(FOR_EVER)
                    .resourceChain(true)
                    .addTransformer(new PreactImport());
        }
        registry.addResourceHandler(assets + "*")
                .addResourceLocations(PageFiles.FOLDER)
                .setCacheControl(FOR_EVER)
                .resourceChain(true);
    }

    /** A route and not a controller: those are the operations of docs/openapi.yaml. */
    @Bean
    RouterFunction<ServerResponse> page() {
        byte[] index = files.index().getBytes(StandardCharsets.UTF_8);
        return RouterFunctions.route(
                RequestPredicates.path("/").and(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)),
                request -> request.checkNotModified('"' + files.version() + '"')
                        .orElseGet(() -> ServerResponse.ok()
                                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                                .eTag(files.version())
                                .cacheControl(CacheControl.noCache())
                                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                                .body(index)));
    }
}
