// Writes portfolios.json and requests.ndjson from monthly-prices.csv:
//
//     java samples/Generate.java [source folder [target folder]]
//
// Both folders are samples unless told. The same prices give the same bytes on every machine: there is no clock, no
// chance, and no default locale, time zone, charset or line separator in it.

/** A portfolio under its name in the samples, and the time of day at which its broker buys and sells. */
record Portfolio(String symbol, String userId, String name, String opening) {
    OffsetDateTime openingIn(YearMonth month) {
        return OffsetDateTime.parse(month.atDay(1) + "T" + opening);
    }
}

enum Side { BUY, SELL }

/** A trade as the broker posts it. Its copies keep the {@code refId}. */
record Trade(
        Portfolio portfolio,
        String refId,
        Side side,
        String ticker,
        BigDecimal volume,
        BigDecimal amount,
        String status,
        OffsetDateTime executedAt) {

    Trade withVolume(BigDecimal other) {
        return new Trade(portfolio, refId, side, ticker, other, amount, status, executedAt);
    }

    Trade withAmount(BigDecimal other) {
        return new Trade(portfolio, refId, side, ticker, volume, other, status, executedAt);
    }

    Trade failed() {
        return new Trade(portfolio, refId, side, ticker, volume, amount, "failed", executedAt);
    }

    Trade at(String instant) {
        return new Trade(portfolio, refId, side, ticker, volume, amount, status, OffsetDateTime.parse(instant));
    }

    LocalDate day() {
        return executedAt.toLocalDate();
    }
}

/** One line of {@code requests.ndjson} and the day on which it is posted. */
record Request(LocalDate day, String line) {}

final Portfolio SAVINGS = new Portfolio("ada-savings", "ada", "Savings plan", "09:30:00-05:00");
final Portfolio TRADING = new Portfolio("ada-trading", "ada", "Trading", "14:30:00Z");
final Portfolio PENSION = new Portfolio("grace-pension", "grace", "Pension", "15:30:00+01:00");

final List<String> TICKERS = List.of("MSFT", "AMZN", "IBM", "GOOG", "AAPL");
final YearMonth FIRST = YearMonth.of(2000, 1);
final YearMonth LAST = YearMonth.of(2010, 3);

/** By ticker and month. */
final Map<String, Map<YearMonth, BigDecimal>> prices = new HashMap<>();

final List<Request> requests = new ArrayList<>();

void main(String[] arguments) throws IOException {
    Path source = Path.of(arguments.length > 0 ? arguments[0] : "samples");
    Path target = arguments.length > 1 ? Path.of(arguments[1]) : source;
    read(source.resolve("monthly-prices.csv"));
    savings();
    pension();
    swings();
    apple();
    google();
    Files.writeString(target.resolve("portfolios.json"), portfolios());
    Files.writeString(target.resolve("requests.ndjson"), inPostingOrder());
}

/** Buys only: the average of these positions is Σ amount × volume ÷ Σ volume. */
void savings() {
    plan(SAVINGS, "MSFT", "100", 4, FIRST, LAST);
    plan(SAVINGS, "IBM", "150", 6, FIRST, LAST);
    plan(SAVINGS, "GOOG", "200", 5, YearMonth.of(2004, 8), LAST);
}

void pension() {
    // A year's end sells half of what the year has bought.
    for (int year = 2000; year < 2010; year++) {
        BigDecimal bought = plan(PENSION, "AAPL", "50", 6, YearMonth.of(year, 1), YearMonth.of(year, 12));
        BigDecimal half = bought.divide(BigDecimal.TWO, 4, RoundingMode.DOWN);
        Trade sell = trade(PENSION, Side.SELL, "AAPL", YearMonth.of(year, 12), half);
        post(sell.at(year + "-12-30T16:00:00+01:00"));
    }
    plan(PENSION, "AAPL", "50", 6, YearMonth.of(2010, 1), LAST);

    // All that a plan has bought is sold, and two years later another plan opens the position again.
    BigDecimal all = plan(PENSION, "AMZN", "80", 10, FIRST, YearMonth.of(2003, 12));
    post(trade(PENSION, Side.SELL, "AMZN", YearMonth.of(2004, 1), all));
    plan(PENSION, "AMZN", "120", 6, YearMonth.of(2006, 1), LAST);

    // (88.82 + 94.15) ÷ 2 = 91.485, a tie: half even makes it 91.48.
    post(trade(PENSION, Side.BUY, "IBM", YearMonth.of(2002, 2), BigDecimal.TEN));
    post(trade(PENSION, Side.BUY, "IBM", YearMonth.of(2002, 3), BigDecimal.TEN));
}

