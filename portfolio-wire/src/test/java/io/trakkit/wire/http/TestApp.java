package io.trakkit.wire.http;

import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.server.HttpConventions;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import tools.jackson.databind.JsonNode;

/** An app that does no more than keep the conventions; two parts of it import them, as the apps in one process do. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({TestApp.FirstPart.class, TestApp.SecondPart.class, TestApp.Calls.class})
public class TestApp {

    @Configuration(proxyBeanMethods = false)
    @Import(HttpConventions.class)
    static class FirstPart {}

    @Configuration(proxyBeanMethods = false)
    @Import(HttpConventions.class)
    static class SecondPart {

        @Bean
        Filter failingFilter() {
            return (request, response, chain) -> {
                if (((HttpServletRequest) request).getHeader("X-Fail") != null) {
                    throw new IllegalStateException("secret of the filter");
                }
                chain.doFilter(request, response);
            };
        }
    }

    record Answer(
            Instant createdAt,
            BigDecimal largeVolume,
            @Nullable String nothingHere) {}

    @RestController
    static class Calls {

        @PostMapping("/echo")
        JsonNode echo(HttpServletRequest request) {
            return BodyReader.readObject(request);
        }

        @GetMapping(path = "/events", produces = "text/event-stream")
        String events() {
            return "data: 1\n\n";
        }

        /** A body that may be missing. */
        @PostMapping("/optional")
        Map<String, Object> optional(HttpServletRequest request) {
            return Map.of("has_body", BodyReader.readObjectOrNothing(request) != null);
        }

        @GetMapping("/tagged")
        ResponseEntity<byte[]> tagged(HttpServletRequest request) {
            return EntityTag.answer(request, Map.of("value", String.valueOf(request.getParameter("value"))));
        }

        @GetMapping("/versioned")
        ResponseEntity<Answer> versioned(HttpServletRequest request) {
            return EntityTag.strong(3).answered(request, answer());
        }

        @GetMapping("/untagged")
        ResponseEntity<Answer> untagged(HttpServletRequest request) {
            return EntityTag.answer(null, request, answer());
        }

        @GetMapping("/address")
        Map<String, String> address(HttpServletRequest request) {
            return Map.of("url", request.getRequestURL().toString());
        }

        /** Two calls of the API, of paths of which other apps serve the rest. */
        @PostMapping("/api/v1/trade")
        JsonNode trade(HttpServletRequest request) {
            return BodyReader.readObject(request);
        }

        @GetMapping(path = "/api/v1/portfolio-summary", produces = "application/json")
        Map<String, String> summaries() {
            return Map.of("results", "x".repeat(10_000));
        }

        @GetMapping(path = "/answer", produces = "application/json")
        Answer answer() {
            return new Answer(Instant.parse("2022-07-29T08:12:12Z"), new BigDecimal("1E+11"), null);
        }

        @GetMapping("/things/{id}")
        Map<String, String> thing(@PathVariable String id) {
            return Map.of("id", id);
        }

        @GetMapping("/page")
        Map<String, Object> page(HttpServletRequest request) {
            QueryParameters query = QueryParameters.of(request);
            int page = query.integer("page", 1, 1, 1_000);
            boolean closed = query.truth("include_closed", false);
            Instant from = query.time("executed_from");
            String ticker = query.text("ticker");
            query.noOthers();
            return Map.of(
                    "page", page, "closed", closed, "from", String.valueOf(from), "ticker", String.valueOf(ticker));
        }

        @GetMapping("/numbers/{id}")
        Map<String, Object> number(@PathVariable long id, @RequestParam int size, @RequestHeader("X-Tag") String tag) {
            return Map.of("id", id, "size", size, "tag", tag);
        }

        @GetMapping("/conflict")
        void conflict() {
            throw ProblemException.of(Problem.CONFLICT, "A name is taken")
                    .with("ref_id", "order-4711")
                    .with("status", "cannot be overwritten");
        }

        @GetMapping("/unavailable")
        void unavailable() {
            throw ProblemException.unavailable("The log does not answer", Duration.ofMillis(1_500));
        }

        @GetMapping("/defect")
        void defect() {
            throw new IllegalStateException("secret of the defect");
        }

        @GetMapping("/half")
        void half(HttpServletResponse response) throws IOException {
            response.getOutputStream().print("the first half");
            response.flushBuffer();
            throw new IllegalStateException("secret of the second half");
        }

        @GetMapping("/never")
        DeferredResult<ResponseEntity<String>> never() {
            return new DeferredResult<>(1L);
        }
    }
}
