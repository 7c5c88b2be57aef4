package io.trakkit.bench.report;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Results for machines. */
public final class JsonReport {

    private JsonReport() {}

    /** All of it as one object: {@code machine} and {@code scenarios}. */
    public static String of(Machine machine, List<Result> results) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ObjectNode properties = report.putObject("machine");
        machine.properties().forEach(properties::put);
        ArrayNode scenarios = report.putArray("scenarios");
        results.forEach(result -> scenarios.add(scenario(result)));
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report);
    }

    private static ObjectNode scenario(Result result) {
        ObjectNode scenario = JsonNodeFactory.instance.objectNode();
        scenario.put("scenario", result.scenario());
        scenario.put("setting", result.setting());
        ArrayNode figures = scenario.putArray("figures");
        result.figures().forEach(figure -> figures.add(figure(figure)));
        ArrayNode notes = scenario.putArray("notes");
        result.notes().forEach(notes::add);
        return scenario;
    }

    private static ObjectNode figure(Figure figure) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", figure.name());
        node.put("unit", figure.unit());
        node.put("min", figure.spread().min());
        node.put("median", figure.spread().median());
        node.put("max", figure.spread().max());
        node.put("rounds", figure.spread().rounds());
        figure.ours().ifPresent(ratio -> node.put("ours_divided_by_this", ratio));
        ArrayNode targets = node.putArray("targets");
        figure.targets()
                .forEach(target ->
                        targets.addObject().put("target", target.text()).put("met", target.met()));
        return node;
    }
}
