package io.trakkit.cli.program;

import tools.jackson.databind.JsonNode;

/** A command that, with {@code --json}, prints its error as JSON too. */
public interface JsonErrors {

    /** The error as a program reads it. */
    JsonNode error(String message);
}
