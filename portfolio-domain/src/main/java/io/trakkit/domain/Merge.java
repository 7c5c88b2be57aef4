package io.trakkit.domain;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The stored entries of a key, amended ones in their new form, with the added ones in between, by place. */
final class Merge implements Iterator<Entry> {

    private final Iterator<Entry> stored;
    private final Map<RefId, AcceptedTrade> amended;
    private final Iterator<Entry> added;
    private @Nullable Entry nextStored;
    private @Nullable Entry nextAdded;

    /** @param added sorted here, in place */
    Merge(Iterator<Entry> stored, Map<RefId, AcceptedTrade> amended, List<Entry> added) {
        this.stored = stored;
        this.amended = amended;
        added.sort(Comparator.comparing(Entry::place));
        this.added = added.iterator();
        nextStored = readStored();
        nextAdded = readAdded();
    }

    @Override
    public boolean hasNext() {
        return nextStored != null || nextAdded != null;
    }

    @Override
    public Entry next() {
        Entry fromStored = nextStored;
        Entry fromAdded = nextAdded;
        if (fromStored != null && (fromAdded == null || fromAdded.place().isAfter(fromStored.place()))) {
            nextStored = readStored();
            return fromStored;
        }
        if (fromAdded == null) {
            throw new NoSuchElementException();
        }
        nextAdded = readAdded();
        return fromAdded;
    }

    private @Nullable Entry readStored() {
        if (!stored.hasNext()) {
            return null;
        }
        Entry entry = stored.next();
        AcceptedTrade inNewForm = amended.get(entry.refId());
        return inNewForm == null ? entry : inNewForm.entry();
    }

    private @Nullable Entry readAdded() {
        return added.hasNext() ? added.next() : null;
    }
}
