// What a portfolio holds, live.
import { a, h, input, label, p, useMemo, useState } from './html.js';
import { CsvButton, DataTable } from './data-table.js';
import { amount, fixed, percent, placesOf, time, tone } from './format.js';
import { Panel } from './parts.js';
import { to } from './router.js';

const FRESH_MS = 1_500;

export function Positions({ portfolio, positions, changed }) {
  const [wanted, setWanted] = useState('');
  const shown = useMemo(() => {
    const part = wanted.trim().toUpperCase();
    return part ? positions.filter(({ ticker }) => ticker.toUpperCase().includes(part)) : positions;
  }, [positions, wanted]);
  const columns = useMemo(() => columnsOf(portfolio, positions), [portfolio, positions]);
  const isFresh = (row, column) => column.live && Date.now() - (changed?.get(row.ticker) ?? 0) < FRESH_MS;
  return h(Panel, {
    title: `Positions (${positions.length})`, wide: true,
    tools: [
      label({ class: 'inline' }, 'Ticker ', input({ type: 'search', value: wanted, onInput: (event) => setWanted(event.target.value), maxLength: 40 })),
      h(CsvButton, { name: `${portfolio.name}-positions`, columns, rows: positions }),
    ],
  },
  shown.length
    ? h(DataTable, { title: 'Positions', columns, rows: shown, keyOf: (row) => row.ticker, fresh: isFresh,
      start: { name: `Value (${portfolio.currency})`, descending: true } })
    : p({ class: 'empty' }, positions.length ? `No position has “${wanted}” in its ticker.` : 'This portfolio holds nothing now.'));
}

function columnsOf({ id, currency }, positions) {
  const heldPlaces = placesOf(positions.map((row) => row.held_text));
  const pricePlaces = Math.min(6, placesOf(positions.map((row) => row.price), 2));
  return [
    { name: 'Ticker', csv: 'ticker', head: true, raw: (row) => row.ticker,
      cell: (row) => a({ href: to(['portfolio', id, 'position', row.ticker]) }, row.ticker) },
    { name: 'Held', csv: 'held', number: true, raw: (row) => row.held_text, exact: (row) => row.held_text,
      cell: (row) => fixed(row.held_text, Math.min(6, heldPlaces)) },
    { name: `Average (${currency})`, csv: 'average', number: true, raw: (row) => row.average, cell: (row) => fixed(row.average, 2) },
    { name: 'Price', csv: 'price', number: true, live: true, raw: (row) => row.price, exact: (row) => priceInWords(row),
      cell: (row) => [row.stale && h('span', { class: 'old' }, 'old '), fixed(row.price, pricePlaces), ` ${row.currency}`] },
    { name: `Value (${currency})`, csv: 'market_value', number: true, live: true, raw: (row) => row.market_value,
      exact: (row) => row.market_value, cell: (row) => amount(row.market_value, currency) },
    { name: `Cost (${currency})`, csv: 'cost', number: true, raw: (row) => row.cost, exact: (row) => row.cost, cell: (row) => amount(row.cost, currency) },
    { name: `Unrealised (${currency})`, csv: 'unrealised', number: true, live: true, raw: (row) => row.contribution,
      exact: (row) => row.contribution, tone: (row) => tone(row.contribution), cell: (row) => amount(row.contribution, currency, true) },
    { name: 'Unrealised %', csv: 'unrealised_percent', number: true, live: true, raw: (row) => row.percentage,
      tone: (row) => tone(row.percentage), cell: (row) => percent(row.percentage) },
    { name: `Realised (${currency})`, csv: 'realised', number: true, raw: (row) => row.realised, exact: (row) => row.realised,
      tone: (row) => tone(row.realised), cell: (row) => amount(row.realised, currency, true) },
  ];
}

export function priceInWords({ price_source: source, price_time: at, stale }) {
  const from = { last_trade: 'of the last trade', manual: 'set by hand' }[source] ?? `from ${source}`;
  return `${from}${at ? `, ${time(at)}` : ''}${stale ? ': old, or there may be a newer one' : ''}`;
}
