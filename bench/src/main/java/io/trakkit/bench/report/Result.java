package io.trakkit.bench.report;

import java.util.List;

/**
 * What a scenario has measured.
 *
 * @param setting what was measured on: how many of what
 * @param notes notes on the figures
 */
public record Result(String scenario, String setting, List<Figure> figures, List<String> notes) {}
