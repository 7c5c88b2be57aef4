package io.trakkit.log;

import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Names the ACL that the Kafka user of this app lacks. Kafka's exceptions do not name the operation, and not always the topic. */
public final class MissingAcl {

    private MissingAcl() {}

    /**
     * A sentence without its full stop; empty if the failure has another reason.
     *
     * @param needed the operation that Kafka must allow on the topic
     */
    public static Optional<String> of(Throwable failure, AclOperation needed, String topic) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The second is a producer's: it may write to no topic.
            if (cause instanceof TopicAuthorizationException || cause instanceof ClusterAuthorizationException) {
                return Optional.of(
                        "The Kafka user of this app lacks the ACL %s on the topic %s".formatted(needed.name(), topic));
            }
        }
        return Optional.empty();
    }
}
