package io.trakkit.cli.imports;

import io.trakkit.cli.program.CommandException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts slices of a file, some at the same time: while the outcomes of one are awaited, the next one is on its way. Results are
 * given in the order of the file.
 *
 * <p>The first slice goes alone. It shows whether the server takes the file at all, and binds an Idempotency-Key to it. Two slices
 * that have a ref_id in common never overlap, so of two records with one ref_id the first in the file counts.
 */
final class SlicePosts implements AutoCloseable {

    /** A new client may have two bulk requests at a time. */
    private static final int MOST_AT_ONCE = 2;

    private final BulkClient client;
    private final Results results;
    private final Deque<Post> posts = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private boolean taken;

    /** What becomes of the results of a slice. */
    interface Results {
        void of(FileSlice slice, List<ObjectNode> results);
    }

    private record Post(FileSlice slice, Future<List<ObjectNode>> answer) {}

    SlicePosts(BulkClient client, Results results) {
        this.client = client;
        this.results = results;
    }

    /**
     * Posts a slice as soon as it may.
     *
     * @param wait how many seconds the server may wait for outcomes
     * @throws CommandException if an earlier slice cannot be posted
     */
    void post(FileSlice slice, long wait) {
        while (mustWait(slice)) {
            takeOldest();
        }
        posts.addLast(new Post(slice, threads.submit(() -> client.post(slice.firstLine(), slice.body(), wait))));
    }

    private boolean mustWait(FileSlice slice) {
        if (posts.isEmpty()) {
            return false;
        }
        return !taken
                || posts.size() >= Math.min(MOST_AT_ONCE, client.mostAtOnce())
                || posts.stream().anyMatch(post -> post.slice().hasRefIdOf(slice));
    }

    /** Waits for the results of all slices. */
    void finish() {
        while (!posts.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() {
        Post oldest = posts.removeFirst();
        try {
            List<ObjectNode> answer = oldest.answer().get();
            taken = true;
            results.of(oldest.slice(), answer);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandException known) {
                throw known;
            }
            throw new IllegalStateException("A slice cannot be posted", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("The import was interrupted");
        }
    }

    /** Gives up what is on its way after a failure; what the server has accepted of it is a repeat later. */
    @Override
    public void close() {
        posts.forEach(post -> post.answer().cancel(true));
        threads.shutdownNow();
        threads.close();
    }
}
