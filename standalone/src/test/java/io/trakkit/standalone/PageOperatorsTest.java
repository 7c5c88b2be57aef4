package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser.Theme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What operators do on the page. On a server of its own: it switches what readers see. */
class PageOperatorsTest extends OwnServerBrowserTest {

    PageOperatorsTest() throws IOException {
        super();
    }

    /** A trade of a portfolio that does not exist: a dead letter. */
    private void publish(String refId) {
        String event = """
                {"event_id": "%s", "type": "trade_created", "client_id": "default", "occurred_at": "2026-01-02T03:04:05Z",
                 "trade": {"ref_id": "%s", "user_id": "ada", "portfolio": 999999999, "trade_type": 1, "security_type": "stock",
                           "ticker": "LOST", "volume": 1, "amount": "5", "status": "success", "executed_at": "2026-01-02T03:04:05Z"}}""".formatted(UUID.randomUUID(), refId);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", server.servers().kafka().bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "trakkit.trades",
                            "999999999:LOST".getBytes(StandardCharsets.UTF_8),
                            event.getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reloads until a text is there: a dead letter appears without a person's doing. */
    private void awaitReloading(String text) {
        patiently().untilAsserted(() -> {
            browser.reload();
            browser.awaitText("Newest records first");
            browser.awaitNoText("Loading ");
            assertThat(browser.text()).contains(text);
        });
    }

    @Test
    void theStatusSaysAtOnceWhetherAllIsWell() {
        browser.open("/operations");
        browser.awaitText("Measured ");
        patiently().untilAsserted(() -> assertThat(browser.text()).contains("All is well", "records/s"));
        assertThat(browser.text())
                .contains("PostgreSQL", "Kafka", "Redis", "Partitions of the log", "Open dead letters", "none runs");
        assertThat(browser.run("return document.querySelectorAll('table.rows tbody tr').length"))
                .isInstanceOfSatisfying(Long.class, rows -> assertThat(rows).isGreaterThanOrEqualTo(15));
        for (Theme theme : Theme.values()) {
            browser.prefer(theme);
            assertThat(browser.barriers()).as(theme.name()).isEmpty();
        }
        browser.resize(PHONE);
        assertThat(browser.cutOff()).isEmpty();
    }

    @Test
    void aDeadLetterIsDiscardedWithAReason() {
        publish("lost-1");
        browser.open("/operations/dead-letters");
        awaitReloading("lost-1");
        browser.click("lost-1");
        browser.awaitText("trakkit.trades, partition ");
        browser.awaitText("\"ref_id\": \"lost-1\"");
        assertThat(browser.barriers()).isEmpty();
        browser.resize(PHONE);
        assertThat(browser.cutOff()).isEmpty();
        browser.resize(DESK);

        browser.type("Your name", "ada");
        browser.click("Discard");
        browser.awaitText("trakkit cannot use this");
        browser.forgetComplaints();
        browser.type("Reason (needed to discard)", "the portfolio is gone");
        browser.click("Discard");
        browser.awaitText("discarded by ada at ");
        browser.awaitText(": the portfolio is gone");

        browser.choose("Decision", "discarded");
        browser.click("Show");
        browser.awaitText("discarded by ada");
    }

    @Test
    void aDeadLetterIsOpenedClosedAndDiscardedByKeyboard() {
        publish("lost-3");
        browser.open("/operations/dead-letters");
        awaitReloading("lost-3");
        browser.tabTo("lost-3");
        browser.press(Keys.ENTER);
        awaitFocusOn("One dead letter");
        browser.tabTo("Close");
        browser.press(Keys.ESCAPE);
        awaitFocusOn("lost-3");
        browser.press(Keys.ENTER);
        awaitFocusOn("One dead letter");
        browser.tabTo("Your name");
        browser.type("ada");
        browser.tabTo("Reason (needed to discard)");
        browser.type("posted by mistake");
        browser.tabTo("Discard");
        browser.press(Keys.ENTER);
        browser.awaitText("discarded by ada at ");
        awaitFocusOn("One dead letter");
        // Its row is gone from the list of open ones.
        browser.press(Keys.ESCAPE);
        awaitFocusOn("Dead letters");
    }

    private void awaitFocusOn(String name) {
        patiently().untilAsserted(() -> assertThat(browser.focusedName()).isEqualTo(name));
    }

    @Test
    void aDeadLetterIsRedrivenAndComesBackWhileItsCauseRemains() {
        publish("lost-2");
        browser.open("/operations/dead-letters?reason=unknown_portfolio");
        awaitReloading("lost-2");
        browser.click("lost-2");
        browser.type("Your name", "ada");
        browser.click("Redrive");
        browser.awaitText("redriven by ada at ");
        browser.click("Close");
        // The copy breaks the same rule: it is a dead letter of its own, and open.
        awaitReloading("lost-2");
    }

    @Test
    void aRebuildIsTriedSwitchesAndIsRolledBack() {
        browser.open("/operations/replays");
        browser.awaitText("Generations of the read model");
        assertThat(generations()).hasSize(1);
        String first = generations().getFirst().replace(" live", "");
        replay("rebuild: make a new generation and switch to it", false);
        browser.awaitText("rebuild (only reports)");
        awaitEnded();
        assertThat(generations()).containsExactly(first + " live");

        replay("rebuild: make a new generation and switch to it", true);
        patiently().untilAsserted(() -> assertThat(generations()).hasSize(2).contains(first + " former"));
        awaitEnded();
        assertThat(browser.barriers()).isEmpty();

        replay("rollback: go back to the former generation", true);
        patiently().untilAsserted(() -> assertThat(generations()).contains(first + " live"));
        awaitEnded();
        browser.open("/portfolio/" + samples.portfolio());
        browser.awaitText("1,800.00 USD");
    }

    private void replay(String command, boolean sure) {
        browser.choose("Command", command);
        browser.type("Your name", "ada");
        browser.run("document.querySelector('input[name=sure]').checked = arguments[0]", sure);
        browser.click("Start");
    }

    private void awaitEnded() {
        patiently().until(() -> !browser.text().contains("A replay runs") && browser.has(".replay"));
        patiently()
                .untilAsserted(() -> assertThat(String.valueOf(
                                browser.run("return document.querySelector('.replay .state').textContent")))
                        .isNotEqualTo("running"));
    }

    /** The number and the state of each generation. */
    private List<String> generations() {
        Object rows = browser.run("""
                const table = document.querySelector('table.rows');
                return table ? [...table.querySelectorAll('tbody tr')].map((row) => `${row.cells[0].textContent} ${row.cells[2].textContent}`) : [];
                """);
        return rows instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}
