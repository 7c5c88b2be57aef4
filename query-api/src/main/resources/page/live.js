// A portfolio as it changes. The browser resumes a stream that was cut by itself, with the id of the last event; where it gives
// up, because the answer was an error, this goes on with the same id.
import { exchange } from './api.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * @param onReturns takes an event with the totals and the positions that have changed
 * @param onSummary takes an event with a position
 * @param onState takes 'connecting', 'live' or 'cut'
 * @return a function that ends it
 */
export function follow(portfolio, { onReturns, onSummary, onState }) {
  let source = null;
  let lastId = null;
  let wait = FIRST_WAIT_MS;
  let timer = null;
  let ended = false;

  const open = () => {
    clearTimeout(timer);
    source?.close();
    if (ended) {
      return;
    }
    const resume = lastId ? `?lastEventId=${encodeURIComponent(lastId)}` : '';
    source = new EventSource(`/api/v1/portfolio/${encodeURIComponent(portfolio)}/stream${resume}`);
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
      if (source.readyState === EventSource.CLOSED) {
        later();
      }
    });
  };

  const later = () => {
    if (ended) {
      return;
    }
    source.close();
    onState('cut');
    clearTimeout(timer);
    timer = setTimeout(open, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    // An event source does not say why it failed. A session that has ended does not come back by waiting.
    exchange('GET', '/api/v1/session').catch(() => {});
  };

  const again = () => {
    if (source.readyState === EventSource.CLOSED) {
      wait = FIRST_WAIT_MS;
      open();
    }
  };

  onState('connecting');
  open();
  addEventListener('online', again);
  return () => {
    ended = true;
    clearTimeout(timer);
    removeEventListener('online', again);
    source.close();
  };
}
