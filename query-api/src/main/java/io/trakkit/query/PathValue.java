package io.trakkit.query;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Printable;

/** Values in a path. A text that cannot be an id or a ref_id names nothing: 404. */
public final class PathValue {

    private PathValue() {}

    /** @throws ProblemException 404 if the text is no id of a portfolio */
    public static PortfolioId portfolio(String id) {
        try {
            return PortfolioId.parse(id);
        } catch (InvalidValueException e) {
            throw noPortfolio(id);
        }
    }

    /** @throws ProblemException 404 if the text is no ref_id */
    public static RefId refId(BookingKind kind, String refId) {
        try {
            return new RefId(refId);
        } catch (InvalidValueException e) {
            throw none(kind, refId);
        }
    }

    /** @throws ProblemException 404 if the text is no action_id */
    public static RefId actionId(String id) {
        try {
            return new RefId(id);
        } catch (InvalidValueException e) {
            throw noCorporateAction(id);
        }
    }

    public static ProblemException noCorporateAction(Object id) {
        return ProblemException.of(Problem.NOT_FOUND, "No corporate action has the action_id " + shown(id));
    }

    public static ProblemException noPortfolio(Object id) {
        return ProblemException.of(Problem.NOT_FOUND, "No portfolio has the id " + shown(id));
    }

    public static ProblemException noPosition(String portfolio, String ticker) {
        return ProblemException.of(
                Problem.NOT_FOUND, "Portfolio " + shown(portfolio) + " has no record of " + shown(ticker));
    }

    public static ProblemException none(BookingKind kind, Object refId) {
        return ProblemException.of(Problem.NOT_FOUND, "No " + kind.noun() + " has the ref_id " + shown(refId));
    }

    private static String shown(Object value) {
        return Printable.of(value.toString());
    }
}
