package io.trakkit.domain.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * A formula, read from its text and calculated again with 200 digits, by other code than that which wrote it.
 *
 * @param left what its left side comes to
 * @param exact whether it says "=", not "≈"
 * @param right its result, before any limit
 * @param limit what it is limited to
 */
record WrittenFormula(BigDecimal left, boolean exact, BigDecimal right, Optional<BigDecimal> limit) {

    private static final MathContext DIGITS = new MathContext(200);

    static WrittenFormula read(String text) {
        String[] limited = text.split(", limited to ", -1);
        boolean exact = limited[0].contains(" = ");
        String[] sides = limited[0].split(exact ? " = " : " ≈ ", -1);
        if (sides.length != 2 || limited.length > 2) {
            throw new AssertionError("Not a formula: " + text);
        }
        Deque<String> tokens = new ArrayDeque<>(Arrays.asList(sides[0].replace("(", "( ")
                .replace(")", " )")
                .replaceFirst("^−", "− ")
                .replace("( −", "( − ")
                .split(" +")));
        BigDecimal left = sum(tokens);
        if (!tokens.isEmpty()) {
            throw new AssertionError("Not understood from " + tokens + " on: " + text);
        }
        return new WrittenFormula(
                left,
                exact,
                number(sides[1]),
                limited.length == 2 ? Optional.of(number(limited[1])) : Optional.empty());
    }

    BigDecimal result() {
        return limit.orElse(right);
    }

    private static BigDecimal sum(Deque<String> tokens) {
        boolean negative = skip(tokens, "−");
        BigDecimal sum = negative ? product(tokens).negate() : product(tokens);
        while (true) {
            if (skip(tokens, "+")) {
                sum = sum.add(product(tokens));
            } else if (skip(tokens, "−")) {
                sum = sum.subtract(product(tokens));
            } else {
                return sum;
            }
        }
    }

    private static BigDecimal product(Deque<String> tokens) {
        BigDecimal product = operand(tokens);
        while (true) {
            if (skip(tokens, "×")) {
                product = product.multiply(operand(tokens));
            } else if (skip(tokens, "÷")) {
                product = product.divide(operand(tokens), DIGITS);
            } else {
                return product;
            }
        }
    }

    private static BigDecimal operand(Deque<String> tokens) {
        String token = tokens.pop();
        if (!token.equals("(") && !token.equals("whole(")) {
            return number(token);
        }
        BigDecimal group = sum(tokens);
        if (!skip(tokens, ")")) {
            throw new AssertionError("No ) before " + tokens);
        }
        return token.equals("(") ? group : new BigDecimal(group.toBigInteger());
    }

    private static boolean skip(Deque<String> tokens, String token) {
        if (!token.equals(tokens.peek())) {
            return false;
        }
        tokens.pop();
        return true;
    }

    private static BigDecimal number(String text) {
        if (!text.matches("−?([0-9]{1,3}(,[0-9]{3})*)(\\.[0-9]+)?")) {
            throw new AssertionError("Not a number: " + text);
        }
        return new BigDecimal(text.replace(",", "").replace('−', '-'));
    }
}
