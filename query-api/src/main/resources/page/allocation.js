// How the value is divided among the positions.
import { h, p, useMemo } from './html.js';
import { Bars, ChartData } from './chart.js';
import { compare, decimal, percentOf, sign, sum, text } from './decimal.js';
import { amount, count, fixed, money, plural } from './format.js';
import { Panel } from './parts.js';

const MOST_BARS = 10;

export function Allocation({ positions, currency }) {
  const parts = useMemo(() => divide(positions), [positions]);
  if (!parts.length) {
    return h(Panel, { title: 'Allocation' }, p({ class: 'empty' }, 'There is no value to divide: nothing with a price is held.'));
  }
  const rest = parts.slice(MOST_BARS);
  const shown = parts.slice(0, MOST_BARS).map(({ ticker, value, share }) => bar(ticker, value, share, currency));
  if (rest.length) {
    shown.push(bar(rest.length === 1 ? '1 other' : `${count(rest.length)} others`, sum(rest.map(({ value }) => value)), sum(rest.map(({ share }) => share)), currency));
  }
  const largest = parts[0];
  return h(Panel, { title: 'Allocation' },
    h(Bars, { title: 'Allocation', bars: shown,
      words: `${parts.length === 1 ? 'One position' : plural(parts.length, 'position', 'positions')}; the largest, ${largest.ticker}, is `
        + `${fixed(text(largest.share), 1)} % of the value.${positions.length > parts.length ? ' Short and worthless positions are left out.' : ''}` }),
    h(ChartData, { title: 'Allocation', points: parts, file: 'allocation', columns: columns(currency) }));
}

const bar = (name, value, share, currency) => ({
  name, share: Number(text(share)), shown: `${fixed(text(share), 1)} % · ${money(text(value), currency)}`,
});

const columns = (currency) => [
  { name: 'Ticker', csv: 'ticker', head: true, raw: (row) => row.ticker, cell: (row) => row.ticker },
  { name: `Value (${currency})`, csv: 'value', number: true, raw: (row) => text(row.value), cell: (row) => amount(text(row.value), currency) },
  { name: 'Share (%)', csv: 'share_percent', number: true, raw: (row) => text(row.share), cell: (row) => fixed(text(row.share), 2) },
];

function divide(positions) {
  const worth = positions.map(({ ticker, market_value: value }) => ({ ticker, value: decimal(value) })).filter(({ value }) => sign(value) > 0);
  const all = sum(worth.map(({ value }) => value));
  return worth.sort((one, other) => compare(other.value, one.value))
    .map(({ ticker, value }) => ({ ticker, value, share: percentOf(value, all, 4) }));
}
