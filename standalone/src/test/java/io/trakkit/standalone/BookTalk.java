package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.Conversation.Exchange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Charges, currencies, activities and corporate actions, and the reads that add them up. */
final class BookTalk {

    private static final String PORTFOLIOS = "/api/v1/portfolio/";
    private static final String TRADES = "/api/v1/trade/";
    private static final String ACTIVITIES = "/api/v1/activity/";
    private static final String ACTIONS = "/api/v1/corporate-action/";
    private static final String SUMMARIES = "/api/v1/portfolio-summary/";

    private static final String PAID_AT = "2026-01-05T12:00:00Z";

    private final ContractTalk talk;
    private final long portfolio;

    BookTalk(ContractTalk talk, long portfolio) {
        this.talk = talk;
        this.portfolio = portfolio;
    }

    /** Charges and currencies are posted, amended and shown. */
    void aboutMoney() {
        String posted = talk.trade("money", portfolio, 1, "1", "100", ContractTalk.justNow())
                .replace("{", "{\"fee\": \"4.90\", \"tax\": 1, \"currency\": \"EUR\", ");
        Exchange lookedUp = talk.expect(201, talk.conversation.send("POST", TRADES, posted, "Prefer", "wait=30"));
        assertThat(lookedUp.json().required("fx_rate_looked_up").booleanValue()).isTrue();
        assertThat(lookedUp.json().required("fx_rate").asString()).isEqualTo("1.08");
        assertThat(lookedUp.json().required("fee").asString()).isEqualTo("4.90");
        String given = talk.trade("money-2", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z")
                .replace("{", "{\"currency\": \"EUR\", \"fx_rate\": \"1.1\", ");
        talk.expect(201, talk.conversation.send("POST", TRADES, given, "Prefer", "wait=30"));
        String amended =
                "\"fee\": 5, \"tax\": \"2\", \"currency\": \"EUR\", \"fx_rate\": \"1.2\", \"executed_at\": \"2026-01-03T03:04:05Z\"";
        String path = TRADES + talk.run + ":money/";
        talk.expect(200, talk.conversation.send("PATCH", path, "{" + amended + "}", "Prefer", "wait=30"));
        talk.expect(
                200,
                talk.conversation.send(
                        "PUT",
                        path,
                        "{\"volume\": 1, \"amount\": 100, \"status\": \"success\", " + amended + "}",
                        "Prefer",
                        "wait=30"));
        Exchange shown = talk.expect(200, talk.conversation.get(path));
        assertThat(shown.json().required("fx_rate").asString()).isEqualTo("1.2");
        assertThat(shown.json().required("tax").asString()).isEqualTo("2.00");
    }

    void aboutActivities() {
        String dividend = talk.activity(
                portfolio,
                "div",
                "\"type\": \"dividend\", \"ticker\": \"%s\", \"per_unit\": \"0.24\", \"tax\": 1"
                        .formatted(talk.ticker));
        talk.expect(202, talk.conversation.send("POST", ACTIVITIES, dividend));
        talk.expect(200, talk.conversation.send("POST", ACTIVITIES, dividend, "Prefer", "wait=30"));
        talk.expect(
                409, talk.conversation.send("POST", ACTIVITIES, dividend.replace("0.24", "0.25"), "Prefer", "wait=30"));
        talk.expect(400, talk.conversation.send("POST", ACTIVITIES, "{}"));
        talk.refuseBodies("POST", ACTIVITIES);
        String key = talk.run + ":activity";
        String charge = talk.activity(portfolio, "charge", "\"type\": \"charge\", \"total\": 5");
        String[] withKey = {"Idempotency-Key", key, "Prefer", "wait=30"};
        talk.expect(201, talk.conversation.send("POST", ACTIVITIES, charge, withKey));
        talk.expect(422, talk.conversation.send("POST", ACTIVITIES, charge.replace("5}", "6}"), withKey));
        post(
                "in",
                "\"type\": \"transfer_in\", \"ticker\": \"%sA\", \"volume\": 8, \"cost\": 80, \"currency\": \"EUR\", \"fx_rate\": 1.1");
        post("split", "\"type\": \"split\", \"ticker\": \"%sA\", \"numerator\": 3, \"denominator\": 2");
        post(
                "bonus",
                "\"type\": \"bonus\", \"ticker\": \"%sA\", \"numerator\": 1, \"denominator\": 4, \"whole\": true");
        talk.expect(
                201,
                talk.conversation.send(
                        "POST",
                        ACTIVITIES,
                        talk.activity(portfolio, "interest", "\"type\": \"interest\", \"total\": 3"),
                        "Prefer",
                        "wait=30"));
        post("lieu", "\"type\": \"cash_in_lieu\", \"ticker\": \"%sA\", \"volume\": 1, \"amount\": 9");
        Exchange rejected = post("out", "\"type\": \"transfer_out\", \"ticker\": \"%sA\", \"volume\": 800");
        assertThat(rejected.json().required("reason").asString()).isEqualTo("insufficient_volume");
        String now = ContractTalk.justNow();
        Exchange lookedUp = talk.expect(
                201,
                talk.conversation.send(
                        "POST",
                        ACTIVITIES,
                        talk.activity(
                                        portfolio,
                                        "cash",
                                        "\"type\": \"deposit\", \"total\": \"100\", \"currency\": \"EUR\", \"status\": \"success\"")
                                .replace("2026-01-02T03:04:05Z", now),
                        "Prefer",
                        "wait=30"));
        assertThat(lookedUp.json().required("fx_rate_looked_up").booleanValue()).isTrue();

        talk.amend(
                ACTIVITIES,
                "act-div",
                "PATCH",
                "{\"total\": 12, \"tax\": 2, \"currency\": \"EUR\", \"fx_rate\": 1.1, \"executed_at\": \"2026-01-03T03:04:05Z\"}",
                "{\"per_unit\": 1}");
        talk.amend(
                ACTIVITIES,
                "act-charge",
                "PUT",
                "{\"total\": 12, \"status\": \"success\"}",
                "{\"total\": 13, \"status\": \"success\"}");
        patch("in", "{\"volume\": 9, \"cost\": 90}");
        patch("split", "{\"numerator\": 2, \"denominator\": 1}");
        patch("bonus", "{\"whole\": false}");
        patch("lieu", "{\"amount\": 10}");
        readActivities();
    }

    private Exchange post(String id, String fields) {
        return talk.expect(
                201,
                talk.conversation.send(
                        "POST",
                        ACTIVITIES,
                        talk.activity(portfolio, id, fields.formatted(talk.ticker)),
                        "Prefer",
                        "wait=30"));
    }

    private void patch(String id, String body) {
        talk.expect(
                200,
                talk.conversation.send("PATCH", ACTIVITIES + talk.run + ":act-" + id + "/", body, "Prefer", "wait=30"));
    }

    /** Reads activities, one and many, and their histories. */
    private void readActivities() {
        talk.readOne(ACTIVITIES, "act-div");

        String list = ACTIVITIES + "?portfolio_id=" + portfolio;
        talk.checkTag(list);
        Exchange all = talk.expect(200, talk.conversation.get(list + "&page_size=100"));
        assertThat(all.json().required("count").asInt()).isEqualTo(9);
        talk.readPages(list + "&ordering=-updated_at&page=1&page_size=1&fields=ref_id");
        Exchange dividends = talk.expect(
                200,
                talk.conversation.get(list + "&user_id=" + talk.run + "&ticker=" + talk.ticker
                        + "&type=dividend&status=success&state=applied&executed_from=2020-01-01T00:00:00Z"
                        + "&executed_to=2030-01-01T00:00:00Z&updated_since=2020-01-01T00:00:00Z"));
        assertThat(dividends.json().required("results").findValuesAsString("ref_id"))
                .containsExactly(talk.run + ":act-div");
        talk.expect(200, talk.conversation.get(list + "&state=rejected"));
        talk.expect(400, talk.conversation.get(list + "&state=refused&type=split"));
        talk.expect(400, talk.conversation.get(ACTIVITIES + ContractTalk.UNKNOWN_PARAMETER));
    }

    /** Reads cash, income, lots and realised gains of the portfolio. */
    void aboutBooks() {
        String sold = talk.trade("sold", portfolio, 2, "1", "120", ContractTalk.justNow());
        talk.expect(201, talk.conversation.send("POST", TRADES, sold, "Prefer", "wait=30"));
        String path = PORTFOLIOS + portfolio;
        String span = "&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
        book("/cash/", "?ordering=-at", path);
        book("/income/", "?ordering=-at" + span, path);
        book("/lots/", "?ordering=-acquired_at&cost_method=fifo&ticker=" + talk.ticker, path);
        book("/realised-gains/", "?ordering=-disposed_at&cost_method=hifo&ticker=" + talk.ticker + "A" + span, path);
        explain(path);
        for (String method : List.of("average", "lifo")) {
            talk.expect(200, talk.conversation.get(path + "/lots/?cost_method=" + method));
            talk.expect(200, talk.conversation.get(path + "/realised-gains/?cost_method=" + method));
        }
        talk.expect(200, talk.conversation.get(path + "/cumulative-returns/?cost_method=fifo"));
        talk.expect(200, talk.conversation.get(path + "/performance/?cost_method=lifo&interval=month"));
        talk.expect(200, talk.conversation.get(SUMMARIES + "?portfolio_id=" + portfolio + "&cost_method=hifo"));
        talk.expect(400, talk.conversation.get(path + "/lots/?cost_method=cheapest"));
    }

    private void book(String name, String parameters, String ofPortfolio) {
        String path = ofPortfolio + name;
        talk.checkTag(path);
        talk.expect(200, talk.conversation.get(path + parameters + "&page=1&page_size=1&fields=ref_id"));
        talk.readPages(path + "?page_size=1");
        talk.expect(400, talk.conversation.get(path + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(PORTFOLIOS + ContractTalk.ABSENT + name));
    }

    /** Explains the returns, the cash, a position with trades and activities, and one of a ticker with a slash. */
    private void explain(String path) {
        talk.checkTag(path + "/explain/?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z");
        talk.expect(200, talk.conversation.get(path + "/explain/?from=2020-01-01T00:00:00Z&page=1&fields=factor"));
        talk.readPages(path + "/explain/?from=2020-01-01T00:00:00Z&page_size=1");
        talk.expect(400, talk.conversation.get(path + "/explain/" + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(PORTFOLIOS + ContractTalk.ABSENT + "/explain/"));
        talk.checkTag(path + "/explain/money-weighted/?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z");
        talk.expect(
                200,
                talk.conversation.get(
                        path + "/explain/money-weighted/?from=2020-01-01T00:00:00Z&page=1&fields=amount"));
        talk.readPages(path + "/explain/money-weighted/?from=2020-01-01T00:00:00Z&page_size=1");
        talk.expect(400, talk.conversation.get(path + "/explain/money-weighted/" + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(PORTFOLIOS + ContractTalk.ABSENT + "/explain/money-weighted/"));
        String cash = "/explain/cash/";
        talk.checkTag(path + cash + "?as_of=2026-11-01T00:00:00Z");
        talk.expect(200, talk.conversation.get(path + cash + "?ordering=-counts_from&page=1&fields=amount"));
        talk.readPages(path + cash + "?page_size=1");
        talk.expect(400, talk.conversation.get(path + cash + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(PORTFOLIOS + ContractTalk.ABSENT + cash));
        String asked = "?ordering=-executed_at&number=held&as_of=" + ContractTalk.justNow() + "&cost_method=";
        for (String ticker : List.of("A", "A/B")) {
            if (ticker.contains("/")) {
                for (String id : List.of("pair-1", "pair-2")) {
                    String pair = talk.trade(id, portfolio, 1, "1", "100", "2026-01-02T03:04:05Z")
                            .replace("\"" + talk.ticker + "\"", "\"" + talk.ticker + ticker + "\"");
                    talk.expect(201, talk.conversation.send("POST", TRADES, pair, "Prefer", "wait=30"));
                }
            }
            String name = "/explain/" + talk.ticker + ticker + "/";
            for (String method : List.of("average", "fifo", "lifo", "hifo")) {
                book(name, asked + method, path);
            }
            talk.expect(404, talk.conversation.get(path + "/explain/" + talk.ticker + ticker + "NONE/"));
        }
    }

    /** Records corporate actions of tickers that no portfolio holds, corrects and withdraws them, and reads them. */
    void aboutCorporateActions() {
        String split = action(
                "split", "\"type\": \"split\", \"numerator\": 2, \"denominator\": 1, \"ex_date\": \"2026-01-05\"");
        talk.expect(201, talk.conversation.send("POST", ACTIONS, split, "Idempotency-Key", talk.run + ":action"));
        talk.expect(200, talk.conversation.send("POST", ACTIONS, split));
        String unnamed = split.replaceFirst("\"action_id\": \"[^\"]*\", ", "");
        String[] key = {"Idempotency-Key", talk.run + ":action-2"};
        talk.expect(201, talk.conversation.send("POST", ACTIONS, unnamed, key));
        talk.expect(200, talk.conversation.send("POST", ACTIONS, unnamed, key));
        talk.expect(
                422,
                talk.conversation.send(
                        "POST", ACTIONS, unnamed.replace("\"denominator\": 1", "\"denominator\": 3"), key));
        talk.expect(
                409, talk.conversation.send("POST", ACTIONS, split.replace("\"numerator\": 2", "\"numerator\": 3")));
        talk.expect(400, talk.conversation.send("POST", ACTIONS, "{}"));
        talk.refuseBodies("POST", ACTIONS);
        stateRatesOfTheDividend();
        talk.expect(
                201,
                talk.conversation.send(
                        "POST",
                        ACTIONS,
                        action(
                                "dividend",
                                "\"type\": \"dividend\", \"per_unit\": \"0.24\", \"currency\": \"EUR\", \"fx_rate\": \"1.1\","
                                        + " \"status\": \"active\", \"effective_at\": \"" + PAID_AT + "\"")));
        talk.expect(
                201,
                talk.conversation.send(
                        "POST",
                        ACTIONS,
                        action(
                                "bonus",
                                "\"type\": \"bonus\", \"numerator\": 1, \"denominator\": 4, \"whole\": true, \"ex_date\": \"2026-01-06\"")));
        correctActions();
        readActions();
    }

    /** The client's own currency has the rate of the action; one per currency of any other portfolio is needed beside it. */
    private void stateRatesOfTheDividend() {
        Exchange portfolios = talk.expect(200, talk.conversation.get(PORTFOLIOS + "?page_size=1000&fields=currency"));
        new TreeSet<>(portfolios.json().required("results").findValuesAsString("currency"))
                .stream()
                        .filter(currency -> !Set.of("EUR", "USD").contains(currency))
                        .forEach(currency -> talk.expect(
                                200,
                                talk.conversation.send(
                                        "PUT",
                                        "/api/v1/fx-rate/EUR/" + currency + "/",
                                        "{\"rate\": \"1.5\", \"as_of\": \"" + PAID_AT + "\", \"accept_jump\": true}")));
    }

    private void correctActions() {
        String split = ACTIONS + talk.run + ":split/";
        talk.expect(200, talk.conversation.send("PATCH", split, "{\"numerator\": 3}"));
        String byDate =
                "{\"ticker\": \"%sN\", \"type\": \"split\", \"numerator\": 4, \"denominator\": 1, \"ex_date\": \"2026-01-07\"}"
                        .formatted(talk.ticker);
        talk.expect(200, talk.conversation.send("PUT", split, byDate));
        talk.expect(
                200,
                talk.conversation.send(
                        "PATCH",
                        ACTIONS + talk.run + ":dividend/",
                        "{\"action_id\": \"%s:dividend\", \"per_unit\": \"0.3\", \"currency\": \"EUR\", \"fx_rate\": 1.2, \"effective_at\": \"%s\"}"
                                .formatted(talk.run, PAID_AT)));
        talk.expect(200, talk.conversation.send("PATCH", ACTIONS + talk.run + ":bonus/", "{\"whole\": false}"));
        talk.expect(200, talk.conversation.send("PATCH", split, "{\"status\": \"withdrawn\"}"));
        talk.expect(409, talk.conversation.send("PATCH", split, "{\"status\": \"withdrawn\"}"));
        talk.expect(409, talk.conversation.send("PUT", split, byDate.replace("{", "{\"status\": \"withdrawn\", ")));
        for (String method : List.of("PATCH", "PUT")) {
            talk.expect(400, talk.conversation.send(method, split, "{\"type\": \"transfer_in\"}"));
            talk.expect(404, talk.conversation.send(method, ACTIONS + talk.run + ":none/", byDate));
            talk.refuseBodies(method, split);
        }
    }

    private void readActions() {
        String list = ACTIONS + "?ticker=" + talk.ticker + "N";
        patiently()
                .until(() -> talk.conversation
                                .get(list + "&status=withdrawn")
                                .json()
                                .required("count")
                                .asInt()
                        == 1);
        talk.checkTag(list);
        talk.readPages(list + "&ordering=-effective_at&page=1&page_size=1&fields=action_id");
        talk.expect(
                200,
                talk.conversation.get(
                        list + "&type=dividend&status=active&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z"));
        talk.expect(400, talk.conversation.get(ACTIONS + ContractTalk.UNKNOWN_PARAMETER));
        String path = ACTIONS + talk.run + ":dividend/";
        talk.checkTag(path);
        talk.expect(200, talk.conversation.get(path + "?fields=ticker"));
        talk.expect(400, talk.conversation.get(path + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(ACTIONS + talk.run + ":none/"));
    }

    private String action(String id, String fields) {
        return "{\"action_id\": \"%1$s:%2$s\", \"ticker\": \"%3$sN\", %4$s}"
                .formatted(talk.run, id, talk.ticker, fields);
    }
}
