package io.trakkit.query;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.wire.http.QueryParameters;
import java.util.Objects;

/** The parameter {@code cost_method} of reads; moving weighted average, the method of the summaries, if it is absent. */
public final class CostMethods {

    private CostMethods() {}

    /** Reads it. An error is added to the parameters. */
    public static CostMethod read(QueryParameters parameters) {
        return Objects.requireNonNullElse(parameters.value("cost_method", CostMethod::parse), CostMethod.AVERAGE);
    }
}
