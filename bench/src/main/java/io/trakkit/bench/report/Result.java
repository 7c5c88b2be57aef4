package io.trakkit.bench.report;

import java.util.List;

/**
 * What a scenario has measured.
 *
 * @param setting what was measured on: how many of what
 * @param notes what is to be known when the figures are read
 */
public record Result(String scenario, String setting, List<Figure> figures, List<String> notes) {}
