package io.trakkit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresRequestsTest {

    private static final byte[] BEGIN_OF_SESSION = {0, 0, 0, 8, 0, 3, 0, 0};
    private static final byte[] BIND = {'B', 0, 0, 0, 6, 'E', 'S'};
    private static final byte[] EXECUTE = {'E', 0, 0, 0, 4};
    private static final byte[] SYNC = {'S', 0, 0, 0, 4};

    private final List<Character> letters = new ArrayList<>();
    private final PostgresRequests requests = new PostgresRequests(letter -> letters.add((char) letter));

    @Test
    void eachMessageIsFoundByItsLetter() {
        List.of(BEGIN_OF_SESSION, BIND, EXECUTE, SYNC).forEach(bytes -> requests.sent(bytes, 0, bytes.length));

        assertThat(letters).containsExactly((char) 0, 'B', 'E', 'S');
    }

    @Test
    void aMessageThatComesByteByByteIsFoundOnce() {
        for (byte[] bytes : List.of(BIND, EXECUTE)) {
            for (int i = 0; i < bytes.length; i++) {
                requests.sent(bytes, i, 1);
            }
        }

        assertThat(letters).containsExactly('B', 'E');
    }

    @Test
    void executeIsAStatementAndSyncAWaitAndAQueryBoth() {
        assertThat("BESQ".chars().filter(PostgresRequests::isStatement)).containsExactly((int) 'E', (int) 'Q');
        assertThat("BESQ".chars().filter(PostgresRequests::isWait)).containsExactly((int) 'S', (int) 'Q');
    }
}
