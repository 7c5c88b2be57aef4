package io.trakkit.domain.event;

import io.trakkit.domain.trade.Conversion;
import java.util.Optional;

/**
 * What an event says, as far as it is remembered: enough to find out whether another one says the same.
 *
 * @param said its fingerprint
 * @param withRate the fingerprint with the rate, where that was looked up; empty if it is not known
 */
public record EventContent(Fingerprint said, Optional<Fingerprint> withRate) {

    public static EventContent of(TradeEvent event) {
        Fingerprint said = event.fingerprint();
        boolean lookedUp = event.conversion().filter(Conversion::lookedUp).isPresent();
        // Else they are the same, and it is taken for each post.
        return new EventContent(said, Optional.of(lookedUp ? event.fingerprintWithRate() : said));
    }

    /** The content of an event of which only the fingerprint is stored. */
    public static EventContent stored(Fingerprint said) {
        return new EventContent(said, Optional.empty());
    }

    /** Whether an event certainly has this content. */
    public boolean isOf(TradeEvent event) {
        return said.equals(event.fingerprint())
                || withRate.filter(event.fingerprintWithRate()::equals).isPresent();
    }

    /** Whether an event may have this content: perhaps only one of the two callers gave the rate, and it is the same. */
    public boolean mayBeOf(TradeEvent event) {
        return isOf(event)
                || (withRate.isEmpty()
                        && (said.equals(event.fingerprintWithRate()) || said.equals(event.fingerprintWithoutRate())));
    }
}
