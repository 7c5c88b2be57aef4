// Events of the server. An EventSource sends the cookie of a session, but no header: where the page holds a key, this reads the
// stream itself, and looks like an EventSource to live.js.
import { credentials, holdsKey } from './api.js';

export const listen = (path) => (holdsKey() ? new KeyedSource(path) : new EventSource(path));

class KeyedSource extends EventTarget {
  readyState = EventSource.CONNECTING;
  #abort = new AbortController();

  constructor(path) {
    super();
    this.#read(path).catch(() => {}).finally(() => {
      if (!this.#abort.signal.aborted) {
        this.readyState = EventSource.CLOSED;
        this.dispatchEvent(new Event('error'));
      }
    });
  }

  close() {
    this.readyState = EventSource.CLOSED;
    this.#abort.abort();
  }

  async #read(path) {
    const headers = credentials('GET', path);
    headers.set('Accept', 'text/event-stream');
    const response = await fetch(path, { headers, credentials: 'omit', cache: 'no-store', signal: this.#abort.signal });
    if (!response.ok) {
      return;
    }
    this.readyState = EventSource.OPEN;
    this.dispatchEvent(new Event('open'));
    let rest = '';
    for await (const text of chunks(response.body.pipeThrough(new TextDecoderStream()))) {
      const events = (rest + text).split(/\r?\n\r?\n/);
      rest = events.pop();
      events.forEach((event) => this.#tell(event));
    }
  }

  #tell(text) {
    const fields = { event: 'message', data: [], id: this.lastEventId };
    for (const line of text.split(/\r?\n/)) {
      const [, name, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
      if (name === 'data') {
        fields.data.push(value);
      } else if (name) {
        fields[name] = value;
      }
    }
    this.lastEventId = fields.id;
    if (fields.data.length) {
      this.dispatchEvent(new MessageEvent(fields.event, { data: fields.data.join('\n'), lastEventId: fields.id ?? '' }));
    }
  }
}

/** Not every browser can iterate over a stream. */
async function* chunks(stream) {
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    yield part.value;
  }
}
