package io.trakkit.store;

/**
 * One complete read model.
 *
 * @param foldVersion the version of the fold that makes its numbers
 */
public record Generation(int number, int foldVersion) {}
