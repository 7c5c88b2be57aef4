package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.UserId;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The one rule which dead letters a caller sees that is bound to a user: creations that name the user, and amendments in the
 * user's portfolios, as they name no user. One of which the user cannot be read is none of them. A caller that is bound to none sees
 * those of all users.
 */
final class VisibleRefusals {

    /** Where a statement takes the rule in; it reads {@code dead_letters} under that name, with the parameter {@code client}. */
    static final String PLACE = "$VISIBLE";

    /** A scalar look-up, which the planner cannot turn into a scan of all portfolios. */
    private static final String RULE = """
            AND (dead_letters.user_id = :user
                OR (dead_letters.type IN ('trade_amended', 'activity_amended')
                    AND (SELECT p.user_id FROM portfolios p
                         WHERE p.client_id = :client AND p.portfolio_id = dead_letters.portfolio_id) = :user))""";

    private VisibleRefusals() {}

    /** A statement with the rule for a caller. */
    static String in(String sql, Optional<UserId> user) {
        return sql.replace(PLACE, user.isPresent() ? RULE : "");
    }

    /** The parameter of the rule. */
    static Map<String, Object> values(Optional<UserId> user) {
        return user.<Map<String, Object>>map(of -> Map.of("user", of.value())).orElse(Map.of());
    }

    static JdbcClient.StatementSpec statement(JdbcClient jdbc, String sql, Optional<UserId> user) {
        return jdbc.sql(in(sql, user)).params(values(user));
    }
}
