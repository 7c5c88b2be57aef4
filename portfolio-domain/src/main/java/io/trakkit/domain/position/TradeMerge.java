package io.trakkit.domain.position;

import io.trakkit.domain.trade.RefId;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Merges the stored trades of a key, as amended, and the added ones in trade order. */
final class TradeMerge implements Iterator<FoldedTrade> {

    private final Iterator<FoldedTrade> stored;
    private final Map<RefId, AcceptedTrade> amended;
    private final Iterator<FoldedTrade> added;
    private @Nullable FoldedTrade nextStored;
    private @Nullable FoldedTrade nextAdded;

    /** @param added sorted by this constructor */
    TradeMerge(Iterator<FoldedTrade> stored, Map<RefId, AcceptedTrade> amended, List<FoldedTrade> added) {
        this.stored = stored;
        this.amended = amended;
        added.sort(Comparator.comparing(FoldedTrade::tradeOrder));
        this.added = added.iterator();
        nextStored = readStored();
        nextAdded = readAdded();
    }

    @Override
    public boolean hasNext() {
        return nextStored != null || nextAdded != null;
    }

    @Override
    public FoldedTrade next() {
        FoldedTrade fromStored = nextStored;
        FoldedTrade fromAdded = nextAdded;
        if (fromStored != null && (fromAdded == null || fromAdded.tradeOrder().isAfter(fromStored.tradeOrder()))) {
            nextStored = readStored();
            return fromStored;
        }
        if (fromAdded == null) {
            throw new NoSuchElementException();
        }
        nextAdded = readAdded();
        return fromAdded;
    }

    private @Nullable FoldedTrade readStored() {
        if (!stored.hasNext()) {
            return null;
        }
        FoldedTrade foldedTrade = stored.next();
        AcceptedTrade amendedTrade = amended.get(foldedTrade.refId());
        return amendedTrade == null ? foldedTrade : amendedTrade.foldedTrade();
    }

    private @Nullable FoldedTrade readAdded() {
        return added.hasNext() ? added.next() : null;
    }
}
