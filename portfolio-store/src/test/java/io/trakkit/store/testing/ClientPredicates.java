package io.trakkit.store.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds tables of the read model that a statement reads or writes without naming the client. A table counts as named if the
 * same SELECT, UPDATE, DELETE or INSERT compares its client_id, joins by it, or inserts it. A condition under an OR does not
 * count: it has its own parentheses.
 */
final class ClientPredicates {

    private static final Set<String> TABLES = Set.of("summaries", "events", "trades", "activities", "checkpoints");
    private static final Set<String> BEFORE_A_TABLE = Set.of("from", "join", "update", "into", "using");
    private static final Set<String> BETWEEN_PARTS = Set.of("union", "except", "intersect", ";");
    private static final Pattern IGNORED = Pattern.compile("'(?:[^']|'')*'|--[^\n]*");
    private static final Pattern TOKEN = Pattern.compile("[a-z_][a-z0-9_]*(?:\\.[a-z_*][a-z0-9_]*)?|[^\\s]");

    private ClientPredicates() {}

    /** The tables without their client, as often as they are used so. */
    static List<String> missing(String sql) {
        Deque<List<String>> open = new ArrayDeque<>();
        List<List<String>> parts = new ArrayList<>();
        open.push(new ArrayList<>());
        for (String token : tokens(sql)) {
            List<String> part = open.element();
            switch (token) {
                case "(" -> open.push(new ArrayList<>());
                case ")" -> {
                    List<String> inner = open.pop();
                    parts.add(inner);
                    // The names of an INSERT or a USING are those of the statement around them.
                    if (isNames(inner)) {
                        open.element().addAll(inner);
                    }
                    open.element().add("()");
                }
                default -> {
                    if (BETWEEN_PARTS.contains(token)) {
                        parts.add(open.pop());
                        open.push(new ArrayList<>());
                    } else {
                        part.add(token);
                    }
                }
            }
        }
        parts.addAll(open);
        return parts.stream().flatMap(ClientPredicates::missing).toList();
    }

    private static List<String> tokens(String sql) {
        String text = IGNORED.matcher(sql).replaceAll("''").toLowerCase(Locale.ROOT);
        return TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    private static boolean isNames(List<String> tokens) {
        return tokens.contains("client_id")
                && tokens.stream().allMatch(token -> token.equals(",") || token.matches("[a-z_][a-z0-9_]*"))
                && !tokens.contains("select");
    }

    private static Stream<String> missing(List<String> part) {
        List<String> missing = new ArrayList<>();
        for (int i = 1; i < part.size(); i++) {
            if (TABLES.contains(part.get(i)) && BEFORE_A_TABLE.contains(part.get(i - 1))) {
                String alias = alias(part, i);
                boolean inserted = part.get(i - 1).equals("into") && part.contains("client_id");
                if (!inserted && !isNamed(part, alias)) {
                    missing.add(part.get(i));
                }
            }
        }
        return missing.stream();
    }

    private static String alias(List<String> part, int table) {
        String next = table + 1 < part.size() ? part.get(table + 1) : "";
        return next.equals("as") ? part.get(table + 2) : next;
    }

    /** An unqualified client_id is this table's: where two tables have one, PostgreSQL refuses it. */
    private static boolean isNamed(List<String> part, String alias) {
        List<String> columns = List.of("client_id", alias + ".client_id");
        for (int i = 0; i < part.size(); i++) {
            boolean compared =
                    columns.contains(part.get(i)) && (isEqualsSign(part, i - 1) || isEqualsSign(part, i + 1));
            boolean joined = part.get(i).equals("using")
                    && part.subList(i, Math.min(part.size(), i + 2)).contains("client_id");
            if (compared || joined) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEqualsSign(List<String> part, int i) {
        return i >= 0 && i < part.size() && part.get(i).equals("=");
    }
}
