package io.trakkit.log;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Names the ACL that the Kafka user of this app lacks. Kafka's exceptions name the topic or the group only. */
public final class MissingAcl {

    private MissingAcl() {}

    /**
     * A sentence without its full stop; empty if the failure has another reason.
     *
     * @param needed the operation on topics that Kafka must allow; a member of a group needs Read on the group
     */
    public static Optional<String> of(Throwable failure, AclOperation needed) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case TopicAuthorizationException topics -> {
                    return Optional.of(onTopics(topics.unauthorizedTopics(), needed));
                }
                case GroupAuthorizationException group -> {
                    return Optional.of(lacking(AclOperation.READ, "the group " + group.groupId()));
                }
                // Of a producer: Kafka allows it to send to no topic at all.
                case ClusterAuthorizationException _ -> {
                    return Optional.of(lacking(needed, "the topic"));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static String onTopics(Set<String> topics, AclOperation needed) {
        return lacking(needed, "the topic " + String.join(", ", new TreeSet<>(topics)));
    }

    private static String lacking(AclOperation operation, String resource) {
        return "The Kafka user of this app lacks the ACL %s on %s".formatted(operation.name(), resource);
    }
}
