package io.trakkit.store.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds tables of the read model that a statement reads or writes without naming the client. A table counts as named if a
 * condition of the same SELECT, UPDATE, DELETE or MERGE compares its client_id, by itself or by that of another table, with
 * something else, or if an INSERT has the column. A condition under an OR, a NOT or in its own parentheses does not count, nor
 * does that of an outer join for the table whose rows it keeps.
 *
 * <p>It reads tokens, no grammar: a condition that it does not understand names no client, so the statement fails its test.
 */
final class ClientPredicates {

    private static final String COLUMN = "client_id";
    private static final Set<String> TABLES = Set.of("summaries", "events", "trades", "activities", "checkpoints");
    private static final Set<String> BETWEEN_PARTS = Set.of("union", "except", "intersect", ";", "conflict");
    private static final Set<String> BEFORE_A_JOIN = Set.of("left", "right", "full", "inner", "cross", "natural");
    private static final Set<String> LATER_CLAUSES = Set.of(
            "set",
            "select",
            "values",
            "group",
            "order",
            "having",
            "returning",
            "window",
            "limit",
            "offset",
            "fetch",
            "for",
            "when");
    private static final Set<String> BEFORE_NO_TABLE = Set.of("for", "key", "do", "then");
    private static final Set<String> BEFORE_A_NAME = Set.of("only", "lateral");
    private static final Set<String> NO_ALIAS = Stream.of(
                    Set.of("from", "join", "where", "on", "using", "into", "update", "tablesample", "default"),
                    BETWEEN_PARTS,
                    BEFORE_A_JOIN,
                    LATER_CLAUSES)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern IGNORED = Pattern.compile("(?s)'(?:[^']|'')*'|--[^\n]*|/\\*.*?\\*/|\\$\\$.*?\\$\\$");
    private static final String NAME = "(?:\"[^\"]+\"|[a-z_][a-z0-9_]*)";
    private static final Pattern TOKEN =
            Pattern.compile(NAME + "(?:\\." + NAME + ")*(?:\\.\\*)?|[<>!=]+|\\S", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_.]*");

    private final List<String> tokens;
    private final List<String> missing = new ArrayList<>();
    private int at;

    private ClientPredicates(List<String> tokens) {
        this.tokens = tokens;
    }

    /** The tables without their client, as often as they are used so. */
    static List<String> missing(String sql) {
        ClientPredicates statement = new ClientPredicates(tokens(sql));
        while (statement.at < statement.tokens.size()) {
            statement.part();
        }
        return statement.missing;
    }

    private static List<String> tokens(String sql) {
        return TOKEN.matcher(IGNORED.matcher(sql).replaceAll(" ? "))
                .results()
                .map(MatchResult::group)
                .map(token -> token.toLowerCase(Locale.ROOT))
                .map(token -> NO_ALIAS.contains(token.replace("\"", "")) ? token : token.replace("\"", ""))
                .toList();
    }

    /** A table of the read model where it is used. */
    private static final class Table {

        private final String name;
        private final String alias;
        private boolean isNamed;

        Table(String name, String alias) {
            this.name = name;
            this.alias = alias;
        }

        boolean isOf(String qualifier) {
            return qualifier.isEmpty() || qualifier.equals(alias);
        }
    }

    /** Two sides that are equal, of which one is a client_id. */
    private record Equation(String left, String right, Set<Table> canName) {}

    /** What belongs to one SELECT, UPDATE, DELETE, INSERT or MERGE; parentheses inside are parts of their own. */
    private final class Part {

        private final List<Table> tables = new ArrayList<>();
        private final List<Equation> equations = new ArrayList<>();

        /** Of the tables between two commas, as JOIN … USING joins them. */
        private final List<Table> item = new ArrayList<>();

        private boolean hasItemOther;
        private @Nullable Table inserted;

        /** The table that was named last; null if it is none of the read model. */
        private @Nullable Table last;

        private String join = "";
        private boolean expectsTable;
        private boolean isAmongTables;
        private @Nullable List<String> condition;
        private int cases;
        private boolean expectsColumns;

