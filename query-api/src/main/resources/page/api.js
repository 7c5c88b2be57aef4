// Every call of the page. What goes wrong becomes a Problem, which says what a person can do about it.

const PATIENCE_MS = 60_000;

/** Of a key of the platform, which has no session: it is in the memory of this tab only. */
let bearer = null;

/** The client for which a key of the platform acts. */
let actsFor = null;

const listeners = new Set();

export const onSignedOut = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const holdKey = (key) => {
  bearer = key;
  actsFor = null;
};

/** @param client null to act for no client again */
export const actFor = (client) => {
  actsFor = client;
};

/** Whether cookies are not enough for the calls of this page. */
export const holdsKey = () => bearer !== null;

export class Problem extends Error {
  /** @param retryIn the seconds after which to try again; null if trying again does not help */
  constructor(kind, status, title, detail, errors = [], retryIn = null, body = null) {
    super(detail);
    Object.assign(this, { kind, status, title, detail, errors, retryIn, body });
  }
}

const TITLES = {
  400: 'trakkit cannot use this',
  403: 'Your key does not allow this',
  404: 'There is nothing here',
  409: 'This contradicts what is known',
  412: 'Somebody else has changed this',
  413: 'This is too large',
  422: 'This contradicts an earlier request',
  429: 'Too many requests at once',
};

const refusal = async (response) => refused(response.status, await response.text().catch(() => ''), response.headers.get('Retry-After'));

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy may answer in its own words.
    return null;
  }
};

/** What an answer with an error says. */
export function refused(status, text, retryAfter) {
  const body = parsed(text);
  const detail = body?.detail ?? `The answer was ${status}.`;
  const wait = Number(retryAfter);
  const after = Number.isFinite(wait) && wait > 0 ? wait : 2;
  if (status === 401) {
    return new Problem('signed-out', 401, 'Sign in', detail, [], null, body);
  }
  if (status === 502 || status === 503 || status === 504) {
    return new Problem('unavailable', status, 'trakkit is not ready at the moment', detail, [], after, body);
  }
  if (status === 429) {
    return new Problem('busy', 429, TITLES[429], detail, [], after, body);
  }
  const title = TITLES[status] ?? (status >= 500 ? 'trakkit has failed' : 'trakkit has refused this');
  return new Problem('refused', status, title, detail, body?.errors ?? [], null, body);
}

/** Tells the frame of the page that the session has ended. */
export const tell = (problem) => {
  if (problem.kind === 'signed-out') {
    listeners.forEach((listener) => listener(problem));
  }
};

/** The value of the cookie that writes must repeat, so that no other site can send them. */
function csrfToken() {
  const found = document.cookie.split('; ').find((cookie) => cookie.startsWith('XSRF-TOKEN='));
  return found ? decodeURIComponent(found.slice('XSRF-TOKEN='.length)) : null;
}

/** Calls of operators and administrators are for the whole platform, also while its key acts for a client. */
const OF_PLATFORM = /^\/api\/v1\/(ops|admin)\//;

/** The headers that say who calls. */
export function credentials(method, path, key = bearer) {
  const all = new Headers();
  if (key) {
    all.set('Authorization', `Bearer ${key}`);
  }
  if (key && key === bearer && actsFor && !OF_PLATFORM.test(path)) {
    all.set('X-Trakkit-Client', actsFor);
  }
  const token = csrfToken();
  if (method !== 'GET' && token) {
    all.set('X-XSRF-TOKEN', token);
  }
  return all;
}

function prepared(method, path, { body, headers = {}, key = bearer, starts = false }) {
  const all = credentials(method, path, key);
  Object.entries({ Accept: 'application/json', ...headers }).forEach(([name, value]) => all.set(name, value));
  if (body !== undefined) {
    all.set('Content-Type', 'application/json');
  }
  // With a key, the cookie must stay at home: two credentials are refused. An answer that starts a session brings a new one.
  return {
    method,
    headers: all,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: key && !starts ? 'omit' : 'same-origin',
    cache: 'no-cache',
  };
}

/** The status, headers and JSON of an answer; throws a Problem. */
export async function exchange(method, path, options = {}) {
  const abort = new AbortController();
  const end = () => abort.abort();
  const limit = setTimeout(end, PATIENCE_MS);
  options.signal?.addEventListener('abort', end);
  if (options.signal?.aborted) {
    end();
  }
  try {
    const response = await fetch(path, { ...prepared(method, path, options), signal: abort.signal });
    if (!response.ok) {
      throw await refusal(response);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
  } catch (failure) {
    if (options.signal?.aborted) {
      throw new Problem('given-up', 0, '', '');
    }
    const problem = failure instanceof Problem ? failure : offline();
    if (!options.quiet) {
      tell(problem);
    }
    throw problem;
  } finally {
    clearTimeout(limit);
    options.signal?.removeEventListener('abort', end);
  }
}

export const offline = () => new Problem(
  'offline',
  0,
  'trakkit cannot be reached',
  navigator.onLine ? 'The server does not answer.' : 'This device is offline.',
  [],
  3,
);

export const get = async (path, signal) => (await exchange('GET', path, { signal })).body;

/** A query of the parameters that have a value. */
export function query(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

/** All rows of a list, page by page, up to a limit; `more` says whether there are others. */
export async function rows(path, parameters, limit, signal) {
  const all = [];
  let page = await get(query(path, { ...parameters, page_size: Math.min(limit, 1000) }), signal);
  let next = page.next;
  all.push(...page.results);
  while (next && all.length < limit) {
    // The link names the host that the server sees; its path and query are what counts.
    const link = new URL(next, location.href);
    page = await get(link.pathname + link.search, signal);
    all.push(...page.results);
    next = page.next;
  }
  return { rows: all.slice(0, limit), more: Boolean(next) || all.length > limit, count: page.count };
}
