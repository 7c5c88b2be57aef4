package io.trakkit.domain.position;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Merges two iterators of records in trade order. */
public final class RecordMerge implements Iterator<FoldedRecord> {

    private final Iterator<? extends FoldedRecord> first;
    private final Iterator<? extends FoldedRecord> second;
    private @Nullable FoldedRecord nextFirst;
    private @Nullable FoldedRecord nextSecond;

    public RecordMerge(Iterator<? extends FoldedRecord> first, Iterator<? extends FoldedRecord> second) {
        this.first = first;
        this.second = second;
        nextFirst = read(first);
        nextSecond = read(second);
    }

    private static @Nullable FoldedRecord read(Iterator<? extends FoldedRecord> records) {
        return records.hasNext() ? records.next() : null;
    }

    @Override
    public boolean hasNext() {
        return nextFirst != null || nextSecond != null;
    }

    @Override
    public FoldedRecord next() {
        FoldedRecord fromFirst = nextFirst;
        FoldedRecord fromSecond = nextSecond;
        if (fromFirst != null && (fromSecond == null || fromSecond.tradeOrder().isAfter(fromFirst.tradeOrder()))) {
            nextFirst = read(first);
            return fromFirst;
        }
        if (fromSecond == null) {
            throw new NoSuchElementException();
        }
        nextSecond = read(second);
        return fromSecond;
    }
}
