package io.trakkit.faults.site;

import io.trakkit.domain.testing.FreePorts;

/** Ports of the loopback interface. */
public final class Ports {

    public static final String HOST = "127.0.0.1";

    private Ports() {}

    /** One that is free, and that nobody is given by chance while its server is down. */
    public static int free() {
        return FreePorts.next();
    }
}
