package io.trakkit.access;

import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.access.limits.RequestTurn;
import io.trakkit.wire.http.problem.ProblemJson;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes each request from the budget of its client, says what is left, and refuses what is beyond it. */
final class BudgetFilter extends OncePerRequestFilter {

    private final ClientBudgets budgets;

    BudgetFilter(ClientBudgets budgets) {
        this.budgets = budgets;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<RequestTurn> turn =
                Caller.authenticated().flatMap(Caller::client).flatMap(budgets::request);
        if (turn.isPresent()) {
            response.setHeader("RateLimit-Policy", turn.get().policy());
            response.setHeader("RateLimit", turn.get().state());
            if (!turn.get().granted()) {
                ProblemJson.send(response, turn.get().refusal());
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
