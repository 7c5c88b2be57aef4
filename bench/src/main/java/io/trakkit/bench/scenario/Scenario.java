package io.trakkit.bench.scenario;

import io.trakkit.bench.report.Result;

/** Something to be measured. */
public interface Scenario {

    Result run(Setup setup) throws Exception;
}
