package io.trakkit.domain.testing;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Volumes and prices: mostly small and whole, some with many decimals, a few at the limits, some prices at zero. Where they are
 * tame, none has many digits.
 */
final class RandomNumbers {

    private static final BigDecimal LARGEST = new BigDecimal("999999999999.999999999999999999");
    private static final BigDecimal SMALLEST = new BigDecimal("0.000000000000000001");

    private final RandomGenerator random;
    private final boolean isTame;

    /** What the keys would hold if all arrived in order and nothing was amended: close enough to sell exactly all. */
    private final Map<PositionKey, BigDecimal> held = new HashMap<>();

    RandomNumbers(RandomGenerator random, boolean isTame) {
        this.random = random;
        this.isTame = isTame;
    }

    Price price() {
        return random.nextInt(20) == 0 ? new Price(BigDecimal.ZERO) : new Price(number());
    }

    /** A volume to buy, or to sell: then often exactly what is held, or more than that. */
    Volume volume(PositionKey key, Side side) {
        BigDecimal before = held.getOrDefault(key, BigDecimal.ZERO);
        BigDecimal volume = switch (side) {
            case BUY -> number();
            case SELL ->
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> before;
                    case 3 -> before.add(SMALLEST);
                    case 4, 5 -> before.subtract(SMALLEST);
                    default -> number();
                };
        };
        BigDecimal legal = volume.max(SMALLEST).min(LARGEST);
        BigDecimal after = side == Side.BUY ? before.add(legal) : before.subtract(legal);
        held.put(key, after.signum() < 0 ? before : after);
        return new Volume(legal);
    }

    private BigDecimal number() {
        int dice = random.nextInt(100);
        if (dice < 70) {
            return BigDecimal.valueOf(1L + random.nextInt(20));
        }
        if (isTame) {
            return BigDecimal.valueOf(1L + random.nextInt(5_000), 2);
        }
        if (dice < 95) {
            return BigDecimal.valueOf(1L + random.nextInt(10_000_000), random.nextInt(1, 19));
        }
        return random.nextBoolean() ? LARGEST : SMALLEST;
    }
}
