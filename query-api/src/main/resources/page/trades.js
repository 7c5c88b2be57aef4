// The trades and activities of a portfolio, page by page as the server gives them.
import { a, button, div, form, h, h1, input, label, option, p, select, span, useEffect, useState } from './html.js';
import { get, query } from './api.js';
import { Rows, ServerPages } from './data-table.js';
import { day, fixed, isMissing, money, NONE, placesOf, price, quantity, time, units } from './format.js';
import { useLoad } from './load.js';
import { Loaded, Panel } from './parts.js';
import { adjust, to } from './router.js';

const PAGE_SIZE = 25;

export function View({ id, place, caller }) {
  const portfolio = useLoad((signal) => get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal), [id]);
  return h(Loaded, { state: portfolio, what: 'the portfolio' }, (found) => h(Trades, { portfolio: found, place, caller }));
}

function Trades({ portfolio, place, caller }) {
  const { id, name } = portfolio;
  const { ticker = '', state = '', kind = 'trade' } = place.parameters;
  useEffect(() => {
    document.title = `Trades of ${name} – trakkit`;
  }, [name]);
  return [
    p({ class: 'trail' }, a({ href: to(['portfolios']) }, 'Portfolios'), ' › ', a({ href: to(['portfolio', id]) }, name)),
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, kind === 'trade' ? 'Trades' : 'Other records'),
      div({ class: 'tools' }, caller.scopes.includes('write')
        && a({ class: 'button main', href: to(['portfolio', id, 'new-trade']) }, 'Add a trade'))),
    h(Filter, { ticker, state, kind }),
    h(Panel, { title: kind === 'trade' ? 'Newest first' : 'Newest first: dividends, splits, transfers, cash', wide: true },
      h(Records, { portfolio, kind, ticker, state, mayWrite: caller.scopes.includes('write') })),
  ];
}

function Filter({ ticker, state, kind }) {
  const submit = (event) => {
    event.preventDefault();
    const fields = new FormData(event.target);
    adjust({ ticker: fields.get('ticker').trim(), state: fields.get('state'), kind: fields.get('kind') });
  };
  return form({ class: 'filter', onSubmit: submit },
    label('Ticker', input({ name: 'ticker', defaultValue: ticker, maxLength: 64 })),
    label('State', select({ name: 'state' }, [['', 'all but refused'], ...['applied', 'rejected', 'failed', 'refused'].map((one) => [one, one])]
      .map(([value, text]) => option({ value, selected: value === state }, text)))),
    label('Records', select({ name: 'kind' }, [['trade', 'trades'], ['activity', 'dividends, splits, cash …']]
      .map(([value, text]) => option({ value, selected: value === kind }, text)))),
    button({ type: 'submit' }, 'Show'));
}

/** A list of trades or activities. Without a ticker each row names its own. */
export function Records({ portfolio, kind = 'trade', ticker, state, mayWrite, fixedTicker = false, version, pageSize = PAGE_SIZE }) {
  const [page, setPage] = useState(1);
  useEffect(() => setPage(1), [kind, ticker, state]);
  const list = useLoad((signal) => get(query(`/api/v1/${kind}/`, {
    portfolio_id: portfolio.id, ticker, state, page, page_size: pageSize,
  }), signal), [portfolio.id, kind, ticker, state, page, version]);
  const title = kind === 'trade' ? 'Trades' : 'Other records';
  return h(Loaded, { state: list, what: kind === 'trade' ? 'the trades' : 'the records' }, (found) => found.results.length || page > 1
    ? [
      h(Rows, { title, rows: found.results, keyOf: (row) => row.ref_id,
        columns: kind === 'trade' ? tradeColumns({ portfolio, rows: found.results, fixedTicker, mayWrite }) : activityColumns({ portfolio, fixedTicker }) }),
      (found.next || found.previous || page > 1) && h(ServerPages, { title, page, list: found, pageSize, turn: setPage })]
    : p({ class: 'empty' }, fixedTicker ? `There are none of ${ticker}.` : ticker || state ? 'No record matches.' : kind === 'trade' ? 'There are no trades yet.' : 'There are no such records yet.'));
}

export const SIDES = { 1: 'buy', 2: 'sell' };

const tickerCell = (portfolio) => (row) => (row.ticker
  ? a({ href: to(['portfolio', portfolio.id, 'position', row.ticker]) }, row.ticker) : 'cash');

export const stateCell = (row) => span({ class: `state ${row.state ?? 'pending'}` }, row.state ?? 'not processed yet',
  (row.detail || row.reason) && span({ class: 'note' }, row.detail ?? row.reason));

function tradeColumns({ portfolio, rows, fixedTicker, mayWrite }) {
  const currencyOf = (row) => row.currency ?? portfolio.currency;
  const volumePlaces = placesOf(rows.map((row) => row.volume_text), 0, 8);
  const pricePlaces = placesOf(rows.map((row) => row.amount), 2, 8);
  return [
    { name: 'Executed', cell: (row) => span({ title: row.executed_at }, time(row.executed_at)) },
    !fixedTicker && { name: 'Ticker', head: true, cell: tickerCell(portfolio) },
    { name: 'Side', cell: (row) => span({ class: `side-${SIDES[row.trade_type]}` }, SIDES[row.trade_type] ?? NONE) },
    { name: 'Units', number: true, cell: (row) => fixed(row.volume_text, volumePlaces), exact: (row) => row.volume_text },
    { name: 'Price', number: true, cell: (row) => (isMissing(row.amount) ? NONE : `${fixed(row.amount, pricePlaces)} ${currencyOf(row)}`), exact: (row) => row.amount },
    { name: 'Fee and tax', number: true, cell: (row) => charges(row, currencyOf(row)) },
    { name: 'State', cell: stateCell },
    { name: 'Reference', head: fixedTicker, cell: (row) => (mayWrite && row.state !== 'refused'
      ? a({ class: 'ref', href: to(['portfolio', portfolio.id, 'trade', row.ref_id]), 'aria-label': `Amend ${row.ref_id}` }, row.ref_id)
      : span({ class: 'ref' }, row.ref_id)) },
  ].filter(Boolean);
}

const charges = (row, currency) => {
  const parts = [row.fee && money(row.fee, currency), row.tax && `${money(row.tax, currency)} tax`].filter(Boolean);
  return parts.length ? parts.join(' + ') : NONE;
};

const activityColumns = ({ portfolio, fixedTicker }) => [
  { name: 'Executed', cell: (row) => span({ title: row.executed_at }, day(row.executed_at)) },
  !fixedTicker && { name: 'Ticker', head: true, cell: tickerCell(portfolio) },
  { name: 'Type', cell: (row) => (row.type ?? NONE).replaceAll('_', ' ') },
  { name: 'What', number: true, cell: (row) => what(row, row.currency ?? portfolio.currency) },
  { name: 'Tax', number: true, cell: (row) => (row.tax ? money(row.tax, row.currency ?? portfolio.currency) : NONE) },
  { name: 'State', cell: stateCell },
  { name: 'Reference', head: fixedTicker, cell: (row) => span({ class: 'ref' }, row.ref_id) },
].filter(Boolean);

function what(row, currency) {
  if (row.ratio) {
    return row.ratio.split(':').map(quantity).join(' for ');
  }
  if (row.per_unit) {
    return `${price(row.per_unit)} ${currency} per unit`;
  }
  return [row.volume_text && units(row.volume_text), row.total && money(row.total, currency, true),
    row.amount && money(row.amount, currency), row.cost && `cost ${money(row.cost, currency)}`].filter(Boolean).join(', ') || NONE;
}
