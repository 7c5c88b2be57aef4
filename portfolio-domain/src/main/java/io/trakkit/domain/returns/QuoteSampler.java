package io.trakkit.domain.returns;

import io.trakkit.domain.Quote;
import java.util.List;
import java.util.Map;

/** Tells what securities cost at times in the past; many at once, since to ask for each would take long. */
public interface QuoteSampler {

    /** The latest quote at or before the time of each; one without any is left out. */
    Map<Sample, Quote> quotes(List<Sample> samples);
}
