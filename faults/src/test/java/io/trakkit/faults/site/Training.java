package io.trakkit.faults.site;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The apps learn, one after the other, what the JVM can keep for later starts; it is given up when the site closes. */
final class Training implements AutoCloseable {

    private final Thread thread;
    private volatile @Nullable Exception failure;

    private Training(Jars jars, List<String> apps) {
        thread = Thread.ofPlatform().daemon().name("training").unstarted(() -> train(jars, apps));
    }

    static Training start(Jars jars, List<String> apps) {
        Training training = new Training(jars, apps);
        training.thread.start();
        return training;
    }

    private void train(Jars jars, List<String> apps) {
        try {
            for (String app : apps) {
                Process process = jars.train(app);
                try {
                    jars.keep(app, process.waitFor());
                } finally {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException _) {
            // The site closes, and nothing will start any more.
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Gives up what is not learned yet, and tells if it has failed before. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("The apps could not be trained", failure);
        }
    }
}