/** Buys for a fixed sum each month, and returns the volume that it has bought when all is said. */
BigDecimal plan(Portfolio portfolio, String ticker, String money, int decimals, YearMonth from, YearMonth to) {
    BigDecimal bought = BigDecimal.ZERO;
    for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
        BigDecimal volume = new BigDecimal(money).divide(price(ticker, month), decimals, RoundingMode.DOWN);
        bought = bought.add(instalment(trade(portfolio, Side.BUY, ticker, month, volume), month));
    }
    return bought;
}

/**
 * Posts an instalment with the accident that its month may bring: late, in error and corrected, twice, or returned by
 * the bank. Returns the volume that counts in the end.
 */
BigDecimal instalment(Trade right, YearMonth month) {
    // Five apart, so that the tickers do not have their accidents in the same months.
    int number = month.getYear() * 12 + month.getMonthValue() + 5 * TICKERS.indexOf(right.ticker);
    LocalDate day = number % 19 == 3 ? right.day().plusDays(45) : right.day();
    if (number % 29 == 4) {
        Trade wrong = right.withVolume(right.volume.add(right.volume));
        post(wrong, day);
        amend(wrong, day.plusDays(9), fields("volume", right.volume));
        // A repeat of what was posted, not an amendment back to it.
        post(wrong, day.plusDays(12));
        return right.volume;
    }
    if (number % 31 == 5) {
        Trade wrong = right.withAmount(right.amount.add(new BigDecimal("0.9375")));
        post(wrong, day);
        amend(wrong, day.plusDays(9), fields("amount", money(right.amount)));
        return right.volume;
    }
    post(right, day);
    if (number % 37 == 6) {
        post(right, day.plusDays(2));
    }
    if (number % 23 == 7) {
        amend(right, day.plusDays(11), fields("status", "failed"));
        return BigDecimal.ZERO;
    }
    return right.volume;
}

/** Ten shares bought when a quarter has lost a tenth, eight sold when it has gained a tenth. */
void swings() {
    for (String ticker : List.of("MSFT", "AMZN", "IBM")) {
        for (YearMonth month = FIRST.plusMonths(3); !month.isAfter(LAST); month = month.plusMonths(1)) {
            BigDecimal now = price(ticker, month).movePointRight(1);
            BigDecimal before = price(ticker, month.minusMonths(3));
            if (now.compareTo(before.multiply(BigDecimal.valueOf(9))) < 0) {
                post(trade(TRADING, Side.BUY, ticker, month, BigDecimal.TEN));
            } else if (now.compareTo(before.multiply(BigDecimal.valueOf(11))) > 0) {
                // Whether or not they are there: some are rejected for insufficient volume.
                post(trade(TRADING, Side.SELL, ticker, month, BigDecimal.valueOf(8)));
            }
        }
    }
}

void apple() {
    post(buy("AAPL", "2001-03", "40"));
    // More than the 40 held, until a buy of June becomes known in November: 40 + 25 − 60 = 5.
    post(sell("AAPL", "2001-09", "60"));
    post(buy("AAPL", "2001-06", "25"), LocalDate.of(2001, 11, 5));
    // All of it; a year later the position is opened again.
    post(sell("AAPL", "2002-02", "5"));
    post(buy("AAPL", "2003-02", "30"));
    post(sell("AAPL", "2004-01", "10"));
    // More than the 20 held, and nothing mends it.
    post(sell("AAPL", "2004-07", "50"));

    // Corrected in two steps, each in a field of its own: 20 + 15 = 35 held.
    Trade corrected = buy("AAPL", "2005-02", "12.5").withAmount(price("AAPL", YearMonth.of(2005, 1)));
    post(corrected);
    amend(corrected, LocalDate.of(2005, 2, 20), fields("volume", 15));
    amend(corrected, LocalDate.of(2005, 3, 7), fields("amount", "44.86"));

    // Failed, and then not: the last amendment wins. 35 − 8.75 = 26.25.
    Trade recovered = sell("AAPL", "2006-01", "8.75");
    post(recovered);
    amend(recovered, LocalDate.of(2006, 1, 12), fields("status", "failed"));
    amend(recovered, LocalDate.of(2006, 1, 19), fields("status", "success"));

    Trade reversed = sell("AAPL", "2007-01", "20");
    post(reversed);
    amend(reversed, LocalDate.of(2007, 1, 4), fields("status", "failed"));
    post(buy("AAPL", "2008-01", "10").failed());
    Trade settled = buy("AAPL", "2009-01", "10").failed();
    post(settled);
    amend(settled, LocalDate.of(2009, 1, 30), fields("volume", 9, "status", "success"));

    // At one instant the first to be posted comes first: 26.25 + 9 + 4.75 = 40 are there for the sell.
    post(buy("AAPL", "2009-09", "4.75"));
    post(sell("AAPL", "2009-09", "40"));
    // Posted the other way round, yet the buy is older by a microsecond: 10.5 − 6 = 4.5 held at the end.
    post(sell("AAPL", "2010-02", "6").at("2010-02-01T14:30:00.000001Z"));
    post(buy("AAPL", "2010-02", "10.5"));
}

