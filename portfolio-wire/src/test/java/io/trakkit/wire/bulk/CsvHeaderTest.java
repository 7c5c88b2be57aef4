package io.trakkit.wire.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.wire.http.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the header of a table is recognised, and what is said of one that is not trakkit's own. */
class CsvHeaderTest {

    private static final String OWN = "ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status";
    private static final String KNOWN = "Known columns: ref_id, user_id, portfolio, trade_type, security_type, ticker,"
            + " volume, amount, status, executed_at, isin, currency, fx_rate, fee, tax, type, total, per_unit, cost,"
            + " numerator, denominator, whole";

    @ParameterizedTest
    @ValueSource(
            strings = {
                OWN,
                "REF_ID,User_Id,Portfolio,TRADE_TYPE,Security_Type,Ticker,VOLUME,Amount,Status",
                " ref_id , user_id,portfolio ,trade_type,security_type,\u00a0ticker\u00a0,volume,amount,status",
                "\"ref_id\",\"user_id\",\"portfolio\",\"trade_type\",security_type,ticker,volume,amount,status",
                "ref_id;user_id;portfolio;trade_type;security_type;ticker;volume;amount;status",
                "\"ref_id\";\"user_id\";\"portfolio\";trade_type;security_type;ticker;volume;amount;status",
                "ref_id\tuser_id\tportfolio\ttrade_type\tsecurity_type\tticker\tvolume\tamount\tstatus",
                "ref_id|user_id|portfolio|trade_type|security_type|ticker|volume|amount|status",
                "\r\n,,,,,,,,\r\n" + OWN + "\r\n"
            })
    void aHeaderOfTradesInWhateverCaseAndWithWhateverDelimiter(String text) throws IOException {
        assertThat(header(text).columns())
                .isEqualTo(Column.ALL.stream().limit(9).map(Optional::of).toList());
    }

    @Test
    void linesAreCountedFromTheHeaderOn() throws IOException {
        assertThat(header(OWN + "\n").nextLine()).isEqualTo(2);
        assertThat(header("\n,,\n" + OWN + "\n").nextLine()).isEqualTo(4);
        assertThat(header(OWN.replace("status", "\"status\"\n")).nextLine()).isEqualTo(2);
    }

    @Test
    void columnsWithoutANameHoldNothing() throws IOException {
        assertThat(header(OWN + ",,").columns()).hasSize(11).endsWith(Optional.empty(), Optional.empty());
    }

    @Test
    void aHeaderBelowATitleIsPointedAt() {
        String text = "Trades of 2025\n\n,,\nAccount;A-17\nFrom;2025-01-01\n" + OWN;

        assertRefused(
                text,
                "Line 1 is not a header: it has no known column; the header seems to be line 6. Delete the lines above"
                        + " it");
    }

    @Test
    void aHeaderOfOnlyDataIsNone() {
        assertRefused(
                "1,stock,MSFT,10,100\n2,stock,MSFT,10,100\n",
                "Line 1 is not a header: it has no known column. " + KNOWN);
    }

    @Test
    void theTableOfAnotherProgramIsCalledSo() {
        assertRefused(
                "symbol,isin,trade_date,exchange,segment,trade_type,quantity,price,trade_id",
                "This is not trakkit's own CSV. " + KNOWN
                        + "; \"symbol\" looks like \"ticker\"; \"trade_date\" looks like \"executed_at\"; \"quantity\" looks"
                        + " like \"volume\"; \"price\" looks like \"amount\"; \"trade_id\" looks like \"ref_id\"");
        assertRefused(
                "Symbol;Qty;Rate",
                "This is not trakkit's own CSV. " + KNOWN
                        + "; \"Symbol\" looks like \"ticker\"; \"Qty\" looks like \"volume\"; \"Rate\" looks like"
                        + " \"amount\"");
    }

    @Test
    void nothingIsGuessedWhereMostColumnsSayNothing() {
        assertRefused("colour,shape,date,weight", "Line 1 is not a header: it has no known column. " + KNOWN);
        assertRefused("ticker,colour,shape,date,weight", "This is not trakkit's own CSV. " + KNOWN);
    }

