package io.trakkit.access.limits;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.trakkit.prices.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisLinkTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private TestRedis redis;
    private RedisClient client;

    @BeforeAll
    void start() {
        redis = TestRedis.start();
        client = RedisClient.create(RedisURI.create("127.0.0.1", redis.port()));
    }

    @AfterAll
    void stop() {
        client.shutdown();
        redis.close();
    }

    @Test
    void answersThatAreLateAtTheSameTimeDoNotSeparateAnInstance() {
        try (RedisLink link = link(LONG)) {
            for (int i = 0; i < 100; i++) {
                fail(link);
            }

            assertThat(link.isAvailable()).isTrue();
            assertThat(link.ask(_ -> "answer")).contains("answer");
        }
    }

    @Test
    void lateAnswersInARowSeparateAnInstance() {
        try (RedisLink link = link(Duration.ofNanos(1))) {
            // So that it is not found to be available again at once.
            redis.pause();
            fail(link);
            fail(link);
            assertThat(link.isAvailable()).isTrue();

            fail(link);

            assertThat(link.isAvailable()).isFalse();
            assertThat(link.ask(_ -> "not asked")).isEmpty();

            redis.resume();
            patiently().until(link::isAvailable);
        } finally {
            redis.resume();
        }
    }

    @Test
    void anAnswerInTimeEndsTheRow() {
        try (RedisLink link = link(Duration.ofNanos(1))) {
            for (int i = 0; i < 10; i++) {
                fail(link);
                fail(link);
                assertThat(link.ask(_ -> "answer")).contains("answer");
            }

            assertThat(link.isAvailable()).isTrue();
        }
    }

    private static void fail(RedisLink link) {
        assertThat(link.ask(_ -> {
                    throw new IllegalStateException("late");
                }))
                .isEmpty();
    }

    private RedisLink link(Duration timeout) {
        RedisLink link = new RedisLink(
                        () -> client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)),
                        new SteppedTime(),
                        timeout)
                .start(() -> {}, LONG);
        patiently().until(link::isAvailable);
        return link;
    }
}
