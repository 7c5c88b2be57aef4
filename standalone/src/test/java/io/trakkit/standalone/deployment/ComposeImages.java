package io.trakkit.standalone.deployment;

import org.testcontainers.utility.DockerImageName;

/** The servers that {@code docker-compose.yml} names, for the tests that run against real ones. */
public final class ComposeImages {

    private ComposeImages() {}

    public static DockerImageName postgres() {
        return DockerImageName.parse(ComposeFile.read().image("postgres"));
    }

    public static DockerImageName redis() {
        return DockerImageName.parse(ComposeFile.read().image("redis"));
    }

    public static DockerImageName kafka() {
        return DockerImageName.parse(ComposeFile.read().image("kafka"));
    }
}