    @Test
    void aHeaderInAnotherCharacterSetIsNamed() {
        byte[] latin1 = OWN.replace("status", "größe").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> CsvHeader.read(new Body(new ByteArrayInputStream(latin1)), defaults(false, null)))
                .hasMessage("Line 1 is not UTF-8: save the file as UTF-8");
    }

    @Test
    void anUnknownColumnIsNamedAsItIsWritten() {
        assertRefused(OWN + ",Buy/Sell", "Unknown column \"Buy/Sell\"; it looks like \"trade_type\"");
        assertRefused(OWN + ",fees~", "Unknown column \"fees~\"; it looks like \"fee\"");
        assertRefused(OWN + ",colour~", "Unknown column \"colour~\"");
        assertRefused(
                OWN.replace("trade_type", "Trade Type"),
                "Unknown column \"Trade Type\"; it looks like \"trade_type\". The column trade_type is missing");
    }

    @Test
    void aColumnMayAppearOnce() {
        assertRefused(OWN + ",VOLUME", "The column volume appears twice");
    }

    @Test
    void wrongColumnsAreNamedInTheirOrder() {
        assertRefused(
                "volume,VOLUME,colour," + OWN + ",amount",
                "The column volume appears twice. Unknown column \"colour\". The column amount appears twice");
    }

    @Test
    void aTableWithATypeNeedsNoColumnsOfTrades() throws IOException {
        assertThat(header("ref_id,user_id,portfolio,type,total").columns())
                .extracting(column -> column.map(Column::name).orElse(""))
                .containsExactly("ref_id", "user_id", "portfolio", "type", "total");
        assertRefused(
                "ref_id,portfolio,type,total",
                "Say --user, or add the column user_id (in an HTTP request: ?user_id=…)");
        assertThat(header(OWN + ",fee,currency,fx_rate,tax").columns()).hasSize(13);
    }

    @Test
    void whatOtherProgramsCallChargesAndCurrenciesIsKnown() {
        assertRefused(OWN + ",Commission", "Unknown column \"Commission\"; it looks like \"fee\"");
        assertRefused(OWN + ",Brokerage", "Unknown column \"Brokerage\"; it looks like \"fee\"");
        assertRefused(OWN + ",CCY", "Unknown column \"CCY\"; it looks like \"currency\"");
        assertRefused(OWN + ",Exchange Rate", "Unknown column \"Exchange Rate\"; it looks like \"fx_rate\"");
        assertRefused(OWN + ",Stamp Duty", "Unknown column \"Stamp Duty\"; it looks like \"tax\"");
    }

    @Test
    void whatIsGivenOnceForAllRecordsNeedsNoColumn() throws IOException {
        String bare = "ref_id,trade_type,security_type,ticker,volume,amount,status";

        assertRefused(
                bare,
                "Say --user and --portfolio, or add the columns user_id and portfolio (in an HTTP request:"
                        + " ?user_id=…&portfolio=…)");
        assertRefused(
                OWN.replace("user_id,", ""), "Say --user, or add the column user_id (in an HTTP request: ?user_id=…)");
        assertThat(CsvHeader.read(body(bare), defaults(true, null)).columns()).hasSize(7);
    }

    @Test
    void aFileOfBlankLinesIsEmpty() {
        assertRefused("", "The file is empty");
        assertRefused("\n , ,\r\n;;\n", "The file is empty");
    }

    @Test
    void aHeaderThatIsMalformedIsSaidWithItsColumn() {
        assertRefused("\"ref_id\" x,user_id", "Line 1, column 9: text after a closing quote");
        assertRefused("\"ref_id,user_id\nmore", "Line 1: a quote is not closed");
        assertRefused("ref_id,\"us\nmore", "Line 1: a quote is not closed");
    }

    @ParameterizedTest
    @CsvSource({"SEMICOLON,COMMA", "COMMA,SEMICOLON", "TAB,COMMA", "COMMA,TAB"})
    void aDelimiterThatIsGivenWronglyIsPutRight(Delimiter written, Delimiter given) {
        String text = OWN.replace(',', written.character());

        assertThatThrownBy(() -> CsvHeader.read(body(text), defaults(false, given)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("The columns are separated by " + written + ", not by " + given);
    }

    private static void assertRefused(String text, String detail) {
        assertThatThrownBy(() -> header(text))
                .isInstanceOf(ProblemException.class)
                .hasMessage(detail);
    }

    private static CsvHeader header(String text) throws IOException {
        return CsvHeader.read(body(text), defaults(false, null));
    }

    private static Body body(String text) {
        return new Body(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Defaults defaults(boolean owner, @Nullable Delimiter delimiter) {
        return new Defaults(
                owner ? Optional.of(PortfolioId.parse("1")) : Optional.empty(),
                owner ? Optional.of(new UserId("ada")) : Optional.empty(),
                Optional.ofNullable(delimiter));
    }
}
