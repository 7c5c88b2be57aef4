// A portfolio as it changes. The browser resumes a stream that was cut by itself, with the id of the last event; where it gives
// up, because the answer was an error, this goes on with the same id.
import { exchange } from './api.js';
import { listen } from './events.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** A browser has six connections to a server, for all of its tabs: one that nobody sees gives its own back, or the seventh tab waits for ever. */
const UNSEEN_MS = 5_000;

/**
 * @param onReturns takes an event with the totals and the positions that have changed
 * @param onSummary takes an event with a position
 * @param onState takes 'connecting', 'live', 'cut' or 'paused'
 * @return a function that ends it
 */
export function follow(portfolio, { onReturns, onSummary, onState }) {
  let source = null;
  let lastId = null;
  let wait = FIRST_WAIT_MS;
  let timer = null;
  let unseen = null;
  let ended = false;

  const open = () => {
    clearTimeout(timer);
    source?.close();
    if (ended) {
      return;
    }
    const resume = lastId ? `?lastEventId=${encodeURIComponent(lastId)}` : '';
    source = listen(`/api/v1/portfolio/${encodeURIComponent(portfolio)}/stream${resume}`);
    source.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
    });
    source.addEventListener('summary', (event) => {
      lastId = event.lastEventId;
      onSummary(JSON.parse(event.data));
    });
    source.addEventListener('returns', (event) => {
      lastId = event.lastEventId;
      onReturns(JSON.parse(event.data));
      onState('live');
    });
    source.addEventListener('end', () => later());
    source.addEventListener('error', () => {
      onState('cut');
      if (source?.readyState === EventSource.CLOSED) {
        later();
      }
    });
  };

  const later = () => {
    if (ended) {
      return;
    }
    source?.close();
    onState('cut');
    clearTimeout(timer);
    timer = setTimeout(open, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    // An event source does not say why it failed. A session that has ended does not come back by waiting.
    exchange('GET', '/api/v1/session').catch(() => {});
  };

  const again = () => {
    if (source?.readyState === EventSource.CLOSED) {
      wait = FIRST_WAIT_MS;
      open();
    }
  };

  const pause = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
    onState('paused');
  };

  const isSeen = () => {
    clearTimeout(unseen);
    if (document.hidden) {
      unseen = setTimeout(pause, UNSEEN_MS);
    } else if (source === null) {
      wait = FIRST_WAIT_MS;
      onState('connecting');
      open();
    }
  };

  isSeen();
  addEventListener('online', again);
  document.addEventListener('visibilitychange', isSeen);
  return () => {
    ended = true;
    clearTimeout(timer);
    clearTimeout(unseen);
    removeEventListener('online', again);
    document.removeEventListener('visibilitychange', isSeen);
    source?.close();
  };
}