        /** The kinds of the joins around parentheses that hold another join. */
        private final Deque<String> inlined = new ArrayDeque<>();

        void nextItem() {
            item.clear();
            hasItemOther = false;
            nextTable("");
        }

        void nextTable(String kind) {
            endCondition();
            join = kind;
            expectsTable = true;
            isAmongTables = true;
        }

        void laterClause() {
            endCondition();
            expectsColumns = false;
            expectsTable = false;
            isAmongTables = false;
        }

        void beginCondition(boolean isWhere) {
            endCondition();
            condition = new ArrayList<>();
            expectsTable = false;
            if (isWhere) {
                join = "";
                isAmongTables = false;
            }
        }

        void endCondition() {
            List<String> ended = condition;
            condition = null;
            if (ended == null || ended.contains("or")) {
                return;
            }
            Set<Table> canName = canBeNamed();
            for (int i = 1; i + 1 < ended.size(); i++) {
                boolean isNegated = i > 1 && ended.get(i - 2).equals("not");
                if (ended.get(i).equals("=") && !isNegated) {
                    equations.add(new Equation(ended.get(i - 1), ended.get(i + 1), canName));
                }
            }
        }

        /** Those whose rows the condition of the latest join can leave out. */
        Set<Table> canBeNamed() {
            return switch (join) {
                case "left" -> last == null ? Set.of() : Set.of(last);
                case "right", "full" -> Set.of();
                default -> Set.copyOf(tables);
            };
        }

        void joinedByClient() {
            Set<Table> canName = canBeNamed();
            for (Table table : item) {
                String column = table.alias + "." + COLUMN;
                equations.add(new Equation(column, hasItemOther ? "" : item.getFirst().alias + "." + COLUMN, canName));
                equations.add(new Equation(item.getLast().alias + "." + COLUMN, column, canName));
            }
        }

        void other() {
            hasItemOther = true;
            last = null;
            expectsTable = false;
        }

        void end() {
            endCondition();
            boolean isNew = true;
            while (isNew) {
                isNew = false;
                for (Equation equation : equations) {
                    isNew |= name(equation.left(), equation.right(), equation.canName());
                    isNew |= name(equation.right(), equation.left(), equation.canName());
                }
            }
            tables.stream().filter(table -> !table.isNamed).forEach(table -> missing.add(table.name));
        }

        /** Whether a table is named now and was not before. */
        boolean name(String column, String value, Set<Table> canName) {
            if (!tablesOf(value).allMatch(table -> table.isNamed)) {
                return false;
            }
            List<Table> named = tablesOf(column)
                    .filter(table -> !table.isNamed && canName.contains(table))
                    .toList();
            named.forEach(table -> table.isNamed = true);
            return !named.isEmpty();
        }

        /** Those whose client_id it is; an unqualified one is of all, because PostgreSQL refuses what is ambiguous. */
        Stream<Table> tablesOf(String operand) {
            if (!lastName(operand).equals(COLUMN)) {
                return Stream.empty();
            }
            String before = operand.substring(0, Math.max(0, operand.length() - COLUMN.length() - 1));
            return tables.stream().filter(table -> table != inserted && table.isOf(lastName(before)));
        }
    }

