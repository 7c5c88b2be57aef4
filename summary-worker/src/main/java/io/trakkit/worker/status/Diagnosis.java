package io.trakkit.worker.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The state of everything in one word, and what is not fine.
 *
 * @param findings a sentence for each, the worst first
 */
record Diagnosis(PartitionStatus status, List<String> findings) {

    private record Finding(PartitionStatus status, String sentence) {}

    /**
     * @param defects how many open dead letters are defects of trakkit
     * @param obstacle why the partitions are not known
     */
    static Diagnosis of(
            List<Component> components, List<PartitionLag> partitions, Optional<String> obstacle, long defects) {
        List<Finding> findings = new ArrayList<>();
        components.forEach(component -> of(component).ifPresent(findings::add));
        partitions.forEach(partition -> of(partition).ifPresent(findings::add));
        obstacle.ifPresent(reason -> findings.add(new Finding(PartitionStatus.WARN, reason)));
        if (defects > 0) {
            findings.add(new Finding(
                    PartitionStatus.WARN,
                    defects + (defects == 1 ? " open dead letter is a defect" : " open dead letters are defects")
                            + " of trakkit (internal_error): report it"));
        }
        List<Finding> worstFirst = findings.stream()
                .sorted(Comparator.comparing(Finding::status).reversed())
                .toList();
        return new Diagnosis(
                worstFirst.isEmpty()
                        ? PartitionStatus.OK
                        : worstFirst.getFirst().status(),
                worstFirst.stream().map(Finding::sentence).toList());
    }

    private static Optional<Finding> of(Component component) {
        String sentence = component.name().inWords() + " is "
                + component.state().name().toLowerCase(Locale.ROOT)
                + component.detail().map(detail -> ": " + detail).orElse("");
        return switch (component.state()) {
            case OK, UNKNOWN -> Optional.empty();
            case WARN ->
                Optional.of(new Finding(
                        PartitionStatus.WARN,
                        component.name().inWords()
                                + component
                                        .detail()
                                        .map(detail -> ": " + detail)
                                        .orElse(" warns")));
            case DOWN ->
                Optional.of(new Finding(
                        switch (component.name()) {
                            case POSTGRESQL, KAFKA, WORKER -> PartitionStatus.STALLED;
                            // Without Redis and price-feed all numbers go on; prices are older.
                            case REDIS, PRICE_FEED -> PartitionStatus.WARN;
                        },
                        sentence));
        };
    }

    private static Optional<Finding> of(PartitionLag lag) {
        String records = lag.records() == 1 ? "1 record waits" : lag.records() + " records wait";
        return switch (lag.status()) {
            case OK -> Optional.empty();
            case WARN ->
                Optional.of(new Finding(
                        PartitionStatus.WARN,
                        "Partition %d is behind: %s, the oldest for %s".formatted(lag.partition(), records, age(lag))));
            case STALLED ->
                Optional.of(new Finding(
                        PartitionStatus.STALLED,
                        "Partition %d is stalled: %s, and none has been applied since %s"
                                .formatted(
                                        lag.partition(),
                                        records,
                                        lag.stuckSince().map(String::valueOf).orElse("a while ago"))));
        };
    }

    private static String age(PartitionLag lag) {
        return lag.waited().map(waited -> waited.toSeconds() + " s").orElse("an unknown time");
    }
}
