// One portfolio: what it is worth and has returned, over time and now, and what it holds.
import { a, bdi, dl, div, h, h1, p, span, useEffect, useRef, useState } from './html.js';
import { get, query } from './api.js';
import { money, ofCost, tone } from './format.js';
import { follow } from './live.js';
import { useLoad } from './load.js';
import { Allocation } from './allocation.js';
import { Cash } from './cash.js';
import { Income } from './income.js';
import { Performance } from './performance-panel.js';
import { FRESH_MS, Positions } from './positions.js';
import { empty, Figure, Loaded, Notice } from './parts.js';
import { to } from './router.js';

const REDRAW_MS = 200;

/** Charts, income and cash are computed from all records, so they follow less often than the numbers. */
const FOLLOW_MS = 3_000;

export function View({ id, place, caller }) {
  const portfolio = useLoad((signal) => get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal), [id]);
  return h(Loaded, { state: portfolio, what: 'the portfolio' }, (found) => h(Portfolio, { portfolio: found, place, caller }));
}

/** The returns now, and as they change. Events are gathered: a thousand prices a second would be as many redraws. */
export function useReturns(id) {
  const start = useLoad((signal) => get(`/api/v1/portfolio/${id}/cumulative-returns/`, signal), [id]);
  const [live, setLive] = useState(null);
  const [state, setState] = useState('connecting');
  const known = useRef({ totals: null, positions: new Map(), changed: new Map(), cash: null });
  useEffect(() => {
    let due = null;
    let fading = null;
    const redraw = () => {
      due ??= setTimeout(() => {
        due = null;
        const { totals, positions, changed } = known.current;
        if (totals) {
          setLive({ ...totals, positions: [...positions.values()], changed: new Map(changed) });
        }
      }, REDRAW_MS);
    };
    const end = follow(id, {
      onState: setState,
      onReturns: (event) => {
        const { positions, changed } = known.current;
        const first = known.current.totals === null;
        for (const position of event.positions) {
          positions.set(position.ticker, position);
          if (!first) {
            changed.set(position.ticker, Date.now());
          }
        }
        known.current.cash ??= event.cash_version;
        known.current.totals = { ...event, positions: undefined, cashMoves: event.cash_version - known.current.cash };
        redraw();
        clearTimeout(fading);
        fading = changed.size > 0 ? setTimeout(redraw, FRESH_MS) : null;
      },
      onSummary: (summary) => {
        if (Number(summary.volume_text) === 0) {
          known.current.positions.delete(summary.ticker);
          redraw();
        }
      },
    });
    return () => {
      clearTimeout(due);
      clearTimeout(fading);
      end();
    };
  }, [id]);
  return { returns: live ? { ...start, value: live, problem: undefined, loading: false } : start, state };
}

/** A text that changes: the first one at once, the others once in a while at most, and the last one for sure. */
function useSometimes(value, pause) {
  const [told, setTold] = useState('');
  const last = useRef(0);
  useEffect(() => {
    const tell = () => {
      last.current = Date.now();
      setTold(value);
    };
    const waiting = setTimeout(tell, Math.max(0, last.current + pause - Date.now()));
    return () => clearTimeout(waiting);
  }, [value]);
  return told || value;
}

const STATES = { connecting: 'Connecting …', live: 'Live', cut: 'Connection lost: these numbers may be old. Reconnecting …',
  paused: 'Paused while this tab is not seen' };

export const LiveState = ({ state }) => span({ class: `live ${state}`, role: 'status' }, STATES[state]);

function Portfolio({ portfolio, place, caller }) {
  const { id, currency } = portfolio;
  const { returns, state } = useReturns(id);
  const extent = useLoad((signal) => extentOf(id, signal), [id]);
  useEffect(() => {
    document.title = `${portfolio.name} – trakkit`;
  }, [portfolio.name]);
  const version = useSometimes(versionOf(returns.value), FOLLOW_MS);
  const isNew = extent.value?.first === null && returns.value?.positions.length === 0;
  return [
    p({ class: 'trail' }, a({ href: to(['portfolios']) }, 'Portfolios')),
    div({ class: 'view-head' },
      h1({ tabIndex: -1 }, portfolio.name),
      p({ class: 'about' }, span(bdi(portfolio.user_id), ` · ${currency}${portfolio.allow_short ? ' · may sell short' : ''}`), h(LiveState, { state })),
      div({ class: 'tools' },
        a({ class: 'button', href: to(['portfolio', id, 'trades']) }, 'Trades'),
        caller.scopes.includes('write') && [
          a({ class: 'button', href: to(['portfolio', id, 'import']) }, 'Import a file'),
          a({ class: 'button main', href: to(['portfolio', id, 'new-trade']) }, 'Add a trade')])),
    isNew
      ? empty(p('Nothing has been posted to this portfolio yet.'),
        p(caller.scopes.includes('write')
          ? [a({ href: to(['portfolio', id, 'new-trade']) }, 'Add a trade'), ', or ', a({ href: to(['portfolio', id, 'import']) }, 'import a file of your broker'), '.']
          : 'Its trades appear here as soon as a broker posts them.'))
      : [
        h(Loaded, { state: returns, what: 'the returns' }, (value) => h(Totals, { id, value, currency })),
        extent.value
          ? (version || returns.problem) && h(Performance, { portfolio, extent: extent.value, place, version })
          : extent.problem && h(Notice, { problem: extent.problem, again: extent.reload }),
        // What is wrong with the returns stands above, once.
        returns.value && [
          h(Positions, { portfolio, positions: returns.value.positions, changed: returns.value.changed }),
          div({ class: 'columns' },
            h(Allocation, { positions: returns.value.positions, currency }),
            h(Income, { portfolio, version }),
            h(Cash, { portfolio, version }))],
      ],
  ];
}

/** Changes with the records of the portfolio, not with its prices. */
const versionOf = (returns) => (returns ? `${returns.cost} ${returns.realised} ${returns.income} ${returns.cashMoves ?? 0}` : '');

/** The times of the first and the last record, null if there is none. */
async function extentOf(id, signal) {
  const lists = await Promise.all(['executed_at', '-executed_at'].flatMap((ordering) => ['trade', 'activity'].map((kind) =>
    get(query(`/api/v1/${kind}/`, { portfolio_id: id, ordering, page_size: 1 }), signal))));
  const times = lists.flatMap(({ results }) => results.map((record) => record.executed_at)).sort();
  return { first: times[0] ?? null, last: times.at(-1) ?? null };
}

export function Totals({ id, value, currency }) {
  const explain = (number) => to(['portfolio', id, 'explain'], { number });
  const signed = (name, number, written, note) => h(Figure, { name, value: money(written, currency, true), tone: tone(written), exact: written,
    explain: explain(number), note });
  return dl({ class: 'figures six', 'data-stale': String(value.stale) },
    h(Figure, { name: 'Value', value: money(value.market_value, currency), exact: value.market_value, explain: explain('value'),
      note: value.stale ? 'some prices are old' : 'at the newest prices' }),
    h(Figure, { name: 'Cost', value: money(value.cost, currency), exact: value.cost, explain: explain('cost'), note: 'of what is held' }),
    signed('Unrealised', 'unrealised', value.unrealised, ofCost(value.percentage)),
    signed('Realised', 'realised', value.realised, 'by what was sold'),
    signed('Income', 'income', value.income, 'dividends after tax'),
    signed('Total return', 'total', value.total, 'unrealised + realised + income'));
}
