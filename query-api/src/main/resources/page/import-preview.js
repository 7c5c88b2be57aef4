// What a file would store, before anything is stored.
import { dd, div, dl, dt, h, p, strong } from './html.js';
import { DataTable, Rows } from './data-table.js';
import { count, date, money, NONE, plural, quantity } from './format.js';
import { Figure, Panel } from './parts.js';

const MOST_TICKERS = 30;

const KINDS = { return_of_capital: 'return of capital', cost_adjustment: 'cost adjustment', cash_in_lieu: 'cash in lieu', transfer_in: 'transfer in',
  transfer_out: 'transfer out' };

/** A day without a time zone: the file's own. */
const day = (text) => (text ? date(`${text}T12:00:00`) : NONE);

/** Cash by currency; "" is the currency of the portfolio. */
const cashInWords = (cash) => {
  const parts = Object.entries(cash).map(([currency, value]) => (currency ? money(value, currency, true) : `${quantity(value)} in the portfolio’s currency`));
  return parts.length ? parts.join(', ') : NONE;
};

export function Preview({ found, name }) {
  const title = found.format === 'trakkit' ? 'trakkit’s own CSV' : found.title;
  return h(Panel, { title: 'What the file has', wide: true }, [
    p(strong(name), ` is a file of ${title}${found.first ? `, from ${day(found.first)} to ${day(found.last)}` : ''}. Nothing is stored yet.`),
    !found.complete && div({ class: 'notice warn', role: 'status' }, strong('The file cannot be read to its end'), p(found.error)),
    dl({ class: 'figures small' },
      h(Figure, { name: 'Records', value: count(found.records), note: found.joined > 0 && `${plural(found.joined, 'row is', 'rows are')} part of others` }),
      h(Figure, { name: 'Skipped rows', value: count(found.skipped),
        note: found.unsupported > 0 && `${count(found.unsupported)} of them cannot be held yet` }),
      h(Figure, { name: 'Wrong rows', value: count(found.wrong), tone: found.wrong > 0 ? 'loss' : '', note: found.wrong > 0 && 'they cannot be read' })),
    found.kinds.length > 0 && h(Rows, { title: 'Kinds of records', columns: KIND_COLUMNS, rows: found.kinds, keyOf: (row) => row.kind }),
    dl({ class: 'terms' },
      term('Cash in all', cashInWords(found.cash)),
      term('Tickers', tickersInWords(found.tickers)),
      found.ignored_columns.length > 0 && term('Not read', found.ignored_columns.join(', '))),
    found.skipped_rows.length > 0 && [
      h('h3', null, 'What is skipped, and why'),
      h(DataTable, { title: 'Skipped rows', columns: SKIP_COLUMNS, rows: found.skipped_rows, keyOf: (row) => row.reason, pageSize: 10 })],
    found.wrong_rows.length > 0 && [
      h('h3', null, found.wrong > found.wrong_rows.length ? `The first ${found.wrong_rows.length} rows that cannot be read` : 'Rows that cannot be read'),
      h(DataTable, { title: 'Wrong rows', columns: WRONG_COLUMNS, rows: found.wrong_rows, pageSize: 10 })],
  ]);
}

const term = (name, text) => div(dt(name), dd(text));

const tickersInWords = (tickers) => {
  const rest = tickers.length - MOST_TICKERS;
  return (tickers.slice(0, MOST_TICKERS).join(', ') || NONE) + (rest > 0 ? ` and ${count(rest)} more` : '');
};

const KIND_COLUMNS = [
  { name: 'Kind', head: true, cell: (row) => KINDS[row.kind] ?? row.kind },
  { name: 'Records', number: true, cell: (row) => count(row.records) },
  { name: 'First', cell: (row) => day(row.first) },
  { name: 'Last', cell: (row) => day(row.last) },
  { name: 'Cash', number: true, cell: (row) => cashInWords(row.cash) },
];

const SKIP_COLUMNS = [
  { name: 'Why', head: true, raw: (row) => row.reason, cell: (row) => row.reason },
  { name: 'Effect', raw: (row) => row.unsupported, cell: (row) => (row.unsupported ? 'a portfolio cannot hold it yet' : 'none') },
  { name: 'Rows', number: true, raw: (row) => row.rows, cell: (row) => count(row.rows) },
  { name: 'First line', number: true, raw: (row) => row.first_line, cell: (row) => count(row.first_line) },
];

const WRONG_COLUMNS = [
  { name: 'Line', head: true, number: true, raw: (row) => row.line, cell: (row) => count(row.line) },
  { name: 'Column', raw: (row) => row.column, cell: (row) => row.column || 'the row' },
  { name: 'It says', raw: (row) => row.text, cell: (row) => row.text || NONE },
  { name: 'What is wrong', raw: (row) => row.detail, cell: (row) => row.detail },
];
