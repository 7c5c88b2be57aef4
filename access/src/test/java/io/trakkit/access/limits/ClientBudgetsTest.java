package io.trakkit.access.limits;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.prices.testing.TestRedis;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The time of the buckets is stepped; Redis is a real one. */
class ClientBudgetsTest {

    private static final ClientId ACME = new ClientId("acme");
    private static final ClientId BETA = new ClientId("beta");
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(3);

    private final SteppedTime time = new SteppedTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<ClientId, ClientLimits> limits = new ConcurrentHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    ClientBudgetsTest() {
        limits.put(ACME, new ClientLimits(10, 20, 100, 2, 2, 3));
        limits.put(BETA, new ClientLimits(10, 20, 100, 2, 2, 3));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ClientBudgets alone() {
        return opened(
                new ClientBudgets(client -> Optional.ofNullable(limits.get(client)), RedisLink.none(), time, meters));
    }

    private ClientBudgets sharing(TestRedis redis, Duration timeout) {
        RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", redis.port()));
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        open.add(client::shutdown);
        RedisLink link = new RedisLink(
                () -> client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)), time, timeout);
        ClientBudgets budgets = opened(new ClientBudgets(
                which -> Optional.ofNullable(limits.get(which)), link, time, new SimpleMeterRegistry()));
        patiently().until(link::isAvailable);
        return budgets;
    }

    private TestRedis redis() {
        return opened(TestRedis.start());
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return each;
    }

    private static boolean granted(ClientBudgets budgets, ClientId client) {
        return budgets.request(client).orElseThrow().granted();
    }

    /** How many requests are granted until none is. */
    private static int all(ClientBudgets budgets, ClientId client) {
        int granted = 0;
        while (granted(budgets, client)) {
            granted++;
        }
        return granted;
    }

    @Test
    void aBurstIsGrantedAndThenTheRate() {
        ClientBudgets budgets = alone();

        assertThat(all(budgets, ACME)).isEqualTo(20);
        time.step(Duration.ofMillis(100));
        assertThat(all(budgets, ACME)).isEqualTo(1);
        time.step(Duration.ofMinutes(1));
        assertThat(all(budgets, ACME)).isEqualTo(20);
    }

    @Test
    void aTurnSaysWhatIsLeftAndARefusedOneWhenToComeAgain() {
        ClientBudgets budgets = alone();

        RequestTurn first = budgets.request(ACME).orElseThrow();
        all(budgets, ACME);
        RequestTurn refused = budgets.request(ACME).orElseThrow();

        assertThat(first.policy()).isEqualTo("\"requests\";q=10;w=1");
        assertThat(first.state()).isEqualTo("\"requests\";r=19;t=1");
        assertThat(refused.granted()).isFalse();
        assertThat(refused.state()).isEqualTo("\"requests\";r=0;t=2");
        assertThat(refused.refusal().problem()).isEqualTo(Problem.TOO_MANY);
        assertThat(refused.refusal().headers()).containsEntry("Retry-After", "1");
        assertThat(refused.refusal().detail())
                .isEqualTo("The client acme may send 10 requests per second, at most 20 at once; retry in 1 s");
        assertThat(meters.counter("trakkit.access.limited", "limit", "requests").count())
                .isEqualTo(2);
    }

    @Test
    void aClientWithoutLimitsIsNotCounted() {
        assertThat(alone().request(new ClientId("free"))).isEmpty();
        assertThat(alone().bulkRecords(new ClientId("free")).take()).isZero();
    }

    @Test
    void aChangedLimitHoldsForTheNextRequest() {
        ClientBudgets budgets = alone();
        all(budgets, ACME);

        limits.put(ACME, new ClientLimits(30, 40, 100, 2, 2, 3));

        assertThat(budgets.request(ACME).orElseThrow().policy()).isEqualTo("\"requests\";q=30;w=1");
        assertThat(all(budgets, ACME)).isEqualTo(39);
    }

    @Test
    void aFloodOfOneClientTakesNothingFromAnother() {
        ClientBudgets budgets = sharing(redis(), PATIENT);
        for (int i = 0; i < 1_000; i++) {
            granted(budgets, ACME);
        }

        assertThat(all(budgets, BETA)).isEqualTo(20);
    }

    @Test
    void twoInstancesShareABudget() {
        limits.put(ACME, new ClientLimits(10, 200, 100, 2, 2, 3));
        TestRedis redis = redis();
        ClientBudgets one = sharing(redis, PATIENT);
        ClientBudgets other = sharing(redis, PATIENT);

        int granted = 0;
        for (int i = 0; i < 500; i++) {
            granted += (granted(one, ACME) ? 1 : 0) + (granted(other, ACME) ? 1 : 0);
        }

        // A lot is a twentieth of the burst; each instance may be one ahead.
        assertThat(granted).isBetween(200, 220);
        time.step(Duration.ofSeconds(2));
        assertThat(all(one, ACME) + all(other, ACME)).isBetween(0, 40);
    }

    @Test
    void aFloodDoesNotAskRedisWhileTheSharedBudgetIsEmpty() {
        limits.put(ACME, new ClientLimits(10, 200, 100, 2, 2, 3));
        TestRedis redis = redis();
        ClientBudgets one = sharing(redis, PATIENT);
        ClientBudgets other = sharing(redis, PATIENT);
        assertThat(all(other, ACME)).isEqualTo(200);
        // What the other instance has not told Redis yet.
        assertThat(all(one, ACME)).isLessThanOrEqualTo(10);
        long before = commands(redis);

        for (int i = 0; i < 1_000; i++) {
            assertThat(granted(one, ACME)).isFalse();
        }

        assertThat(commands(redis) - before).isLessThanOrEqualTo(5);
        time.step(Duration.ofSeconds(2));
        assertThat(all(one, ACME)).isBetween(1, 20);
    }

    private static long commands(TestRedis redis) {
        return redis.command("INFO", "stats")
                .lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    @Test
    void theLimitHoldsInEachInstanceWhenRedisIsKilled() {
        limits.put(ACME, new ClientLimits(10, 200, 100, 2, 2, 3));
        TestRedis redis = redis();
        ClientBudgets budgets = sharing(redis, SHORT);
        int before = 0;
        for (int i = 0; i < 120; i++) {
            before += granted(budgets, ACME) ? 1 : 0;
        }

        redis.kill();

        assertThat(before).isEqualTo(120);
        assertThat(all(budgets, ACME)).isEqualTo(80);
        time.step(Duration.ofSeconds(1));
        assertThat(all(budgets, ACME)).isEqualTo(10);
    }

    @Test
    void budgetsAreSharedAgainWhenRedisIsBack() {
        limits.put(ACME, new ClientLimits(10, 200, 100, 2, 2, 3));
        TestRedis redis = redis();
        ClientBudgets one = sharing(redis, SHORT);
        ClientBudgets other = sharing(redis, SHORT);
        redis.kill();
        redis.restart();
        patiently().until(() -> {
            time.step(Duration.ofMinutes(1));
            int granted = 0;
            for (int i = 0; i < 500; i++) {
                granted += (granted(one, ACME) ? 1 : 0) + (granted(other, ACME) ? 1 : 0);
            }
            return granted <= 220;
        });
    }

    @Test
    void noRequestWaitsLongForARedisThatHangs() {
        TestRedis redis = redis();
        ClientBudgets budgets = sharing(redis, RedisLink.TIMEOUT);
        redis.pause();
        try {
            long begin = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                time.step(Duration.ofMillis(100));
                assertThat(granted(budgets, ACME)).isTrue();
            }
            // A wait of 50 ms for each would be 50 s.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        } finally {
            redis.resume();
        }
    }

    @Test
    void recordsBeyondTheBudgetWait() {
        RecordBudget budget = alone().bulkRecords(ACME);
        for (int i = 0; i < 100; i++) {
            assertThat(budget.take()).isZero();
        }

        Duration wait = budget.take();

        assertThat(wait).isEqualTo(Duration.ofMillis(50));
        time.step(wait);
        for (int i = 0; i < 5; i++) {
            assertThat(budget.take()).isZero();
        }
        assertThat(budget.take()).isPositive();
        assertThat(meters.counter("trakkit.access.limited", "limit", "bulk_records")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aStreamBeyondTheLimitIsRefusedUntilOneEnds() {
        ClientBudgets budgets = alone();
        Permit first = budgets.stream(ACME);
        budgets.stream(ACME);

        assertThatThrownBy(() -> budgets.stream(ACME)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.problem()).isEqualTo(Problem.TOO_MANY);
            assertThat(problem.detail()).isEqualTo("The client acme may have 2 streams at once; retry in 5 s");
            assertThat(problem.headers()).containsEntry("Retry-After", "5");
        });
        budgets.stream(BETA).close();
        first.close();
        first.close();
        budgets.stream(ACME).close();
    }

    @Test
    void twoInstancesSharePermitsAndEachHasThemAloneWithoutRedis() {
        TestRedis redis = redis();
        ClientBudgets one = sharing(redis, SHORT);
        ClientBudgets other = sharing(redis, SHORT);
        Permit held = one.bulkRequest(ACME);
        other.bulkRequest(ACME);

        assertThatThrownBy(() -> one.bulkRequest(ACME)).hasMessageContaining("2 bulk requests at once");
        held.close();
        patiently().untilAsserted(() -> other.bulkRequest(ACME).close());
        redis.kill();
        one.bulkRequest(ACME);
        one.bulkRequest(ACME);
        assertThatThrownBy(() -> one.bulkRequest(ACME)).hasMessageContaining("2 bulk requests at once");
    }

    @Test
    void thePermitsOfAnInstanceThatDiedLapse() {
        TestRedis redis = redis();
        redis.command("ZADD", "trakkit:limit:acme:streams", "1", "lapsed-1", "1", "lapsed-2");
        ClientBudgets budgets = sharing(redis, PATIENT);

        budgets.stream(ACME);
        budgets.stream(ACME);

        assertThat(redis.command("ZCARD", "trakkit:limit:acme:streams")).startsWith(":2");
    }
}
