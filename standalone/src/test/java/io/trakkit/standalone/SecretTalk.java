package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.JwtIssuer;
import io.trakkit.wire.http.ApiPaths.Acting;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Sends credentials of every kind, in the right and in wrong places, and keeps them with all answers. */
final class SecretTalk {

    private static final String CLIENTS = "/api/v1/admin/clients/";
    private static final String KEYS = "/api/v1/admin/keys/";
    private static final String SESSION = "/api/v1/session/";
    private static final String TRADES = "/api/v1/trade/";

    /** A piece of a secret that is as long is enough to recognise it. */
    private static final int PIECE = 12;

    private static final List<String> PATHS = List.of(
            "/api/v1/portfolio/",
            "/api/v1/trade/",
            "/api/v1/portfolio-summary/",
            "/api/v1/price/?ticker=A",
            "/api/v1/ops/dead-letters/",
            "/api/v1/ops/replay/",
            "/api/v1/ops/status/",
            "/api/v1/admin/keys/",
            "/api/v1/nothing/",
            "/actuator/prometheus");

    private static final List<String> WRONG_HEADERS = List.of(
            "X-Api-Key",
            "X-Trakkit-Client",
            "Proxy-Authorization",
            "Prefer",
            "If-Match",
            "If-None-Match",
            "Last-Event-ID",
            "Idempotency-Key",
            "X-XSRF-TOKEN",
            "Origin",
            "Referer",
            "User-Agent",
            "Accept",
            "Accept-Encoding",
            "Content-Type",
            "X-Forwarded-For",
            "Forwarded",
            "traceparent");

    private static final List<String> PARAMETERS = List.of(
            "api_key",
            "access_token",
            "limit",
            "offset",
            "ordering",
            "client_id",
            "portfolio_id",
            "name",
            "state",
            "ticker",
            "cursor",
            "after",
            "lastEventId",
            "from",
            "reason",
            "key",
            "before");

    /** The first of the credentials are those that are not malformed: a key of each kind and a JWT. */
    private static final int WHOLE = 6;

    private static final String SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<String> answers = new ArrayList<>();
    private final Set<Integer> statuses = new TreeSet<>();
    private final List<String> credentials = new ArrayList<>();
    private final Http http;
    private final String admin;
    private final String key;
    private long portfolio;

    /** @param firstKey that of an administrator */
    SecretTalk(Http http, String firstKey) {
        this.http = http;
        admin = secretKey(firstKey);
        send("POST", CLIENTS, """
                {"id": "acme", "name": "Acme", "limits": {"requests_per_second": 1000000, "burst": 1000000}}""", bearer(admin));
        key = newKey();
    }

    /** Pieces of all secrets, also as they look in other encodings. */
    Set<String> secrets() {
        return secrets;
    }

    List<String> answers() {
        return answers;
    }

    /** The statuses of the answers. */
    Set<Integer> statuses() {
        return statuses;
    }

    /** Records of trades with each credential in them, for the portfolio of {@code acme}: some of them are refused for it. */
    List<String> records() {
        List<String> records = new ArrayList<>(List.of(trade(portfolio)));
        for (String credential : credentials) {
            for (String field :
                    List.of("api_key", "ticker", "user_id", "trade_type", "volume", "executed_at", credential)) {
                records.add(with(trade(portfolio), field, credential));
            }
            records.addAll(List.of(credential, '"' + credential + '"', "[\"" + credential + "\"]", "{\"" + credential));
        }
        return records;
    }

