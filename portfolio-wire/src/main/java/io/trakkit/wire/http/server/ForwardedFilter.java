package io.trakkit.wire.http.server;

import io.trakkit.wire.http.Hosts;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.ProblemJson;
import io.trakkit.wire.http.problem.Quoted;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Applies the headers of a proxy to the address of a request, and refuses invalid ones with a 400 that names the
 * header. Each part of a list counts, since each proxy adds one.
 */
final class ForwardedFilter extends ForwardedHeaderFilter {

    private static final Pattern PREFIX = Pattern.compile("(?:/[A-Za-z0-9._~-]*)*");
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,100}");
    private static final Pattern PAIR =
            Pattern.compile("\\s*([A-Za-z]+)\\s*=\\s*(?:\"([^\"\\\\]*)\"|([^\"\\s;,]*))\\s*");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            check(request);
        } catch (ProblemException problem) {
            ProblemJson.send(response, problem);
            return;
        }
        super.doFilterInternal(request, response, chain);
    }

    private static void check(HttpServletRequest request) {
        each(request, "X-Forwarded-Proto", ForwardedFilter::isScheme, "must be http or https");
        each(request, "X-Forwarded-Port", Hosts::isPort, "must be a port from 1 to 65535");
        each(request, "X-Forwarded-Host", Hosts::isHost, "must be a host and perhaps a port");
        each(request, "X-Forwarded-Prefix", text -> PREFIX.matcher(text).matches(), "must be a path");
        each(request, "X-Forwarded-For", ForwardedFilter::isClient, "must be addresses");
        each(request, "X-Forwarded-Ssl", text -> text.matches("on|off"), "must be on or off");
        each(
                request,
                "Forwarded",
                ForwardedFilter::isForwarded,
                "must be as in RFC 7239, such as proto=https;host=example.com");
    }

    private static void each(HttpServletRequest request, String header, Predicate<String> rule, String words) {
        for (String value : Collections.list(request.getHeaders(header))) {
            for (String part : value.split(",", -1)) {
                if (!rule.test(part.strip())) {
                    throw ProblemException.invalidHeader(header, words + ", not " + Quoted.of(part.strip()));
                }
            }
        }
    }

    private static boolean isScheme(String text) {
        return text.equalsIgnoreCase("http") || text.equalsIgnoreCase("https");
    }

    /** An address, perhaps with a port, or a name that stands for one. */
    private static boolean isClient(String text) {
        if (!CLIENT.matcher(text).matches()) {
            return false;
        }
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        return !hasPort || Hosts.isPort(text.substring(colon + 1));
    }

    private static boolean isForwarded(String element) {
        return Arrays.stream(element.split(";", -1)).allMatch(ForwardedFilter::isPair);
    }

    private static boolean isPair(String text) {
        Matcher pair = PAIR.matcher(text);
        if (!pair.matches()) {
            return false;
        }
        String value = pair.group(2) == null ? pair.group(3) : pair.group(2);
        return switch (pair.group(1).toLowerCase(Locale.ROOT)) {
            case "proto" -> isScheme(value);
            case "host" -> Hosts.isHost(value);
            case "for", "by" -> isClient(value);
            default -> true;
        };
    }
}
