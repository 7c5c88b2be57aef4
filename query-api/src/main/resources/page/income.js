// Dividends and interest by month, of a portfolio or of one of its positions.
import { h, p, useMemo } from './html.js';
import { rows } from './api.js';
import { Bars, ChartData } from './chart.js';
import { compare, decimal, percentOf, plus, sign, sum, text, ZERO } from './decimal.js';
import { amount, count, day, isDay, money, month, plural, tone } from './format.js';
import { useLoad } from './load.js';
import { Loaded, Panel } from './parts.js';

const MOST_ENTRIES = 10_000;
const MOST_MONTHS = 24;

export function Income({ portfolio, ticker, version }) {
  const income = useLoad((signal) => rows(`/api/v1/portfolio/${portfolio.id}/income/`, { ordering: '-at' }, MOST_ENTRIES, signal),
    [portfolio.id, version]);
  return h(Panel, { title: 'Income by month' },
    h(Loaded, { state: income, what: 'the income' }, (found) => h(Months, { found, portfolio, ticker })));
}

function Months({ found, portfolio, ticker }) {
  const { currency } = portfolio;
  const entries = ticker ? found.rows.filter((entry) => entry.ticker === ticker) : found.rows;
  const months = useMemo(() => byMonth(entries), [found, ticker]);
  if (!entries.length) {
    return p({ class: 'empty' }, 'No dividends or interest so far.');
  }
  const most = months.reduce((best, { net }) => (compare(absolute(net), best) > 0 ? absolute(net) : best), ZERO);
  const bars = months.slice(0, MOST_MONTHS).map(({ name, net }) => ({
    name,
    shown: money(text(net), currency, true),
    share: sign(most) ? Number(text(percentOf(absolute(net), most, 2))) : 0,
    tone: sign(net) < 0 ? 'loss' : '',
  }));
  const all = text(sum(entries.map(({ net }) => decimal(net))));
  return [
    h(Bars, { title: 'Income by month', bars,
      words: `${money(all, currency, true)} after tax in ${entries.length === 1 ? 'one payment' : plural(entries.length, 'payment', 'payments')}, the last on ${day(entries[0].at)}.`
        + (months.length > MOST_MONTHS ? ` The last ${MOST_MONTHS} months with income are shown.` : '')
        + (found.more ? ` Only the newest ${count(MOST_ENTRIES)} payments count here.` : '') }),
    h(ChartData, { title: 'Income', points: entries, file: `${portfolio.name}-income`, columns: columns(currency) })];
}

const absolute = (value) => (value.digits < 0n ? { ...value, digits: -value.digits } : value);

/** Months of the viewer's time zone, newest first; an ex date is a day everywhere. */
function byMonth(entries) {
  const months = new Map();
  for (const { at, net } of entries) {
    const when = new Date(at);
    const key = isDay(at) ? when.getUTCFullYear() * 12 + when.getUTCMonth() : when.getFullYear() * 12 + when.getMonth();
    months.set(key, plus(months.get(key) ?? ZERO, decimal(net)));
  }
  return [...months].sort(([one], [other]) => other - one)
    .map(([key, net]) => ({ name: month(Math.floor(key / 12), key % 12), net }));
}

const columns = (currency) => [
  { name: 'Date', csv: 'at', head: true, raw: (row) => row.at, cell: (row) => day(row.at) },
  { name: 'Ticker', csv: 'ticker', raw: (row) => row.ticker ?? '', cell: (row) => row.ticker ?? 'cash' },
  { name: 'Type', csv: 'type', raw: (row) => row.type, cell: (row) => row.type },
  { name: 'Gross', csv: 'gross', number: true, raw: (row) => row.gross, cell: (row) => money(row.gross, row.currency) },
  { name: 'Tax', csv: 'tax', number: true, raw: (row) => row.tax, cell: (row) => money(row.tax, row.currency) },
  { name: `Net (${currency})`, csv: 'net', number: true, tone: (row) => tone(row.net), raw: (row) => row.net, cell: (row) => amount(row.net, currency, true) },
];
