package io.trakkit.wire.http.server;

import io.trakkit.domain.access.Secrets;
import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.problem.InputError;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.ProblemJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns every exception of a request into a problem. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** The answer, or null if the client has gone. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<byte[]> answer(Exception exception, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (DisconnectedClientHelper.isClientDisconnectedException(exception)) {
            log.debug("The client of {} {} has gone", request.getMethod(), shownPath(request));
            return null;
        }
        if (response.isCommitted() && response.getStatus() >= 400) {
            // Tomcat has refused the request while its body was read; ProblemValve answers.
            return null;
        }
        if (response.isCommitted()) {
            // An answer that ended here would look complete: the container must break the connection off instead.
            throw exception;
        }
        // Discards what the handler has begun to write.
        response.resetBuffer();
        ProblemException problem = problemOf(exception, request);
        if (problem != null) {
            return problem.answer();
        }
        if (exception instanceof ErrorResponse known && known.getStatusCode().value() != 500) {
            int status = known.getStatusCode().value();
            return entity(status, ProblemJson.of(status), known.getHeaders().toSingleValueMap());
        }
        log.error("{} {} failed", request.getMethod(), shownPath(request), exception);
        return entity(500, ProblemJson.of(500), Map.of());
    }

    private static String shownPath(HttpServletRequest request) {
        return Secrets.hide(request.getRequestURI());
    }

    /** The problem in our own words; null if there is none. */
    private static @Nullable ProblemException problemOf(Exception exception, HttpServletRequest request) {
        return switch (exception) {
            case ProblemException problem -> problem;
            case HttpRequestMethodNotSupportedException wrongMethod -> methodNotAllowed(request, wrongMethod);
            case NoResourceFoundException _ -> notFound(request);
            case HttpMediaTypeNotAcceptableException excluded -> notAcceptable(excluded);
            case MissingServletRequestParameterException missing ->
                invalidParameter(missing.getParameterName(), "is missing");
            case MethodArgumentTypeMismatchException mismatch ->
                invalidParameter(mismatch.getName(), "has an invalid value");
            case MissingRequestHeaderException missing ->
                ProblemException.invalidHeader(missing.getHeaderName(), "is missing");
            case HttpMessageNotReadableException _ ->
                ProblemException.of(Problem.MALFORMED, "The body could not be read to its end");
            case HttpMediaTypeNotSupportedException _ -> BodyReader.wrongType(request.getContentType());
            case AsyncRequestTimeoutException _ ->
                ProblemException.unavailable("The answer took too long; try again later", Duration.ofSeconds(1));
            default -> null;
        };
    }

    /** The methods of the whole API count, also of the apps that this is none of. */
    private static ProblemException methodNotAllowed(
            HttpServletRequest request, HttpRequestMethodNotSupportedException exception) {
        Set<String> methods = ApiPaths.methodsOf(request);
        if (methods.contains(request.getMethod())) {
            return elsewhere(Problem.METHOD_NOT_ALLOWED, request)
                    .withHeader(HttpHeaders.ALLOW, ApiPaths.allow(methods));
        }
        if (!methods.isEmpty()) {
            return methodNotAllowed(methods);
        }
        String[] supported = exception.getSupportedMethods();
        Set<String> served = supported == null ? new TreeSet<>() : new TreeSet<>(Arrays.asList(supported));
        if (served.contains("GET")) {
            served.add("HEAD");
        }
        served.add("OPTIONS");
        return methodNotAllowed(served);
    }

    static ProblemException methodNotAllowed(Set<String> methods) {
        String allowed = ApiPaths.allow(methods);
        return ProblemException.of(Problem.METHOD_NOT_ALLOWED, "The methods of this path are " + allowed)
                .withHeader(HttpHeaders.ALLOW, allowed);
    }

    /** A path of another app exists, but not with any method here. */
    private static ProblemException notFound(HttpServletRequest request) {
        Set<String> methods = ApiPaths.methodsOf(request);
        if (methods.isEmpty()) {
            return ProblemException.of(Problem.NOT_FOUND, Problem.NOT_FOUND.generalDetail());
        }
        return methods.contains(request.getMethod())
                ? elsewhere(Problem.NOT_FOUND, request)
                : methodNotAllowed(methods);
    }

    private static ProblemException elsewhere(Problem problem, HttpServletRequest request) {
        return ProblemException.of(
                problem,
                "This app does not serve " + request.getMethod() + " of this path; send the request to the gateway");
    }

    private static ProblemException notAcceptable(HttpMediaTypeNotAcceptableException exception) {
        if (exception.getSupportedMediaTypes().isEmpty()) {
            return ProblemException.invalidHeader(HttpHeaders.ACCEPT, "must be a list of media types");
        }
        String served = exception.getSupportedMediaTypes().stream()
                .map(type -> type.getType() + '/' + type.getSubtype())
                .distinct()
                .collect(Collectors.joining(" or "));
        return ProblemException.of(
                Problem.NOT_ACCEPTABLE, "This path answers " + served + " only; your Accept header excludes it");
    }

    private static ProblemException invalidParameter(String name, String detail) {
        return ProblemException.invalidInput(List.of(new InputError(InputError.Part.PARAMETER, name, detail)));
    }

    private static ResponseEntity<byte[]> entity(int status, byte[] body, Map<String, String> headers) {
        return ResponseEntity.status(status)
                .headers(all -> headers.forEach(all::set))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
