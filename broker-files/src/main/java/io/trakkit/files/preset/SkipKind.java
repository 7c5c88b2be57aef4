package io.trakkit.files.preset;

/** Why a row is skipped. */
public enum SkipKind {
    /** It changes nothing in a portfolio. */
    NO_EFFECT,
    /** It changes something that a portfolio cannot hold yet. What depends on it may be wrong. */
    UNSUPPORTED
}
