package io.trakkit.domain.explain;

import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sum of products, as people write it: {@code 1,000 + 10 × 100 × 0.9}. It knows its exact value, so that a formula says
 * whether the result was rounded.
 */
final class Sum {

    static final Sum NOTHING = new Sum(List.of());

    private final List<Product> products;

    private Sum(List<Product> products) {
        this.products = products;
    }

    /** A number divided by another one, both exact. */
    private record Fraction(BigDecimal numerator, BigDecimal denominator) {

        static final Fraction ONE = new Fraction(BigDecimal.ONE, BigDecimal.ONE);

        Fraction plus(Fraction other) {
            return denominator.compareTo(other.denominator) == 0
                    ? new Fraction(numerator.add(other.numerator), denominator)
                    : new Fraction(
                            numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                            denominator.multiply(other.denominator));
        }

        Fraction times(Fraction other) {
            return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
        }

        Fraction inverse() {
            return new Fraction(denominator, numerator);
        }
    }

    private sealed interface Operand {

        /** Not negative: the sign is that of the product. */
        record Figures(BigDecimal value) implements Operand {}

        record Group(Sum sum) implements Operand {}

        /** The whole part of a sum. */
        record Whole(Sum sum) implements Operand {}

        default Fraction exact() {
            return switch (this) {
                case Figures number -> new Fraction(number.value, BigDecimal.ONE);
                case Group group -> group.sum.exact();
                case Whole whole -> {
                    Fraction exact = whole.sum.exact();
                    yield new Fraction(exact.numerator.divideToIntegralValue(exact.denominator), BigDecimal.ONE);
                }
            };
        }

        default String text() {
            return switch (this) {
                case Figures number -> Sum.text(number.value);
                case Group group -> "(" + group.sum.text() + ")";
                case Whole whole -> "whole(" + whole.sum.text() + ")";
            };
        }
    }

    private record Factor(boolean divides, Operand operand) {}

    private record Product(boolean negative, List<Factor> factors) {

        Product negated() {
            return new Product(!negative, factors);
        }

        /** The sign of a number becomes that of the product. */
        Product with(boolean divides, BigDecimal number) {
            List<Factor> more = new ArrayList<>(factors);
            more.add(new Factor(divides, new Operand.Figures(Decimals.normalised(number.abs()))));
            return new Product(negative != (number.signum() < 0), List.copyOf(more));
        }

        Fraction value() {
            Fraction value = Fraction.ONE;
            for (Factor factor : factors) {
                Fraction of = factor.operand.exact();
                value = value.times(factor.divides ? of.inverse() : of);
            }
            return negative ? new Fraction(value.numerator.negate(), value.denominator) : value;
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (Factor factor : factors) {
                text.append(text.isEmpty() ? "" : factor.divides ? " ÷ " : " × ")
                        .append(factor.operand.text());
            }
            return text.toString();
        }
    }

    static Sum of(BigDecimal number) {
        return new Sum(List.of(new Product(false, List.of()).with(false, number)));
    }

    Sum plus(BigDecimal number) {
        return plus(of(number));
    }

    Sum minus(BigDecimal number) {
        return minus(of(number));
    }

    Sum plus(Sum other) {
        List<Product> all = new ArrayList<>(products);
        all.addAll(other.products);
        return new Sum(List.copyOf(all));
    }

    Sum minus(Sum other) {
        return plus(other.negated());
    }

    Sum negated() {
        return new Sum(products.stream().map(Product::negated).toList());
    }

    Sum times(BigDecimal number) {
        return with(false, number);
    }

    Sum dividedBy(BigDecimal number) {
        return with(true, number);
    }

    private Sum with(boolean divides, BigDecimal number) {
        if (products.isEmpty()) {
            return this;
        }
        Product product = products.size() == 1
                ? products.getFirst()
                : new Product(false, List.of(new Factor(false, new Operand.Group(this))));
        return new Sum(List.of(product.with(divides, number)));
    }

    /** The whole part of it, without fractions. */
    Sum whole() {
        return new Sum(List.of(new Product(false, List.of(new Factor(false, new Operand.Whole(this))))));
    }

    private Fraction exact() {
        return products.stream()
                .map(Product::value)
                .reduce(Fraction::plus)
                .orElse(new Fraction(BigDecimal.ZERO, BigDecimal.ONE));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Product product : products) {
            if (text.isEmpty()) {
                text.append(product.negative ? "−" : "");
            } else {
                text.append(product.negative ? " − " : " + ");
            }
            text.append(product.text());
        }
        return text.toString();
    }

    /** The formula with its result: with "=", or with "≈" if that was rounded. */
    String gives(BigDecimal result) {
        Fraction exact = exact();
        boolean isExact = exact.numerator.compareTo(result.multiply(exact.denominator)) == 0;
        return text() + (isExact ? " = " : " ≈ ") + text(result);
    }

    /** The formula with its result, which a limit then replaced. */
    String limitedTo(BigDecimal result) {
        Fraction exact = exact();
        BigDecimal unlimited =
                Decimals.normalised(Decimals.quotient(exact.numerator, exact.denominator, Decimals.MONEY_SCALE));
        return gives(unlimited) + ", limited to " + text(result);
    }

    /** A number with a comma between thousands; trailing zeros are those that it has. */
    static String text(BigDecimal number) {
        String plain = number.abs().toPlainString();
        int point = plain.indexOf('.');
        String fraction = point < 0 ? "" : plain.substring(point);
        String whole = String.format(Locale.ROOT, "%,d", number.abs().toBigInteger());
        return (number.signum() < 0 ? "−" : "") + whole + fraction;
    }
}