    void sendAll(JwtIssuer issuer) {
        HttpAnswer created =
                send("POST", "/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"main\"}", bearer(key));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        portfolio = created.json().get("id").asLong();
        HttpAnswer trade = send("POST", TRADES, trade(portfolio), bearer(key));
        assertThat(trade.status()).as(trade.text()).isIn(201, 202);
        HttpAnswer action = send("POST", "/api/v1/corporate-action/", """
                {"action_id": "first", "ticker": "ACME", "type": "split", "numerator": 2, "denominator": 1,
                 "ex_date": "2026-01-05"}""", bearer(key));
        assertThat(action.status()).as(action.text()).isIn(201, 202);

        String revoked = newKey();
        http.post(KEYS + idOf(revoked) + "/revoke/", "{}", bearer(admin));
        patiently().until(() -> http.get(TRADES, bearer(revoked)).status() == 401);

        HttpAnswer session = http.post(SESSION, "", bearer(key));
        String cookie = find("trakkit_session=([^;]+)", session.header("Set-Cookie"));
        String token = find("XSRF-TOKEN=([^;]+)", session.header("Set-Cookie"));
        secretKey(cookie);
        assertThat(send("GET", TRADES, "", "Cookie", "trakkit_session=" + cookie)
                        .status())
                .isEqualTo(200);
        send("POST", TRADES, "{}", "Cookie", "trakkit_session=" + cookie);
        send(
                "POST",
                TRADES,
                "{}",
                "Cookie",
                "trakkit_session=%s; XSRF-TOKEN=%s".formatted(cookie, token),
                "X-XSRF-TOKEN",
                token);

        String jwt = secretJwt(issuer.signed(claims(issuer, "acme")));
        assertThat(send("GET", TRADES, "", bearer(jwt)).status()).isEqualTo(200);
        String unknown = secretKey(ApiKey.generate(new SecureRandom()).reveal());
        credentials.addAll(List.of(
                key,
                admin,
                revoked,
                unknown,
                cookie,
                jwt,
                secretJwt(issuer.signed(claims(issuer, "nobody"))),
                secretJwt(issuer.signedByAStranger(claims(issuer, "acme"))),
                secretJwt(issuer.signedWithThePublicKey(claims(issuer, "acme"))),
                // Malformed, with the secret in it.
                key.substring(0, 92) + (key.endsWith("0") ? "1" : "0"),
                key.substring(0, 85),
                key.toUpperCase(Locale.ROOT),
                key.replace('_', '-'),
                key.replace("_", "")));
        credentials.subList(0, WHOLE).forEach(this::atEachOperation);
        for (String credential : credentials) {
            inItsPlace(credential);
            inWrongHeaders(credential);
            inTheUrl(credential);
            inTheBody(credential);
        }
        http.send("DELETE", SESSION, BodyPublishers.noBody(), "Cookie", "trakkit_session=" + cookie);
    }

    /** Each JWT is another one. */
    private static JWTClaimsSet claims(JwtIssuer issuer, String client) {
        return issuer.claims(client, "read write ops")
                .subject(client + System.nanoTime())
                .build();
    }

    private void inItsPlace(String credential) {
        for (String path : PATHS) {
            send("GET", path, "", bearer(credential));
            send("POST", path, "{}", bearer(credential));
        }
        for (String value : List.of(
                credential,
                "Basic " + basic(credential),
                "Bearer" + credential,
                "Bearer " + credential + ' ' + credential,
                "Bearer \"" + credential + '"',
                "Bearer " + credential + ',' + key,
                "Token " + credential)) {
            send("GET", TRADES, "", "Authorization", value);
        }
        send("GET", TRADES, "", "Authorization", "Bearer " + credential, "Authorization", "Bearer " + key);
        send("GET", TRADES, "", "Authorization", "Bearer " + credential, "Cookie", "trakkit_session=" + key);
        send("GET", TRADES, "", "Cookie", "trakkit_session=" + credential);
        send("POST", TRADES, "{}", "Cookie", "trakkit_session=" + credential);
        send("GET", TRADES, "", "Cookie", "session=" + credential + "; trakkit_session=");
    }

    private void inWrongHeaders(String credential) {
        for (String header : WRONG_HEADERS) {
            for (String holder : List.of(key, admin)) {
                send("GET", TRADES, "", bearer(holder, header, credential));
                send("POST", TRADES, "{}", bearer(holder, header, credential));
            }
            send("GET", "/api/v1/portfolio/", "", header, credential);
        }
        send("GET", TRADES, "", bearer(key, credential, "x"));
        send("GET", TRADES, "", bearer(key, "traceparent", SAMPLED, "tracestate", "a=" + credential));
    }

