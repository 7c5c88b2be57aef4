// Where a number of a whole portfolio comes from: the positions that add up to it, each with its records; its return has a view of
// its own within this one.
import { a, div, dl, h, h1, p, useEffect, useMemo } from './html.js';
import { get, query, rows } from './api.js';
import { DataTable } from './data-table.js';
import { compare, decimal, sign, sum, text } from './decimal.js';
import { Parts } from './explain-return.js';
import { amount, money, NONE, plural, price, quantity, tone } from './format.js';
import { useLoad } from './load.js';
import { Choice, Figure, Loaded, Panel } from './parts.js';
import { adjust, to } from './router.js';

const MOST_POSITIONS = 10_000;

const NUMBERS = [['value', 'Value'], ['cost', 'Cost'], ['unrealised', 'Unrealised'], ['realised', 'Realised'], ['income', 'Income'], ['total', 'Total return'],
  ['return', 'Time-weighted return']];

const TITLES = { value: 'value', cost: 'cost', unrealised: 'unrealised gain', realised: 'realised gain', income: 'income', total: 'total return',
  return: 'time-weighted return' };

export function View({ id, place }) {
  const number = TITLES[place.parameters.number] ? place.parameters.number : 'value';
  const portfolio = useLoad((signal) => get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal), [id]);
  useEffect(() => {
    document.title = `${portfolio.value?.name ?? 'A portfolio'} explained – trakkit`;
  }, [portfolio.value]);
  return h(Loaded, { state: portfolio, what: 'the portfolio' }, (found) => [
    p({ class: 'trail' }, a({ href: to(['portfolios']) }, 'Portfolios'), ' › ', a({ href: to(['portfolio', id]) }, found.name)),
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, `How ${found.name} comes to its ${TITLES[number]}`)),
    div({ class: 'filter' }, h(Choice, { name: 'Number', options: NUMBERS, value: number, choose: (key) => adjust({ number: key, page: '' }) })),
    number === 'return'
      ? h(Parts, { portfolio: found, place })
      : h(Positions, { key: number, portfolio: found, number })]);
}

/** Open positions have prices; closed ones still have what they realised. */
async function positionsOf(id, signal) {
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
  value: { of: ({ open }) => open?.market_value ?? '0', total: ({ market_value: value }) => value, leads: 'held',
    words: ({ open }) => (open ? `${quantity(open.held_text)} × ${price(open.price)} ${open.currency}${open.fx_rate ? ` × ${open.fx_rate}` : ''}` : NONE) },
  cost: { of: ({ cost }) => cost, total: ({ cost }) => cost, leads: 'cost', words: ({ held }) => `of ${quantity(held)} units` },
  unrealised: { of: unrealised, total: (value) => value.unrealised, leads: 'cost', signed: true,
    words: ({ open }, currency) => (open ? `${amount(open.market_value, currency)} − ${amount(open.cost, currency)}` : NONE) },
  realised: { of: ({ realised }) => realised, total: ({ realised }) => realised, leads: 'realised', signed: true, words: ({ held }) => (sign(decimal(held)) ? `${quantity(held)} units are left` : 'closed') },
  income: { of: ({ income }) => income, total: ({ income }) => income, leads: 'income', signed: true, words: () => 'dividends after tax' },
  total: { of: (row) => text(sum([unrealised(row), row.realised, row.income].map(decimal))), total: (value) => value.total, leads: '', signed: true,
    words: (row, currency) => [unrealised(row), row.realised, row.income].map((one) => `(${amount(one, currency, true)})`).join(' + ') },
};

function Positions({ portfolio, number }) {
  const { id, currency } = portfolio;
  const known = useLoad((signal) => positionsOf(id, signal), [id]);
  const rule = OF[number];
  const columns = useMemo(() => columnsOf(portfolio, number), [portfolio, number]);
  return h(Loaded, { state: known, what: 'the positions' }, ({ returns, positions, more }) => {
    const parts = positions.filter((row) => sign(decimal(rule.of(row))) !== 0);
    const total = rule.total(returns);
    const all = sum(parts.map((row) => decimal(rule.of(row))));
    return [
      dl({ class: 'figures' }, h(Figure, { name: NUMBERS.find(([key]) => key === number)[1], value: money(total, currency, rule.signed),
        tone: rule.signed ? tone(total) : '', exact: total, note: `the sum of ${plural(parts.length, 'position', 'positions')}` })),
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
      more && p({ class: 'muted' }, `Only the first ${MOST_POSITIONS} positions are listed.`))];
  });
}

function columnsOf({ id, currency }, number) {
  const rule = OF[number];
  return [
    { name: 'Ticker', csv: 'ticker', head: true, raw: (row) => row.ticker, cell: (row) => a({ href: to(['portfolio', id, 'position', row.ticker]) }, row.ticker) },
    { name: 'How', cell: (row) => rule.words(row, currency) },
    { name: `${NUMBERS.find(([key]) => key === number)[1]} (${currency})`, number: true, raw: (row) => rule.of(row), exact: (row) => rule.of(row),
      tone: (row) => (rule.signed ? tone(rule.of(row)) : ''),
      cell: (row) => a({ class: 'explained', href: to(['portfolio', id, 'explain', row.ticker], { number: rule.leads }),
        'aria-label': `${row.ticker}: ${money(rule.of(row), currency, rule.signed)}. Explain` }, amount(rule.of(row), currency, rule.signed)) },
  ];
}
