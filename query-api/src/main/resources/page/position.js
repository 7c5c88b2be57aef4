// One position: its numbers, each of which leads to what made it; its price with its trades; its records, lots and income.
import { a, div, dl, h, h1, label, option, p, select, useEffect, useMemo, useState } from './html.js';
import { get, query, rows } from './api.js';
import { LineChart } from './chart.js';
import { DataTable } from './data-table.js';
import { compare, decimal } from './decimal.js';
import { amount, averageOf, count, date, day, fixed, money, ofCost, places, placesOf, plural, price, quantity, time, tone, units, ZONE } from './format.js';
import { Income } from './income.js';
import { useLoad } from './load.js';
import { Choice, Figure, Loaded, Panel } from './parts.js';
import { LiveState, useReturns } from './portfolio.js';
import { intervalFor, SPANS, spanOf } from './performance.js';
import { priceInWords } from './positions.js';
import { adjust, to } from './router.js';
import { Records, SIDES } from './trades.js';

const MOST_MARKS = 2_000;

export function View({ id, ticker, place, caller }) {
  const portfolio = useLoad((signal) => get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal), [id]);
  return h(Loaded, { state: portfolio, what: 'the portfolio' }, (found) => h(Position, { portfolio: found, ticker, place, caller }));
}

function Position({ portfolio, ticker, place, caller }) {
  const { id, name } = portfolio;
  const { returns, state } = useReturns(id);
  const live = returns.value?.positions.find((one) => one.ticker === ticker);
  const version = live ? `${live.held_text} ${live.cost} ${live.realised} ${live.income}` : '';
  const stored = useLoad(async (signal) => (await get(query('/api/v1/portfolio-summary/', {
    portfolio_id: id, ticker, include_closed: true }), signal)).results[0] ?? null, [id, ticker, version]);
  useEffect(() => {
    document.title = `${ticker} in ${name} – trakkit`;
  }, [ticker, name]);
  const mayWrite = caller.scopes.includes('write');
  return [
    p({ class: 'trail' }, a({ href: to(['portfolios']) }, 'Portfolios'), ' › ', a({ href: to(['portfolio', id]) }, name)),
    div({ class: 'view-head' },
      h1({ tabIndex: -1 }, ticker),
      p({ class: 'about' }, h(LiveState, { state })),
      mayWrite && div({ class: 'tools' }, a({ class: 'button main', href: to(['portfolio', id, 'new-trade'], { ticker }) }, 'Add a trade'))),
    h(Loaded, { state: stored, what: 'the position' }, (summary) => (summary || live
      ? h(Figures, { portfolio, ticker, summary, live })
      : p({ class: 'empty' }, `No trade of ${ticker} counts in this portfolio. Refused and rejected ones are below, if there are any.`))),
    h(PriceLine, { portfolio, ticker, place, version }),
    h(Panel, { title: 'Trades', wide: true }, h(Records, { portfolio, ticker, fixedTicker: true, mayWrite, version, pageSize: 10 })),
    div({ class: 'columns' },
      h(Lots, { portfolio, ticker, version }),
      h(Income, { portfolio, ticker, version })),
    h(Panel, { title: 'Dividends, splits and transfers', wide: true },
      h(Records, { portfolio, kind: 'activity', ticker, fixedTicker: true, version, pageSize: 10 })),
  ];
}