    private static String lastName(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    /** Reads until the end, or behind the parenthesis that closes the part. */
    private void part() {
        Part part = new Part();
        while (at < tokens.size()) {
            String token = tokens.get(at++);
            if (token.equals("(")) {
                open(part);
            } else if (token.equals(")")) {
                if (part.inlined.isEmpty()) {
                    break;
                }
                part.endCondition();
                part.join = part.inlined.pop();
                part.last = null;
            } else if (BETWEEN_PARTS.contains(token)) {
                part.end();
                part = new Part();
            } else if (token.equals("case") || part.cases > 0) {
                part.cases += token.equals("case") ? 1 : token.equals("end") ? -1 : 0;
            } else {
                read(token, part);
            }
        }
        part.end();
    }

    private void open(Part part) {
        List<String> inside = inside();
        if (areNames(inside)) {
            if (inside.contains(COLUMN)) {
                if (before(2).equals("using")) {
                    part.joinedByClient();
                } else if (part.inserted != null && part.expectsColumns) {
                    part.inserted.isNamed = true;
                }
            }
            at += inside.size() + 1;
        } else if (part.expectsTable && inside.contains("join") && !isQuery(inside.getFirst())) {
            part.inlined.push(part.join);
            part.nextTable("");
            return;
        } else {
            part();
        }
        part.expectsColumns = false;
        if (part.expectsTable) {
            part.other();
        }
        if (part.condition != null) {
            part.condition.add("()");
        }
    }

    private static boolean areNames(List<String> tokens) {
        return tokens.stream()
                        .allMatch(token ->
                                token.equals(",") || PLAIN.matcher(token).matches())
                && tokens.stream().noneMatch(Set.of("select", "from", "join", "table")::contains);
    }

    private static boolean isQuery(String token) {
        return Set.of("select", "with", "values").contains(token);
    }

    /** Or the USING of a DELETE or MERGE, after which a table follows. */
    private boolean isJoinByColumns() {
        if (!next().equals("(")) {
            return false;
        }
        at++;
        boolean areNames = areNames(inside());
        at--;
        return areNames;
    }

    /** The tokens up to the parenthesis that closes, without those in parentheses of their own. */
    private List<String> inside() {
        List<String> inside = new ArrayList<>();
        int depth = 0;
        for (int i = at; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (token.equals(")") && depth-- == 0) {
                break;
            }
            if (depth == 0) {
                inside.add(token);
            }
            depth += token.equals("(") ? 1 : 0;
        }
        return inside;
    }

    private void read(String token, Part part) {
        switch (token) {
            case "from" -> {
                if (!(before(2).equals("distinct") && Set.of("is", "not").contains(before(3)))) {
                    part.nextItem();
                }
            }
            case "using" -> {
                part.endCondition();
                if (!isJoinByColumns()) {
                    part.nextItem();
                }
            }
            case "update" -> {
                if (!BEFORE_NO_TABLE.contains(before(2))) {
                    part.nextItem();
                }
            }
            case "into" -> {
                part.nextItem();
                if (before(2).equals("insert")) {
                    insertion(part);
                }
            }
            case "join" -> part.nextTable(before(2).equals("outer") ? before(3) : before(2));
            case "," -> {
                if (part.isAmongTables) {
                    part.nextItem();
                }
            }
            case "on" -> part.beginCondition(false);
            case "where" -> part.beginCondition(true);
            default -> readOther(token, part);
        }
    }

    private void readOther(String token, Part part) {
        if (BEFORE_A_JOIN.contains(token) && !next().equals("(")) {
            part.endCondition();
        } else if (LATER_CLAUSES.contains(token)) {
            part.laterClause();
        } else if (part.condition != null) {
            part.condition.add(token);
        } else if (part.expectsTable && !BEFORE_A_NAME.contains(token)) {
            String name = lastName(token);
            if (TABLES.contains(name)) {
                part.last = new Table(name, alias(name));
                part.tables.add(part.last);
                part.item.add(part.last);
                part.expectsTable = false;
            } else {
                part.other();
            }
        }
    }

    private void insertion(Part part) {
        String name = lastName(next());
        if (TABLES.contains(name)) {
            part.inserted = new Table(name, name);
            part.tables.add(part.inserted);
        }
        at++;
        part.laterClause();
        part.expectsColumns = true;
    }

    private String alias(String name) {
        String following = next().equals("as") && at + 1 < tokens.size() ? tokens.get(at + 1) : next();
        return PLAIN.matcher(following).matches() && !NO_ALIAS.contains(following) ? following : name;
    }

    private String next() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    /** The token before the next one is at 1. */
    private String before(int distance) {
        return at >= distance ? tokens.get(at - distance) : "";
    }
}