void google() {
    // Corrected from 20 to 12, which makes the sell of 15 a rejected one, and then to 18: 3 left.
    Trade corrected = buy("GOOG", "2004-09", "20");
    post(corrected);
    post(sell("GOOG", "2004-12", "15"));
    amend(corrected, LocalDate.of(2004, 12, 15), fields("volume", 12));
    amend(corrected, LocalDate.of(2005, 1, 10), fields("volume", 18));

    // The buy fails after its shares were sold: the sell of 9 finds 3, and is rejected for good.
    Trade returned = buy("GOOG", "2005-06", "7");
    post(returned);
    post(sell("GOOG", "2005-10", "9"));
    amend(returned, LocalDate.of(2005, 11, 3), fields("status", "failed"));

    // 15:00+01:00 is half an hour before 09:30-05:00: 3 + 4 − 5 = 2.
    post(sell("GOOG", "2007-05", "5").at("2007-05-01T09:30:00-05:00"));
    post(buy("GOOG", "2007-05", "4").at("2007-05-01T15:00:00+01:00"));

    // The same money written with other decimals is the same content.
    Trade twice = buy("GOOG", "2008-03", "6.5");
    post(twice);
    post(twice.withAmount(new BigDecimal("440.4700")), LocalDate.of(2008, 3, 3));

    // 2 + 6.5 = 8.5, sold by thirds and to the last share: the position ends closed.
    post(sell("GOOG", "2009-05", "2.8333333333"));
    post(sell("GOOG", "2009-10", "2.8333333333"));
    post(sell("GOOG", "2010-01", "2.8333333334"));
}

Trade buy(String ticker, String month, String volume) {
    return trade(TRADING, Side.BUY, ticker, YearMonth.parse(month), new BigDecimal(volume));
}

Trade sell(String ticker, String month, String volume) {
    return trade(TRADING, Side.SELL, ticker, YearMonth.parse(month), new BigDecimal(volume));
}

Trade trade(Portfolio portfolio, Side side, String ticker, YearMonth month, BigDecimal volume) {
    String refId = String.join(":", portfolio.symbol, ticker, month.toString(), side == Side.BUY ? "buy" : "sell");
    BigDecimal amount = price(ticker, month);
    return new Trade(portfolio, refId, side, ticker, volume, amount, "success", portfolio.openingIn(month));
}

BigDecimal price(String ticker, YearMonth month) {
    return prices.get(ticker).get(month);
}

void post(Trade trade) {
    post(trade, trade.day());
}

void post(Trade trade, LocalDate day) {
    Map<String, Object> body = fields(
            "ref_id", trade.refId,
            "user_id", trade.portfolio.userId,
            "trade_type", trade.side == Side.BUY ? 1 : 2,
            "security_type", "stock",
            "ticker", trade.ticker,
            "volume", trade.volume,
            "amount", money(trade.amount),
            "status", trade.status,
            "executed_at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(trade.executedAt));
    String line = json(fields("action", "create", "portfolio", trade.portfolio.symbol, "body", body));
    requests.add(new Request(day, line));
}

void amend(Trade trade, LocalDate day, Map<String, Object> changes) {
    String line = json(fields("action", "amend", "ref_id", trade.refId, "body", changes));
    requests.add(new Request(day, line));
}

/** By day; the requests of one day stay in the order in which they were added. */
String inPostingOrder() {
    return requests.stream()
            .sorted(Comparator.comparing(Request::day))
            .map(request -> request.line + "\n")
            .collect(Collectors.joining());
}

String portfolios() {
    return List.of(SAVINGS, TRADING, PENSION).stream()
            .map(each -> fields("portfolio", each.symbol, "user_id", each.userId, "name", each.name))
            .map(this::json)
            .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
}

void read(Path csv) throws IOException {
    DateTimeFormatter format = DateTimeFormatter.ofPattern("MMM d uuuu", Locale.ENGLISH);
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
        String[] columns = line.split(",");
        prices.computeIfAbsent(columns[0], ticker -> new HashMap<>())
                .put(YearMonth.parse(columns[1], format), new BigDecimal(columns[2]));
    }
}

String money(BigDecimal amount) {
    return amount.setScale(Math.max(amount.scale(), 2)).toPlainString();
}

/** Names and values in turn, in the order in which they are to be written. */
Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
        fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
}

/** No text of the samples holds a character that JSON would escape. */
String json(Object value) {
    return switch (value) {
        case Map<?, ?> fields -> fields.entrySet().stream()
                .map(field -> json(field.getKey()) + ":" + json(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        case String text -> '"' + text + '"';
        case BigDecimal number -> number.stripTrailingZeros().toPlainString();
        default -> value.toString();
    };
}