    private void inTheUrl(String credential) {
        for (String path : List.of(
                "/api/v1/portfolio/",
                TRADES,
                "/api/v1/portfolio-summary/",
                "/api/v1/price/",
                "/api/v1/ops/dead-letters/",
                "/api/v1/ops/replay/",
                "/api/v1/ops/status/",
                KEYS,
                CLIENTS,
                "/api/v1/admin/audit/")) {
            for (String parameter : PARAMETERS) {
                send("GET", path + '?' + parameter + '=' + credential, "", bearer(admin, "X-Trakkit-Client", "acme"));
            }
            send("GET", path + '?' + credential + "=1", "", bearer(admin));
            send("GET", path + '?' + credential, "");
            raw("GET " + path + "?a=%zz" + credential + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                    + "\r\nConnection: close\r\n\r\n");
        }
        for (String path : List.of(
                "/api/v1/portfolio/%s/",
                "/api/v1/portfolio/%s/stream/",
                "/api/v1/portfolio/%s/performance/",
                "/api/v1/trade/%s/",
                "/api/v1/trade/%s/history/",
                "/api/v1/price/%s/",
                "/api/v1/ops/dead-letters/%s/",
                "/api/v1/ops/replay/%s/",
                "/api/v1/ops/replay/%s/cancel/",
                "/api/v1/admin/clients/%s/",
                "/api/v1/admin/keys/%s/",
                "/api/v1/admin/keys/%s/revoke/",
                "/api/v1/%s",
                "/actuator/%s",
                "/docs/%s",
                "/%s")) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                send(method, path.formatted(credential), "{}", bearer(admin));
                send(method, path.formatted(credential), "{}", bearer(admin, "X-Trakkit-Client", "acme"));
            }
            send("GET", path.formatted(credential.replace("_", "%5F")), "", bearer(admin));
        }
        raw("GET /api/v1/trade/" + credential + "|[ HTTP/1.1\r\nHost: localhost\r\n\r\n");
        raw("GET /api/v1/trade/%2F" + credential + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        raw("GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization Bearer " + credential
                + "\r\nConnection: close\r\n\r\n");
        raw(credential + "\r\n\r\n");
    }

    private void inTheBody(String credential) {
        String[] client = bearer(key);
        String[] platform = bearer(admin);
        for (String field :
                List.of("api_key", "ticker", "user_id", "trade_type", "volume", "executed_at", credential)) {
            String record = with(trade(1), field, credential);
            send("POST", TRADES, record, client);
            http("POST", TRADES + "bulk", record, bearer(key, "Content-Type", "application/x-ndjson"));
            send("PATCH", TRADES + "first/", "{\"%s\": \"%s\"}".formatted(field, credential), client);
            send("PATCH", "/api/v1/portfolio/1/", "{\"%s\": \"%s\"}".formatted(field, credential), client);
        }
        for (String body :
                List.of(credential, '"' + credential + '"', "[\"" + credential + "\"]", "{\"" + credential)) {
            send("POST", TRADES, body, client);
            send("POST", CLIENTS, body, platform);
            http("POST", TRADES + "bulk", body, bearer(key, "Content-Type", "application/x-ndjson"));
            http("POST", TRADES + "bulk", body, bearer(key, "Content-Type", "text/csv"));
        }
        for (String field : List.of("id", "currency", "origins", "limits")) {
            send(
                    "POST",
                    CLIENTS,
                    "{\"id\": \"new\", \"name\": \"x\", \"%s\": \"%s\"}".formatted(field, credential),
                    platform);
        }
        send("PATCH", CLIENTS + "acme/", "{\"origins\": [\"" + credential + "\"]}", platform);
        for (String field : List.of("client", "scopes", "expires_at", "label", "secret")) {
            send(
                    "POST",
                    KEYS,
                    "{\"client\": \"nobody\", \"scopes\": [\"read\"], \"%s\": \"%s\"}".formatted(field, credential),
                    platform);
        }
        send("POST", KEYS, "{\"scopes\": [\"" + credential + "\"]}", platform);
        send("POST", SESSION, "{\"lifetime_seconds\": \"" + credential + "\"}", client);
        send(
                "POST",
                "/api/v1/ops/dead-letters/redrive",
                "{\"by\": \"" + credential + "\", \"ids\": [\"" + credential + "\"]}",
                platform);
        send("POST", "/api/v1/ops/dead-letters/discard", "{\"client_id\": \"" + credential + "\"}", platform);
        send("POST", "/api/v1/ops/replay/", "{\"command\": \"" + credential + "\"}", platform);
        send("PUT", "/api/v1/price/ACME/", "{\"price\": \"" + credential + "\"}", platform);
    }

    /** In each place of each operation of the contract; what else is in the request is valid. */
    private void atEachOperation(String credential) {
        for (Contract.Operation operation : Contract.operations()) {
            boolean isOfPlatform = operation.requirement().acting() == Acting.FOR_THE_PLATFORM;
            String[] caller = isOfPlatform ? bearer(admin) : bearer(key);
            for (String variable : operation.parameters("path")) {
                send(
                        operation.method(),
                        path(operation.path().replace('{' + variable + '}', credential)),
                        "{}",
                        caller);
            }
            // A stream has no end, and the session is needed until the end.
            if (operation.path().endsWith("/stream") || operation.path().equals("/api/v1/session")) {
                continue;
            }
            String path = path(operation.path());
            send(operation.method(), path, "{}", bearer(credential));
            for (String parameter : operation.parameters("query")) {
                send(operation.method(), path + '?' + parameter + '=' + credential, "{}", caller);
            }
            for (String header : operation.parameters("header")) {
                send(operation.method(), path, "{}", bearer(isOfPlatform ? admin : key, header, credential));
            }
            if (!operation.bodies().isEmpty()) {
                for (String body : List.of(
                        credential,
                        "{\"%s\": 1}".formatted(credential),
                        "{\"type\": \"%1$s\", \"ticker\": \"%1$s\", \"status\": \"%1$s\"}".formatted(credential))) {
                    send(operation.method(), path, body, caller);
                }
            }
        }
    }

    private String path(String path) {
        String id = path.startsWith(CLIENTS) ? "acme" : path.startsWith(KEYS) ? "0000000000000000" : "" + portfolio;
        return path.replace("{id}", id)
                .replace("{ref_id}", "first")
                .replace("{action_id}", "first")
                .replace("{ticker}", "ACME")
                .replace("{base}", "CLP")
                .replace("{quote}", "PYG");
    }

    private static String with(String json, String field, String value) {
        return json.replace("}", ", \"%s\": \"%s\"}".formatted(field, value));
    }

    private String newKey() {
        HttpAnswer created = http.post(
                KEYS, "{\"client\": \"acme\", \"scopes\": [\"read\", \"write\", \"ops\", \"prices\"]}", bearer(admin));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return secretKey(created.text("key"));
    }

    private static String idOf(String key) {
        return key.substring(4, 20);
    }

    /** Notes the secret of a key, also as base64 and as the bytes of a table show it. */
    private String secretKey(String text) {
        String secret = text.substring(21, 85);
        note(secret);
        secrets.add(secret.substring(0, PIECE).toUpperCase(Locale.ROOT));
        // Of the whole credential: of its first part, anything may be known.
        secrets.add(basic(text).substring(36, 60));
        return text;
    }

    private String secretJwt(String text) {
        note(text.substring(text.lastIndexOf('.') + 1));
        note(text.substring(text.indexOf('.') + 1));
        return text;
    }

    private void note(String secret) {
        secrets.add(secret.substring(0, PIECE));
        secrets.add(HexFormat.of().formatHex(secret.substring(0, PIECE).getBytes(UTF_8)));
    }

    private static String basic(String credential) {
        return Base64.getEncoder().encodeToString(credential.getBytes(UTF_8));
    }

    private static String trade(long portfolio) {
        return """
                {"ref_id": "first", "user_id": "u", "portfolio": %d, "trade_type": 1, "security_type": "stock", \
                "ticker": "ACME", "volume": 1, "amount": "2.50", "status": "success"}""".formatted(portfolio);
    }

    private static String find(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    private HttpAnswer send(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return http(method, path, body, all.toArray(String[]::new));
    }

    /** Notes the answer. */
    private HttpAnswer http(String method, String path, String body, String... headers) {
        HttpAnswer answer = http.send(
                method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body), headers);
        statuses.add(answer.status());
        answers.add("%s %s: %d %s\n%s"
                .formatted(
                        method,
                        path.substring(0, Math.min(path.length(), 20)),
                        answer.status(),
                        answer.response().headers().map(),
                        answer.text()));
        return answer;
    }

    private void raw(String request) {
        try {
            answers.add(Http.raw(http.address().getPort(), request));
        } catch (IOException e) {
            // The server has closed the connection, which is an answer, too.
            answers.add(String.valueOf(e.getMessage()));
        }
    }
}
