// Where a number of a whole portfolio comes from: the positions that add up to it, each with its records; its returns and its cash have
// views of their own within this one.
import { a, div, dl, h, h1, p, useEffect, useMemo } from './html.js';
import { get, query, rows } from './api.js';
import { DataTable } from './data-table.js';
import { compare, decimal, sign, sum, text } from './decimal.js';
import { Cash } from './explain-cash.js';
import { Flows } from './explain-money.js';
import { Parts } from './explain-return.js';
import { amount, count, money, NONE, plural, price, quantity, time, tone, units } from './format.js';
import { useLoad } from './load.js';
import { Choice, Figure, Loaded, Panel } from './parts.js';
import { priceInWords } from './positions.js';
import { adjust, to } from './router.js';

const MOST_POSITIONS = 10_000;

const NUMBERS = [['value', 'Value'], ['cost', 'Cost'], ['unrealised', 'Unrealised'], ['realised', 'Realised'], ['income', 'Income'], ['total', 'Total return'],
  ['return', 'Time-weighted return'], ['money', 'Money-weighted return'], ['cash', 'Cash']];

const TITLES = { value: 'value', cost: 'cost', unrealised: 'unrealised gain', realised: 'realised gain', income: 'income', total: 'total return',
  return: 'time-weighted return', money: 'money-weighted return', cash: 'cash' };

/** Value and cash of a past time; the other numbers are those of now. */
const OF_PAST = new Set(['value', 'cash']);

export function View({ id, place }) {
  const number = TITLES[place.parameters.number] ? place.parameters.number : 'value';
  const portfolio = useLoad((signal) => get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal), [id]);
  useEffect(() => {
    document.title = `${portfolio.value?.name ?? 'A portfolio'} explained – trakkit`;
  }, [portfolio.value]);
  return h(Loaded, { state: portfolio, what: 'the portfolio' }, (found) => [
    p({ class: 'trail' }, a({ href: to(['portfolios']) }, 'Portfolios'), ' › ', a({ href: to(['portfolio', id]) }, found.name)),
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, `How ${found.name} comes to its ${TITLES[number]}`)),
    div({ class: 'filter' }, h(Choice, { name: 'Number', options: NUMBERS, value: number, choose: (key) => adjust({
      number: key, page: '', ...(OF_PAST.has(key) ? {} : { as_of: '' }) }) })),
    h(VIEWS[number] ?? Positions, { key: number, portfolio: found, place, number, asOf: OF_PAST.has(number) ? place.parameters.as_of : undefined })]);
}

const VIEWS = { return: Parts, money: Flows, cash: Cash };

/** Those of a past time: they say what was held then, and at which price. */
async function positionsThen(id, asOf, signal) {
  const returns = await get(query(`/api/v1/portfolio/${id}/cumulative-returns/`, { as_of: asOf }), signal);
  return { returns, more: false,
    positions: returns.positions.map((open) => ({ ticker: open.ticker, held: open.held_text, cost: open.cost, realised: open.realised, income: open.income, open })) };
}

/** Open positions have prices; closed ones still have what they realised. */
async function positionsOf(id, asOf, signal) {
  if (asOf) {
    return positionsThen(id, asOf, signal);
  }
  const [stored, returns] = await Promise.all([
    rows('/api/v1/portfolio-summary/', { portfolio_id: id, include_closed: true, ordering: 'ticker' }, MOST_POSITIONS, signal),
    get(`/api/v1/portfolio/${id}/cumulative-returns/`, signal)]);
  const open = new Map(returns.positions.map((position) => [position.ticker, position]));
  return {
    returns,
    more: stored.more,
    positions: stored.rows.map((row) => ({ ticker: row.ticker, held: row.volume_text, cost: row.cost, realised: row.realised_return, income: row.income,
      open: open.get(row.ticker) ?? null })),
  };
}

const unrealised = ({ open }) => open?.contribution ?? '0';

