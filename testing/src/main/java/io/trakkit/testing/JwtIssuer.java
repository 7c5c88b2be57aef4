package io.trakkit.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Issues JWTs, valid and forged ones; its public key is on a real HTTP server. */
public final class JwtIssuer implements AutoCloseable {

    private static final String NAME = "https://login.example.com";
    private static final String AUDIENCE = "trakkit";
    private static final String KEY_ID = "known";
    private static final int BITS = 2048;
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final RSAKey key = newKey();
    private final RSAKey strangersKey = newKey();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean isAway;

    private JwtIssuer(HttpServer server) {
        this.server = server;
    }

    public static JwtIssuer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            JwtIssuer issuer = new JwtIssuer(server);
            server.createContext("/keys", issuer::answer);
            server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(isAway ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(BITS).keyID(KEY_ID).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String name() {
        return NAME;
    }

    public String audience() {
        return AUDIENCE;
    }

    /** Where its public key is. */
    public String keys() {
        return "http://" + FreePorts.HOST + ":" + server.getAddress().getPort() + "/keys";
    }

    /** What makes an app accept its JWTs, as arguments of a command line. */
    public List<String> settings() {
        return List.of(
                "--trakkit.access.jwt.issuer=" + NAME,
                "--trakkit.access.jwt.audience=" + AUDIENCE,
                "--trakkit.access.jwt.jwk-set-uri=" + keys());
    }

    /** How often it was asked for its public key. */
    public int requests() {
        return requests.get();
    }

    /** From now on it answers 503. */
    public void goAway() {
        isAway = true;
    }

    public void comeBack() {
        isAway = false;
    }

    /** Claims that are valid for an hour, for a client and scopes such as {@code read write}. */
    public JWTClaimsSet.Builder claims(String client, String scopes) {
        return new JWTClaimsSet.Builder()
                .subject("somebody")
                .issuer(NAME)
                .audience(AUDIENCE)
                .expirationTime(date(Instant.now().plus(LIFETIME)))
                .claim("client_id", client)
                .claim("scope", scopes);
    }

    @SuppressWarnings("JavaUtilDate") // The library's type.
    public static Date date(Instant time) {
        return Date.from(time);
    }

    public String signed(JWTClaimsSet claims) {
        return signed(JWSAlgorithm.RS256, KEY_ID, signer(key), claims);
    }

    /** By a key that is not its own, under the id of its own. */
    public String signedByAStranger(JWTClaimsSet claims) {
        return signed(JWSAlgorithm.RS256, KEY_ID, signer(strangersKey), claims);
    }

    /** By a key that is not its own, under another id. */
    public String signedByUnknownKey(String keyId, JWTClaimsSet claims) {
        return signed(JWSAlgorithm.RS256, keyId, signer(strangersKey), claims);
    }

    /** A verifier that believes the header would take the public key for the secret of an HMAC. */
    public String signedWithThePublicKey(JWTClaimsSet claims) {
        try {
            return signed(
                    JWSAlgorithm.HS256,
                    KEY_ID,
                    new MACSigner(key.toRSAPublicKey().getEncoded()),
                    claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With {@code alg} none. */
    public static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    private static JWSSigner signer(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet claims) {
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
