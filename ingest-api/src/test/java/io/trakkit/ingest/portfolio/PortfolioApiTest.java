package io.trakkit.ingest.portfolio;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.publish.PortfolioLog;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.event.PortfolioCodec;
import io.trakkit.wire.event.Topics;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class PortfolioApiTest extends IngestTest {

    private static final String PORTFOLIOS = "/api/v1/portfolio/";

    private final TestLog topic = new TestLog(Topics.PORTFOLIOS, Servers.kafka());
    private final PortfolioLog portfolioLog;
    private final String user = "user-" + UUID.randomUUID();

    PortfolioApiTest(@Autowired PortfolioLog portfolioLog) {
        this.portfolioLog = portfolioLog;
    }

    @Test
    void theSeedsRequestIsAnsweredInTheSeedsShape() {
        HttpAnswer answer = create("name-of-the-portfolio");

        String now = clock.instant().toString().substring(0, 26) + "Z";
        String id = answer.text("id");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(PORTFOLIOS + id + "/");
        assertThat(answer.text()).isEqualToIgnoringWhitespace("""
                {"id": %s, "user_id": "%s", "name": "name-of-the-portfolio", "created_at": "%s", "updated_at": "%s",
                 "currency": "USD", "allow_short": false}
                """.formatted(id, user, now, now));
    }

    @Test
    void aPortfolioStandsInItsTopicAsInTheTable() {
        TestLog.Mark mark = topic.mark();

        long id = Long.parseLong(create("Savings").text("id"));

        TestLog.Written written = topic.only(mark);
        Portfolio published = new PortfolioCodec().decode(written.record().value());
        assertThat(written.key()).isEqualTo(Long.toString(id));
        assertThat(published.id().value()).isEqualTo(id);
        assertThat(published.user().value()).isEqualTo(user);
        assertThat(published.name().value()).isEqualTo("Savings");
        assertThat(nameInTable(id)).isEqualTo("Savings");
    }

    /** As after a restore of the table without its sequence. */
    @Test
    void anIdThatIsTakenIsNotAnsweredAsANameThatIsTaken() {
        long last = Long.parseLong(create("Savings").text("id"));
        Servers.database()
                .jdbc()
                .sql("SELECT setval('portfolio_ids', :id, false)")
                .param("id", last)
                .query((_, _) -> "")
                .single();

        HttpAnswer taken = create("Pension");

        assertThat(taken.status()).isEqualTo(503);
        assertThat(taken.detail())
                .isEqualTo("The portfolio was not saved: another portfolio has the next id already. Retry in 2 s");
        assertThat(taken.header("Retry-After")).isEqualTo("2");
        HttpAnswer again = create("Pension");
        assertThat(again.status()).isEqualTo(201);
        assertThat(Long.parseLong(again.text("id"))).isGreaterThan(last);
        assertThat(create("Pension").detail()).isEqualTo("The user already has a portfolio of this name");
    }

    @Test
    void aCurrencyAndShortsAreFixedAtCreation() {
        TestLog.Mark mark = topic.mark();

        HttpAnswer created = caller().post(
                        PORTFOLIOS,
                        "{\"user_id\": \"%s\", \"name\": \"Short\", \"currency\": \"chf\", \"allow_short\": true}"
                                .formatted(user));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("currency")).isEqualTo("CHF");
        assertThat(created.text("allow_short")).isEqualTo("true");
        Portfolio published =
                new PortfolioCodec().decode(topic.only(mark).record().value());
        assertThat(published.currency()).contains(new CurrencyCode("CHF"));
        assertThat(published.allowShort()).isTrue();

        HttpAnswer changed = caller().patch(
                        PORTFOLIOS + created.text("id") + "/",
                        "{\"name\": \"Long\", \"currency\": \"EUR\", \"allow_short\": false}");
        assertThat(changed.status()).isEqualTo(400);
        assertThat(changed.pointers()).containsExactly("/currency", "/allow_short");
        assertThat(changed.detail()).contains("currency can't be changed: it is fixed when a portfolio is created");
        HttpAnswer renamed = caller().patch(PORTFOLIOS + created.text("id") + "/", "{\"name\": \"Long\"}");
        assertThat(renamed.text("currency")).isEqualTo("CHF");
        assertThat(renamed.text("allow_short")).isEqualTo("true");
    }

    @Test
    void aCurrencyThatDoesNotExistIsRefused() {
        HttpAnswer answer = caller().post(
                        PORTFOLIOS,
                        "{\"user_id\": \"%s\", \"name\": \"X\", \"currency\": \"ABC\", \"allow_short\": 1}"
                                .formatted(user));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail())
                .contains("currency must be a currency of ISO 4217, such as USD, not \"ABC\"")
                .contains("allow_short must be true or false, not 1");
    }

    @Test
    void aUserHasOnePortfolioPerName() {
        create("Savings");
        TestLog.Mark mark = topic.mark();

        HttpAnswer again = create("Savings");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.isProblem()).isTrue();
        assertThat(topic.mark()).isEqualTo(mark);
    }

    @Test
    void aPortfolioCanBeTradedInAtOnce() {
        String id = create("Savings").text("id");

        HttpAnswer trade = caller().post("/api/v1/trade/", """
                {"user_id": "%s", "portfolio": "%s", "trade_type": 1, "security_type": "stock", "ticker": "MSFT",
                 "volume": 1, "amount": 1, "status": "success"}
                """.formatted(user, id));

        assertThat(trade.status()).isEqualTo(202);
    }

    @Test
    void aPortfolioIsRenamedInTableAndTopic() {
        HttpAnswer created = create("Savings");
        long id = Long.parseLong(created.text("id"));
        TestLog.Mark mark = topic.mark();
        clock.step(Duration.ofSeconds(1));

        HttpAnswer renamed = caller().patch(PORTFOLIOS + id + "/", "{\"name\": \"Pension\"}");

        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.text("name")).isEqualTo("Pension");
        assertThat(renamed.text("created_at")).isEqualTo(created.text("created_at"));
        assertThat(renamed.text("updated_at")).isGreaterThan(created.text("updated_at"));
        assertThat(new PortfolioCodec()
                        .decode(topic.only(mark).record().value())
                        .name()
                        .value())
                .isEqualTo("Pension");
        assertThat(nameInTable(id)).isEqualTo("Pension");
    }

    @Test
    void aRenameToTheNameOfAnotherIsAConflict() {
        String id = create("Savings").text("id");
        create("Pension");
        TestLog.Mark mark = topic.mark();

        HttpAnswer renamed = caller().patch(PORTFOLIOS + id, "{\"name\": \"Pension\"}");

        assertThat(renamed.status()).isEqualTo(409);
        assertThat(topic.mark()).isEqualTo(mark);
    }

    @Test
    void aPortfolioThatDoesNotExistIsNotFound() {
        assertThat(caller().patch(PORTFOLIOS + "999999999/", "{\"name\": \"Pension\"}")
                        .status())
                .isEqualTo(404);
        assertThat(caller().post(PORTFOLIOS + "999999999/recalculate-summary/", "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whileTheTopicIsAheadOfTheTableNothingIsWrittenAndNoIdIsGivenTwice() {
        long id = Long.parseLong(create("Savings").text("id"));
        // As if the database had been put back to before the creation of this one.
        long created = id + 100;
        portfolioLog.publish(new Portfolio(
                ClientId.DEFAULT,
                new PortfolioId(created),
                new UserId(user),
                new PortfolioName("Pension"),
                Optional.empty(),
                false,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
        TestLog.Mark mark = topic.mark();

        HttpAnswer another = create("Holiday");
        HttpAnswer renamed = caller().patch(PORTFOLIOS + id + "/", "{\"name\": \"Car\"}");

        assertThat(another.status()).isEqualTo(503);
        assertThat(another.header("Retry-After")).isNotEmpty();
        assertThat(another.text("detail")).contains("the database is catching up with the log");
        assertThat(renamed.status()).isEqualTo(503);
        assertThat(topic.mark()).isEqualTo(mark);

        readPortfolios();
        assertThat(create("Pension").status()).isEqualTo(409);
        assertThat(Long.parseLong(create("Holiday").text("id"))).isGreaterThan(created);
        assertThat(nameInTable(created)).isEqualTo("Pension");
    }

    @Test
    void manyAtOnceAreWrittenOneByOne() {
        List<CompletableFuture<HttpAnswer>> answers = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> createPatiently("Savings " + i), Thread::startVirtualThread))
                .toList();

        assertThat(answers)
                .extracting(CompletableFuture::join)
                .extracting(HttpAnswer::status)
                .containsOnly(201);
        assertThat(create("Savings").status()).isEqualTo(201);
    }

    /** A transaction that stands still in the middle keeps the others waiting, but the database is not away for that. */
    @Test
    void whoWaitsTooLongForTheOthersHasToComeAgain() {
        Portfolio portfolio = newPortfolio();
        create("Savings");
        Servers.database().transactions().executeWithoutResult(_ -> {
            new RecoveryOffsets(Servers.database().jdbc()).lock(portfolioLog.partition());
            HttpAnswer answer = create("Pension");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("detail")).contains("too many are being saved at once");
            assertThat(caller().post("/api/v1/trade/", trade(portfolio, newRefId()))
                            .status())
                    .isEqualTo(202);
        });
        assertThat(create("Pension").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "1.0", "99999999999999999999", "%20"})
    void anIdThatNoPortfolioCanHaveIsRefused(String id) {
        HttpAnswer answer = caller().patch(PORTFOLIOS + id + "/", "{\"name\": \"Pension\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "Savings"}                               | /user_id
            {"user_id": "ada"}                                | /name
            {"user_id": "ada", "name": ""}                    | /name
            {"user_id": "ada", "name": null}                  | /name
            {"user_id": "ada", "name": "a\\u0000"}            | /name
            {"user_id": "a\\nb", "name": "Savings"}           | /user_id
            {"user_id": 5, "name": "Savings"}                 | /user_id
            {"user_id": "ada", "name": "Savings", "id": 1}    | /id
            """)
    void aWrongFieldIsPointedAt(String body, String pointer) {
        TestLog.Mark mark = topic.mark();

        HttpAnswer answer = caller().post(PORTFOLIOS, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(pointer);
        assertThat(topic.mark()).isEqualTo(mark);
    }

    @Test
    void aRecalculationIsRequestedForEachTickerThroughTheLog() {
        String id = tradedPortfolio();
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = caller().post(PORTFOLIOS + id + "/recalculate-summary/", "{}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEqualToIgnoringWhitespace("{\"portfolio_id\": " + id + ", \"tickers\": 2}");
        assertThat(trades.since(mark))
                .allSatisfy(
                        written -> assertThat(written.event()).isInstanceOf(TradeEvent.RecalculationRequested.class))
                .extracting(TestLog.Written::key)
                .containsExactlyInAnyOrder(id + ":AAPL", id + ":MSFT");
    }

    @Test
    void aRecalculationNeedsNoBody() {
        String id = tradedPortfolio();

        HttpAnswer without = caller().send("POST", PORTFOLIOS + id + "/recalculate-summary/", BodyPublishers.noBody());
        HttpAnswer wrong = caller().post(PORTFOLIOS + id + "/recalculate-summary/", "{\"ticker\": \"MSFT\"}");

        assertThat(without.status()).isEqualTo(202);
        assertThat(wrong.pointers()).containsExactly("/ticker");
    }

    @Test
    void aRecalculationsRetryIsTheSameEvents() {
        String id = tradedPortfolio();
        TestLog.Mark mark = trades.mark();

        String key = UUID.randomUUID().toString();
        caller().post(PORTFOLIOS + id + "/recalculate-summary/", "{}", "Idempotency-Key", key);
        caller().post(PORTFOLIOS + id + "/recalculate-summary/", "{}", "Idempotency-Key", key);

        List<UUID> ids = trades.since(mark).stream()
                .map(written -> written.event().eventId())
                .toList();
        assertThat(ids).hasSize(4);
        assertThat(ids.stream().distinct()).hasSize(2);
    }

    @Test
    void aKeyOfARecalculationServesNoOtherPortfolio() {
        String key = UUID.randomUUID().toString();
        caller().post(PORTFOLIOS + tradedPortfolio() + "/recalculate-summary/", "{}", "Idempotency-Key", key);
        String other = tradedPortfolio();
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = caller().post(PORTFOLIOS + other + "/recalculate-summary/", "{}", "Idempotency-Key", key);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("detail"))
                .isEqualTo("This Idempotency-Key was already used for a different recalculation");
        assertThat(trades.since(mark)).isEmpty();
    }

    private HttpAnswer create(String name) {
        return caller().post(PORTFOLIOS, "{\"user_id\": \"" + user + "\", \"name\": \"" + name + "\"}");
    }

    /** Comes again when told to: on a busy machine, whoever has to let others go before may have waited long enough. */
    private HttpAnswer createPatiently(String name) {
        return patiently().until(() -> create(name), answer -> answer.status() != 503);
    }

    /** A portfolio with trades in AAPL and MSFT that have been applied. */
    private String tradedPortfolio() {
        Portfolio portfolio = newPortfolio();
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/", trade(portfolio, newRefId()).replace("GODREJIND", "MSFT"));
        caller().post("/api/v1/trade/", trade(portfolio, newRefId()).replace("GODREJIND", "AAPL"));
        applySince(mark);
        return portfolio.id().toString();
    }

    private static String nameInTable(long id) {
        return Servers.database()
                .jdbc()
                .sql("SELECT name FROM portfolios WHERE portfolio_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }
}