/** Of each number: what a position adds to it, the total as the portfolio shows it, how it comes about in figures, and where its records are. */
const OF = {
  value: { of: ({ open }) => open?.market_value ?? '0', total: ({ market_value: value }) => value, leads: 'value',
    words: ({ open }) => (open ? `${quantity(open.held_text)} × ${price(open.price)} ${open.currency}${open.fx_rate ? ` × ${quantity(open.fx_rate)}` : ''}` : NONE) },
  cost: { of: ({ cost }) => cost, total: ({ cost }) => cost, leads: 'cost', words: ({ held }) => `of ${units(held)}` },
  unrealised: { of: unrealised, total: (value) => value.unrealised, leads: 'unrealised', signed: true,
    words: ({ open }, currency) => (open ? `${amount(open.market_value, currency)} − ${amount(open.cost, currency)}` : NONE) },
  realised: { of: ({ realised }) => realised, total: ({ realised }) => realised, leads: 'realised', signed: true, words: ({ held }) => (sign(decimal(held)) ? `${units(held)} left` : 'closed') },
  income: { of: ({ income }) => income, total: ({ income }) => income, leads: 'income', signed: true, words: () => 'dividends after tax' },
  total: { of: (row) => text(sum([unrealised(row), row.realised, row.income].map(decimal))), total: (value) => value.total, leads: '', signed: true,
    words: (row, currency) => [unrealised(row), row.realised, row.income].map((one) => `(${amount(one, currency, true)})`).join(' + ') },
};

function Positions({ portfolio, number, asOf }) {
  const { id, currency } = portfolio;
  const known = useLoad((signal) => positionsOf(id, asOf, signal), [id, asOf]);
  const rule = OF[number];
  const columns = useMemo(() => columnsOf(portfolio, number, asOf), [portfolio, number, asOf]);
  return h(Loaded, { state: known, what: 'the positions' }, ({ returns, positions, more }) => {
    const parts = positions.filter((row) => sign(decimal(rule.of(row))) !== 0);
    const total = rule.total(returns);
    const all = sum(parts.map((row) => decimal(rule.of(row))));
    return [
      dl({ class: 'figures' }, h(Figure, { name: NUMBERS.find(([key]) => key === number)[1], value: money(total, currency, rule.signed),
        tone: rule.signed ? tone(total) : '', exact: total, note: `the sum of ${plural(parts.length, 'position', 'positions')}${asOf ? `, ${time(asOf)}` : ''}` })),
      compare(all, decimal(total)) !== 0 && !more && p({ class: 'muted', role: 'status' },
        `The positions below add up to ${money(text(all), currency, rule.signed)}: one of them has changed between two answers. `,
        a({ href: '', onClick: (event) => {
          event.preventDefault();
          known.reload();
        } }, 'Ask again')),
      h(Panel, { title: 'The positions that add up to it', wide: true }, parts.length
        ? [
          p({ class: 'words' }, number === 'total' && 'Unrealised + realised + income. ', 'Choose a number to see the records that made it.'),
          h(DataTable, { title: 'Positions', columns, rows: parts, keyOf: (row) => row.ticker, start: { name: columns.at(-1).name, descending: true } })]
        : p({ class: 'empty' }, 'No position has a part in it.'),
      more && p({ class: 'muted' }, `Only the first ${count(MOST_POSITIONS)} positions are listed.`))];
  });
}

/** The observation that the price is: a quote with its source, or the portfolio's own last trade. */
const observed = ({ open }) => (open ? priceInWords(open) : NONE);

function columnsOf({ id, currency }, number, asOf) {
  const rule = OF[number];
  return [
    { name: 'Ticker', csv: 'ticker', head: true, raw: (row) => row.ticker, cell: (row) => a({ href: to(['portfolio', id, 'position', row.ticker]) }, row.ticker) },
    { name: 'How', cell: (row) => rule.words(row, currency) },
    ...(number === 'value' ? [{ name: 'Price from', csv: 'price_source', raw: (row) => row.open?.price_source ?? null, cell: observed }] : []),
    { name: `${NUMBERS.find(([key]) => key === number)[1]} (${currency})`, number: true, raw: (row) => rule.of(row), exact: (row) => rule.of(row),
      tone: (row) => (rule.signed ? tone(rule.of(row)) : ''),
      cell: (row) => a({ class: 'explained', href: to(['portfolio', id, 'explain', row.ticker], { number: rule.leads, as_of: asOf }),
        'aria-label': `${row.ticker}: ${money(rule.of(row), currency, rule.signed)}. Explain` }, amount(rule.of(row), currency, rule.signed)) },
  ];
}