function Figures({ portfolio, ticker, summary, live }) {
  const { id, currency } = portfolio;
  const explain = (number) => to(['portfolio', id, 'explain', ticker], { number });
  const held = live?.held_text ?? summary.volume_text;
  const average = live?.average ?? summary.average_amount;
  const cost = live?.cost ?? summary.cost;
  const realised = live?.realised ?? summary.realised_return;
  const income = live?.income ?? summary.income;
  const fees = live?.fees ?? summary.fees;
  const unitCost = averageOf({ average, cost, held });
  return [
    p({ class: 'muted' }, 'Choose a number to see the records that made it.'),
    dl({ class: live ? 'figures four' : 'figures' },
      h(Figure, { name: 'Held', value: units(held), exact: held, explain: explain('held') }),
      h(Figure, { name: 'Average', value: `${fixed(unitCost, placesOf([unitCost], places(currency), 4))} ${currency}`, exact: unitCost, explain: explain('average'), note: 'cost of one unit' }),
      h(Figure, { name: 'Cost', value: money(cost, currency), exact: cost, explain: explain('cost'), note: fees !== '0' && `charges in it: ${money(fees, currency)}` }),
      h(Figure, { name: 'Realised', value: money(realised, currency, true), tone: tone(realised), exact: realised, explain: explain('realised'), note: 'by what was sold' }),
      h(Figure, { name: 'Income', value: money(income, currency, true), tone: tone(income), exact: income, explain: explain('income'), note: 'dividends after tax' }),
      live && [
        h(Figure, { name: 'Price', value: `${price(live.price)} ${live.currency}`, exact: live.price, explain: explain('value'), note: priceInWords(live) }),
        h(Figure, { name: 'Value', value: money(live.market_value, currency), exact: live.market_value, explain: explain('value'),
          note: `held × price${live.fx_rate ? `, 1 ${live.currency} = ${quantity(live.fx_rate)} ${currency}` : ''}` }),
        h(Figure, { name: 'Unrealised', value: money(live.contribution, currency, true), tone: tone(live.contribution), exact: live.contribution, explain: explain('unrealised'),
          note: ofCost(live.percentage) })]),
    !live && p({ class: 'muted' }, 'The position is closed: nothing is held now.')];
}

function PriceLine({ portfolio, ticker, place, version }) {
  const { parameters } = place;
  const span = SPANS.some(([key]) => key === parameters.span && key !== 'free') ? parameters.span : 'Max';
  const trades = useLoad((signal) => rows('/api/v1/trade/', {
    portfolio_id: portfolio.id, ticker, state: 'applied', ordering: '-executed_at', fields: 'ref_id,executed_at,trade_type,amount,volume_text,currency',
  }, MOST_MARKS, signal), [portfolio.id, ticker, version]);
  const first = trades.value?.rows.at(-1)?.executed_at;
  const bounds = useMemo(() => spanOf(span, { first }), [span, first]);
  const quotes = useLoad((signal) => (trades.value
    ? get(query('/api/v1/price-history/', {
      ticker, from: bounds.from.toISOString(), interval: intervalFor(bounds.from, bounds.to), tz: ZONE }), signal)
    : new Promise(() => {})), [ticker, bounds, trades.value]);
  return h(Panel, { title: 'Price, with buys and sells', wide: true,
    tools: h(Choice, { name: 'Span', options: SPANS.filter(([key]) => key !== 'free'), value: span, choose: (key) => adjust({ span: key }) }) },
  h(Loaded, { state: trades, what: 'the trades' }, (known) => h(Loaded, { state: quotes, what: 'the prices' }, (found) =>
    h(PriceChart, { portfolio, ticker, quotes: found.points, trades: known, from: bounds.from }))));
}

function PriceChart({ portfolio, ticker, quotes, trades, from }) {
  const points = useMemo(() => merged(quotes, trades.rows, from, portfolio.currency), [quotes, trades, from]);
  const series = useMemo(() => [
    quotes.length > 0 && { name: 'Price', colour: '--line-1', spanGaps: true, value: (row) => row.quote ?? null, shown: (row) => `${price(row.quote)} ${row.currency}` },
    { name: 'Buys', colour: '--gain', mark: 'up', value: (row) => (row.side === 1 ? row.traded : null), shown: (row) => `${quantity(row.volume)} at ${price(row.traded)} ${row.currency}` },
    { name: 'Sells', colour: '--loss', mark: 'down', value: (row) => (row.side === 2 ? row.traded : null), shown: (row) => `${quantity(row.volume)} at ${price(row.traded)} ${row.currency}` },
  ].filter(Boolean), [quotes]);
  if (points.length < 2) {
    return p({ class: 'empty' }, 'There are too few prices and trades in this span for a line. Choose a longer one.');
  }
  const buys = points.filter(({ side }) => side === 1).length;
  const sells = points.filter(({ side }) => side === 2).length;
  return h(LineChart, { title: `Price of ${ticker}`, points, series, words: priceLineInWords(quotes, buys, sells, trades.more) + currenciesInWords(points),
    columns: columns(points), file: `${ticker}-prices` });
}

