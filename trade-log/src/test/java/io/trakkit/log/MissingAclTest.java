package io.trakkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class MissingAclTest {

    @Test
    void namesTheOperationAndTheTopics() {
        var refused = new TopicAuthorizationException(Set.of("trakkit.trades.dlt", "trakkit.trades"));

        assertThat(MissingAcl.of(new ExecutionException(refused), AclOperation.WRITE))
                .hasValue(
                        "The Kafka user of this app lacks the ACL WRITE on the topic trakkit.trades, trakkit.trades.dlt");
    }

    @Test
    void namesTheGroup() {
        assertThat(MissingAcl.of(GroupAuthorizationException.forGroupId("summary-worker"), AclOperation.READ))
                .hasValue("The Kafka user of this app lacks the ACL READ on the group summary-worker");
    }

    @Test
    void isEmptyForOtherFailures() {
        assertThat(MissingAcl.of(new TimeoutException("no answer"), AclOperation.READ))
                .isEmpty();
    }
}
