// Addresses within the page stand behind the #, so that a reload, a link and the back button lead to the same view.
import { useEffect, useState } from './html.js';

/** The address of a view: its names and ids, and its parameters. */
export function to(parts, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = given.length ? `?${new URLSearchParams(given)}` : '';
  return `#/${parts.map((part) => encodeURIComponent(part)).join('/')}${search}`;
}

const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

export function current() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return {
    parts: path.split('/').filter(Boolean).map(decoded),
    parameters: Object.fromEntries(new URLSearchParams(search)),
  };
}

export const go = (address) => {
  location.hash = address;
};

/** Changes the parameters of the present view, without a step for the back button. */
export function adjust(parameters) {
  const place = current();
  history.replaceState(null, '', to(place.parts, { ...place.parameters, ...parameters }));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function usePlace() {
  const [place, setPlace] = useState(current);
  useEffect(() => {
    const changed = () => setPlace(current());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return place;
}
