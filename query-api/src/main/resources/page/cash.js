// The cash of a portfolio: the balance of each currency, and what moved it.
import { dl, h, p, span, useState } from './html.js';
import { get, query } from './api.js';
import { Rows, ServerPages } from './data-table.js';
import { day, money, tone } from './format.js';
import { useLoad } from './load.js';
import { Figure, Loaded, Panel } from './parts.js';
import { InLog } from './records.js';

const PAGE_SIZE = 8;

export function Cash({ portfolio, version }) {
  const [page, setPage] = useState(1);
  const cash = useLoad((signal) => get(query(`/api/v1/portfolio/${portfolio.id}/cash/`, { ordering: '-at', page, page_size: PAGE_SIZE }), signal),
    [portfolio.id, page, version]);
  return h(Panel, { title: 'Cash' }, h(Loaded, { state: cash, what: 'the cash' }, (found) => found.results.length
    ? [
      p({ class: 'words' }, 'What deposits, withdrawals, trades, dividends and charges have moved, since the first record. Choose a movement to see '
        + 'where it is in the log.'),
      dl({ class: 'figures small' }, found.balances.map(({ currency, balance }) => h(Figure, {
        key: currency, name: `Balance ${currency}`, value: money(balance, currency, true), tone: tone(balance), exact: balance }))),
      h(Rows, { title: 'Movements of cash', columns: COLUMNS, rows: found.results, keyOf: (row) => `${row.kind} ${row.ref_id} ${row.ticker}` }),
      (found.next || found.previous || page > 1) && h(ServerPages, { title: 'Movements of cash', page, list: found, pageSize: PAGE_SIZE, turn: setPage })]
    : p({ class: 'empty' }, 'No cash has moved.')));
}

const TRADES = new Set(['buy', 'sell']);

const COLUMNS = [
  { name: 'Date', head: true, cell: (row) => span({ class: 'nowrap' }, day(row.at)) },
  { name: 'Kind', cell: (row) => h(InLog, { kind: TRADES.has(row.kind) ? 'trade' : 'activity', reference: row.ref_id,
    words: `${row.kind.replaceAll('_', ' ')}${row.ticker ? ` ${row.ticker}` : ''}` }) },
  { name: 'Amount', number: true, tone: (row) => tone(row.amount), cell: (row) => money(row.amount, row.currency, true) },
];
