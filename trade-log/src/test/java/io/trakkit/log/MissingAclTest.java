package io.trakkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class MissingAclTest {

    @Test
    void namesTheOperationAndTheTopic() {
        var refused = new TopicAuthorizationException("Topic authorization failed.");

        assertThat(MissingAcl.of(new ExecutionException(refused), AclOperation.WRITE, "trakkit.trades"))
                .hasValue("The Kafka user of this app lacks the ACL WRITE on the topic trakkit.trades");
    }

    @Test
    void isEmptyForOtherFailures() {
        assertThat(MissingAcl.of(new TimeoutException("no answer"), AclOperation.READ, "trakkit.trades"))
                .isEmpty();
    }
}
