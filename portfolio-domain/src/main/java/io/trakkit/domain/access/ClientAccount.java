package io.trakkit.domain.access;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import java.time.Instant;
import java.util.List;

/**
 * A client of the platform. Times have at most six fraction digits.
 *
 * @param name for people, at most 255 printable characters
 * @param currency the currency of its portfolios unless they name another one
 * @param origins the origins whose pages may call the API for this client, such as {@code https://app.example.com}
 */
public record ClientAccount(
        ClientId id,
        String name,
        CurrencyCode currency,
        boolean suspended,
        ClientLimits limits,
        List<String> origins,
        Instant createdAt,
        Instant updatedAt) {

    public ClientAccount {
        origins = List.copyOf(origins);
    }
}