function currenciesInWords(points) {
  const several = [...new Set(points.map(({ currency }) => currency))];
  return several.length > 1 ? ` The scale has several currencies, ${several.join(' and ')}: the table names that of each price.` : '';
}

function priceLineInWords(quotes, buys, sells, more) {
  const traded = `${plural(buys, 'buy', 'buys')} ▲ and ${plural(sells, 'sell', 'sells')} ▼ in this span${more ? `; only the newest ${count(MOST_MARKS)} trades are marked` : ''}.`;
  if (!quotes.length) {
    return `No market prices are known in this span. ${traded}`;
  }
  const low = quotes.reduce((best, row) => (compare(decimal(row.price), decimal(best.price)) < 0 ? row : best));
  const high = quotes.reduce((best, row) => (compare(decimal(row.price), decimal(best.price)) > 0 ? row : best));
  const last = quotes.at(-1);
  return `${price(last.price)} ${last.currency} on ${date(last.at)}; lowest ${price(low.price)} (${date(low.at)}), highest ${price(high.price)} (${date(high.at)}). ${traded}`;
}

/** Quotes and trades in one order of time; uPlot takes one time for all lines. */
function merged(quotes, trades, from, home) {
  const all = quotes.map((row) => ({ at: row.at, quote: row.price, currency: row.currency }));
  for (const trade of trades) {
    if (new Date(trade.executed_at) >= from) {
      all.push({ at: trade.executed_at, traded: trade.amount, side: trade.trade_type, volume: trade.volume_text, currency: trade.currency ?? home, ref: trade.ref_id });
    }
  }
  return all.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function columns(points) {
  const pricePlaces = placesOf(points.map(priceOf), 2);
  const volumePlaces = placesOf(points.map((row) => row.volume), 0, 6);
  return [
    { name: 'Time', csv: 'at', head: true, raw: (row) => row.at, cell: (row) => time(row.at) },
    { name: 'What', csv: 'what', raw: (row) => SIDES[row.side] ?? 'price', cell: (row) => SIDES[row.side] ?? 'price' },
    { name: 'Price', csv: 'price', number: true, raw: priceOf, cell: (row) => `${fixed(priceOf(row), pricePlaces)} ${row.currency}` },
    { name: 'Units', csv: 'units', number: true, raw: (row) => row.volume ?? '', exact: (row) => row.volume,
      cell: (row) => (row.volume ? fixed(row.volume, volumePlaces) : '') },
    { name: 'Reference', csv: 'ref_id', raw: (row) => row.ref ?? '', cell: (row) => row.ref ?? '' },
  ];
}

const priceOf = (row) => row.quote ?? row.traded;

const METHODS = [['average', 'average cost'], ['fifo', 'first in, first out'], ['lifo', 'last in, first out'], ['hifo', 'highest cost first']];

function Lots({ portfolio, ticker, version }) {
  const [method, setMethod] = useState('fifo');
  const lots = useLoad((signal) => rows(`/api/v1/portfolio/${portfolio.id}/lots/`, { ticker, cost_method: method }, 5_000, signal),
    [portfolio.id, ticker, method, version]);
  const { currency } = portfolio;
  return h(Panel, { title: 'Lots',
    tools: label({ class: 'inline' }, 'Method ', select({ value: method, onChange: (event) => setMethod(event.target.value) },
      METHODS.map(([value, text]) => option({ value }, text)))) },
  h(Loaded, { state: lots, what: 'the lots' }, (found) => (found.rows.length
    ? h(DataTable, { title: 'Lots', rows: found.rows, pageSize: 10, columns: lotColumns(currency, placesOf(found.rows.map((row) => row.volume_text), 0, 6)) })
    : p({ class: 'empty' }, 'No units are held, so there are no lots.'))));
}

const lotColumns = (currency, volumePlaces) => [
  { name: 'Acquired', csv: 'acquired_at', head: true, raw: (row) => row.acquired_at, cell: (row) => day(row.acquired_at) },
  { name: 'Units', csv: 'volume', number: true, raw: (row) => row.volume_text, exact: (row) => row.volume_text, cell: (row) => fixed(row.volume_text, volumePlaces) },
  { name: `Cost (${currency})`, csv: 'cost', number: true, raw: (row) => row.cost, exact: (row) => row.cost, cell: (row) => amount(row.cost, currency) },
];
