package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;

/** The type of an {@link Activity}, with its name on the wire and in the tables. */
public enum ActivityType {
    /** Money for each unit held, or a total. Of a short position it is paid. */
    DIVIDEND("dividend", Subject.SECURITY),
    /** Money that lowers the cost; what goes beyond the cost is realised. */
    RETURN_OF_CAPITAL("return_of_capital", Subject.SECURITY),
    /** Raises or lowers the cost, but not below zero. No money moves. */
    COST_ADJUSTMENT("cost_adjustment", Subject.SECURITY),
    /** The units are multiplied; the cost stays. */
    SPLIT("split", Subject.SECURITY),
    /** Free units: a fixed number, or a number per unit held. The cost stays. */
    BONUS("bonus", Subject.SECURITY),
    /** Units leave at average cost for money, as the fractions of a split or a merger do. */
    CASH_IN_LIEU("cash_in_lieu", Subject.SECURITY),
    /** Units come from elsewhere with their cost; also the opening balance of a history that begins midway. */
    TRANSFER_IN("transfer_in", Subject.SECURITY),
    /** Units leave for elsewhere at average cost; nothing is realised. */
    TRANSFER_OUT("transfer_out", Subject.SECURITY),
    DEPOSIT("deposit", Subject.CASH),
    WITHDRAWAL("withdrawal", Subject.CASH),
    INTEREST("interest", Subject.CASH),
    CHARGE("charge", Subject.CASH);

    private enum Subject {
        SECURITY,
        CASH
    }

    private final String wireName;
    private final Subject subject;

    ActivityType(String wireName, Subject subject) {
        this.wireName = wireName;
        this.subject = subject;
    }

    /** The name that the wire and the tables use. */
    public String wireName() {
        return wireName;
    }

    /** Whether it is about the portfolio's cash, and so has no ticker. */
    public boolean isOfCash() {
        return subject == Subject.CASH;
    }

    /** Whether money is stated in it, so that it has a currency. */
    public boolean movesMoney() {
        return switch (this) {
            case SPLIT, BONUS, TRANSFER_OUT -> false;
            case DIVIDEND,
                    RETURN_OF_CAPITAL,
                    COST_ADJUSTMENT,
                    CASH_IN_LIEU,
                    TRANSFER_IN,
                    DEPOSIT,
                    WITHDRAWAL,
                    INTEREST,
                    CHARGE -> true;
        };
    }

    /** Whether tax can be withheld from it. */
    public boolean isTaxed() {
        return switch (this) {
            case DIVIDEND, RETURN_OF_CAPITAL, CASH_IN_LIEU, INTEREST -> true;
            case COST_ADJUSTMENT, SPLIT, BONUS, TRANSFER_IN, TRANSFER_OUT, DEPOSIT, WITHDRAWAL, CHARGE -> false;
        };
    }

    /** @throws InvalidValueException if no type has that name */
    public static ActivityType parse(String wireName) {
        return WireNames.parse(values(), ActivityType::wireName, wireName);
    }
}
