// What several views share: messages, panels and figures.
import { a, button, dd, div, dt, h, h2, li, p, section, span, strong, ul, useEffect, useRef, useState } from './html.js';
import { Problem } from './api.js';
import { focusHeading } from './focus.js';
import { to } from './router.js';

/** A message about something that went wrong, with a way on. */
export function Notice({ problem, again }) {
  if (problem.kind === 'given-up' || problem.kind === 'signed-out') {
    return null;
  }
  const known = problem instanceof Problem
    ? problem
    : new Problem('defect', 0, 'This page has failed', `Reload it; if that does not help, report this: ${problem.message}`);
  const others = known.errors.filter((error) => named(error) || error.detail !== known.detail);
  return div({ class: 'notice', role: 'alert' },
    strong(known.title),
    p(known.detail),
    others.length > 0 && ul(others.map((error) => li(
      named(error) && [strong(named(error)), ' '], error.detail))),
    p({ class: 'ways' },
      again && button({ type: 'button', onClick: again }, 'Try again'),
      known.retryIn && again && h(Countdown, { seconds: known.retryIn }),
      known.status === 404 && a({ href: to(['portfolios']) }, 'To the portfolios'),
      known.status === 403 && a({ href: to(['sign-in']) }, 'Sign in with another key')));
}

export const named = (error) =>
  (error.pointer ?? '').replace(/^\//, '') || error.parameter || error.header || '';

function Countdown({ seconds }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    const ticking = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(ticking);
  }, [seconds]);
  return span({ class: 'muted', 'aria-live': 'off' }, left > 0 ? `It tries again by itself in ${left} s.` : 'Trying again …');
}

/** What has been loaded, or words about why it has not. */
export function Loaded({ state, what, children }) {
  if (state.value === undefined) {
    return state.problem
      ? h(Notice, { problem: state.problem, again: state.reload })
      : p({ class: 'waiting', role: 'status' }, `Loading ${what} …`);
  }
  return div({ class: state.loading ? 'loaded refreshing' : 'loaded', 'aria-busy': state.loading ? 'true' : 'false' },
    state.problem && h(Notice, { problem: state.problem, again: state.reload }),
    children(state.value));
}

let panels = 0;

/** @param close where a person opens the panel: it takes the focus, and Escape closes it */
export function Panel({ title, tools, children, wide, close }) {
  const [id] = useState(() => `panel-${++panels}`);
  const heading = useRef(null);
  useEffect(() => {
    if (close) {
      focusHeading(heading.current);
    }
  }, []);
  const onKeyDown = close && ((event) => event.key === 'Escape' && close());
  return section({ class: wide ? 'panel wide' : 'panel', 'aria-labelledby': id, onKeyDown },
    div({ class: 'panel-head' }, h2({ id, ref: heading }, title), tools && div({ class: 'tools' }, tools)),
    children);
}

/** A number with more takes the room of two, so that it is not broken between its digits. */
const MOST_CHARACTERS = 16;

/** A number with its name. With an address, the number leads to what made it. */
export function Figure({ name, value, tone, exact, explain, note }) {
  return div({ class: String(value).length > MOST_CHARACTERS ? 'figure long' : 'figure' },
    dt(name),
    dd({ class: tone ?? '' },
      explain
        ? a({ href: explain, title: exact, class: 'explained', 'aria-label': `${name}: ${value}. Explain` }, value)
        : span({ title: exact }, value),
      note && span({ class: 'note' }, note)));
}

/**
 * A cell whose number leads to what made it. By pointer only: in a long list, each row would be eight stops on the way of the
 * keyboard, which reaches the same by the name of the row.
 */
export const explainedBy = (address, cell) => (row) => a({ class: 'explained', href: address(row), tabIndex: -1 }, cell(row));

/** The name of a portfolio on the way to it; nothing until it is known. */
export const PortfolioLink = ({ portfolio, id }) => a({ href: to(['portfolio', id]) }, portfolio?.name ?? '…');

/** What stands where there is nothing, with a way on. */
export const empty = (...children) => div({ class: 'panel empty' }, ...children);

/** Buttons of which one is chosen. */
export function Choice({ name, options, value, choose }) {
  return div({ class: 'choice', role: 'group', 'aria-label': name },
    options.map(([key, text]) => button({
      type: 'button',
      'aria-pressed': String(key === value),
      onClick: () => choose(key),
    }, text)));
}
