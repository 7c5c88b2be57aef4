package io.trakkit.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final IdempotencyKey KEY = new IdempotencyKey("k");

    @Test
    void aNewIdBeginsWithItsTime() {
        // The example of RFC 9562, appendix A.6.
        UUID id = Ids.atRandom(Instant.parse("2022-02-22T19:22:22.000Z"));

        assertThat(id.toString()).startsWith("017f22e2-79b0-7");
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Ids.atRandom(Instant.parse("2022-02-22T19:22:22.000Z"))).isNotEqualTo(id);
    }

    @Test
    void aDeterminedIdIsTheSameForTheSame() {
        UUID id = Ids.determined(ClientId.DEFAULT, "amend", "a", KEY);

        // What it was yesterday: a retry may come from another version.
        assertThat(id).isEqualTo(UUID.fromString("0f4c0034-aedc-8436-ae5a-c9b5ec51ca43"));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void theIdOfARequestIsMadeOfClientAndKeyAlone() {
        assertThat(Ids.ofRequest(ClientId.DEFAULT, KEY))
                .isEqualTo(UUID.fromString("fe2b963c-2ae7-8ea1-96ac-f8374f87bbbc"));
        assertThat(Ids.ofRequest(new ClientId("other"), KEY)).isNotEqualTo(Ids.ofRequest(ClientId.DEFAULT, KEY));
    }

    @Test
    void aDeterminedIdDiffersWithEachPart() {
        assertThat(new UUID[] {
                    Ids.determined(ClientId.DEFAULT, "amend", "a", KEY),
                    Ids.determined(new ClientId("other"), "amend", "a", KEY),
                    Ids.determined(ClientId.DEFAULT, "create", "a", KEY),
                    Ids.determined(ClientId.DEFAULT, "amend", "b", KEY),
                    Ids.determined(ClientId.DEFAULT, "amend", "", new IdempotencyKey("ak")),
                    Ids.determined(ClientId.DEFAULT, "amend", "a", new IdempotencyKey("l"))
                })
                .doesNotHaveDuplicates();
    }
}
