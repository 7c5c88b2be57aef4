package io.trakkit.worker.projection.compare;

import io.trakkit.domain.trade.PositionKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over the rows of a read model in their order: the same for the same log on any database. */
final class StateDigest {

    private final MessageDigest sha;

    StateDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void add(PositionKey key, String line) {
        String row = key.client() + " " + key.logKey() + " " + line + "\n";
        sha.update(row.getBytes(StandardCharsets.UTF_8));
    }

    String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
