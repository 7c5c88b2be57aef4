// What a portfolio holds, live.
import { a, h, input, label, p, useMemo, useState } from './html.js';
import { CsvButton, DataTable } from './data-table.js';
import { amount, averageOf, count, fixed, percent, places, placesOf, time, tone } from './format.js';
import { explainedBy, Panel } from './parts.js';
import { to } from './router.js';

/** How long a number that has changed stands out. */
export const FRESH_MS = 1_500;

export function Positions({ portfolio, positions, changed }) {
  const [wanted, setWanted] = useState('');
  const shown = useMemo(() => {
    const part = wanted.trim().toUpperCase();
    return part ? positions.filter(({ ticker }) => ticker.toUpperCase().includes(part)) : positions;
  }, [positions, wanted]);
  const columns = useMemo(() => columnsOf(portfolio, positions), [portfolio, positions]);
  const isFresh = (row, column) => column.live && Date.now() - (changed?.get(row.ticker) ?? 0) < FRESH_MS;
  return h(Panel, {
    title: `Positions (${count(positions.length)})`, wide: true,
    tools: [
      label({ class: 'inline' }, 'Ticker ', input({ type: 'search', value: wanted, onInput: (event) => setWanted(event.target.value), maxLength: 40 })),
      h(CsvButton, { name: `${portfolio.name}-positions`, columns, rows: positions }),
    ],
  },
  positions.length > 0 && p({ class: 'words' }, 'Choose a number to see the records that made it, or a ticker for all about it.'),
  shown.length
    ? h(DataTable, { title: 'Positions', columns, rows: shown, keyOf: (row) => row.ticker, fresh: isFresh,
      start: { name: `Value (${portfolio.currency})`, descending: true } })
    : p({ class: 'empty' }, positions.length ? `No position has “${wanted}” in its ticker.` : 'This portfolio holds nothing now.'));
}

const unitCost = ({ average, cost, held_text: held }) => averageOf({ average, cost, held });

function columnsOf({ id, currency }, positions) {
  const explained = (number, cell) => explainedBy((row) => to(['portfolio', id, 'explain', row.ticker], { number }), cell);
  const averagePlaces = placesOf(positions.map(unitCost), places(currency), 4);
  const heldPlaces = placesOf(positions.map((row) => row.held_text), 0, 6);
  const pricePlaces = placesOf(positions.map((row) => row.price), 2, 6);
  return [
    { name: 'Ticker', csv: 'ticker', head: true, raw: (row) => row.ticker,
      cell: (row) => a({ href: to(['portfolio', id, 'position', row.ticker]) }, row.ticker) },
    { name: 'Held', csv: 'held', number: true, raw: (row) => row.held_text, exact: (row) => row.held_text,
      cell: explained('held', (row) => fixed(row.held_text, heldPlaces)) },
    { name: `Average (${currency})`, csv: 'average', number: true, raw: (row) => row.average, exact: unitCost,
      cell: explained('average', (row) => fixed(unitCost(row), averagePlaces)) },
    { name: 'Price', csv: 'price', number: true, live: true, raw: (row) => row.price, exact: (row) => priceInWords(row),
      cell: explained('value', (row) => [row.stale && h('span', { class: 'old' }, 'old '), fixed(row.price, pricePlaces), ` ${row.currency}`]) },
    { name: `Value (${currency})`, csv: 'market_value', number: true, live: true, raw: (row) => row.market_value,
      exact: (row) => row.market_value, cell: explained('value', (row) => amount(row.market_value, currency)) },
    { name: `Cost (${currency})`, csv: 'cost', number: true, raw: (row) => row.cost, exact: (row) => row.cost,
      cell: explained('cost', (row) => amount(row.cost, currency)) },
    { name: `Unrealised (${currency})`, csv: 'unrealised', number: true, live: true, raw: (row) => row.contribution,
      exact: (row) => row.contribution, tone: (row) => tone(row.contribution),
      cell: explained('unrealised', (row) => amount(row.contribution, currency, true)) },
    { name: 'Unrealised %', csv: 'unrealised_percent', number: true, live: true, raw: (row) => row.percentage,
      tone: (row) => tone(row.percentage), cell: explained('unrealised', (row) => percent(row.percentage)) },
    { name: `Realised (${currency})`, csv: 'realised', number: true, raw: (row) => row.realised, exact: (row) => row.realised,
      tone: (row) => tone(row.realised), cell: explained('realised', (row) => amount(row.realised, currency, true)) },
  ];
}

export function priceInWords({ price_source: source, price_time: at, stale }) {
  const from = { last_trade: 'of the last trade', manual: 'set by hand' }[source] ?? `from ${source}`;
  return `${from}${at ? `, ${time(at)}` : ''}${stale ? ': old, or there may be a newer one' : ''}`;
}
