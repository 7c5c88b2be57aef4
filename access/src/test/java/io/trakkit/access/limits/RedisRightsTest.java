package io.trakkit.access.limits;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.trakkit.prices.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A user of Redis with the rights that docs/operating/limits.md lists, and with fewer. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisRightsTest {

    private static final String KEYS = "~trakkit:limit:*";
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final SteppedTime time = new SteppedTime();
    private final List<String> documented;
    private TestRedis redis;
    private RedisClient client;

    RedisRightsTest() throws IOException {
        String line = Files.readString(Path.of("../docs/operating/limits.md"))
                .lines()
                .filter(each -> each.startsWith("    " + KEYS + " +"))
                .findFirst()
                .orElseThrow();
        documented = List.of(line.strip().split(" ", -1));
    }

    @BeforeAll
    void start() {
        redis = TestRedis.start();
        allow(List.of());
        client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(redis.port())
                .withAuthentication("app", "secret")
                .build());
    }

    @AfterAll
    void stop() {
        client.shutdown();
        redis.close();
    }

    /** Gives the user these rights and takes all others. */
    private void allow(List<String> rights) {
        List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", "app", "reset", "on", ">secret"));
        command.addAll(rights);
        assertThat(redis.command(command.toArray(String[]::new))).startsWith("+OK");
    }

    private StatefulRedisConnection<String, byte[]> connect() {
        return client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    }

    @Test
    void theDocumentedRightsAreEnoughForAllLimits() {
        allow(documented);
        try (RedisLink link = new RedisLink(this::connect, time, PATIENT).start(() -> {}, PATIENT)) {
            patiently().until(link::isAvailable);
            // A new connection tells its name, which nobody needs.
            redis.command("ACL", "LOG", "RESET");
            TokenBudget tokens = new TokenBudget(link, time, "acme:requests", 20, 10);
            for (int i = 0; i < 20; i++) {
                assertThat(tokens.take(1).isConsumed()).isTrue();
            }
            assertThat(tokens.take(1).isConsumed()).isFalse();
            PermitBudget permits = new PermitBudget(link, "acme:streams");
            Permit permit = permits.take(2).orElseThrow();
            permits.renew();
            assertThat(redis.command("ZCARD", "trakkit:limit:acme:streams")).startsWith(":1");
            permit.close();
            patiently()
                    .untilAsserted(() -> assertThat(redis.command("ZCARD", "trakkit:limit:acme:streams"))
                            .startsWith(":0"));

            assertThat(redis.command("EXISTS", "trakkit:limit:acme:requests:20:10"))
                    .startsWith(":1");
            assertThat(redis.command("ACL", "LOG")).as("what was refused").startsWith("*0");
        }
    }

    @Test
    void eachDocumentedRightIsNeeded() {
        try (StatefulRedisConnection<String, byte[]> connection = connect()) {
            RedisLink.Connected there = new RedisLink.Connected(
                    connection, Bucket4jLettuce.casBasedBuilder(connection).build(), time, PATIENT);
            for (String right : documented) {
                allow(documented.stream().filter(each -> !each.equals(right)).toList());
                assertThatThrownBy(() -> RedisRights.check(there, 1))
                        .as(right)
                        .satisfies(e -> assertThat(RedisRights.refusal(e)).isPresent());
            }
            allow(documented);
            RedisRights.check(there, 1);
        }
    }

    @Test
    void missingRightsAreNamedOnceAndTheLimitsAreSharedWhenTheyAreGiven(CapturedOutput output) {
        allow(List.of("~trakkit:price:*", "+mget", "+ping", "+info"));
        try (RedisLink link = new RedisLink(this::connect, time, PATIENT).start(() -> {}, PATIENT)) {
            String words = "The Redis user of this app lacks rights on trakkit:limit:*";
            patiently().until(() -> output.getOut().contains(words));
            assertThat(link.isAvailable()).isFalse();
            assertThat(link.ask(_ -> "not asked")).isEmpty();
            long refused = refused();
            patiently().until(() -> refused() > refused);

            allow(documented);

            patiently().until(link::isAvailable);
            assertThat(output.getOut())
                    .containsOnlyOnce(words)
                    .contains("NOPERM this user has no permissions to run the 'eval' command")
                    .doesNotContain("does not answer");
        }
    }

    /** How often Redis has refused the check. */
    private long refused() {
        return redis.command("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_eval:"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*rejected_calls=([0-9]+).*", "$1")))
                .sum();
    }
}
