// Where a number comes from: each record that changed it, what it did, and where it is in the log.
import { a, code, dd, div, dl, dt, h, h1, h3, li, ol, option, label, p, select, span, strong, ul, useEffect } from './html.js';
import { get, query } from './api.js';
import { ServerPages } from './data-table.js';
import { compare, decimal, minus, times } from './decimal.js';
import { count, isMissing, money, NONE, places, plural, price, quantity, time, tone, units } from './format.js';
import { useLoad } from './load.js';
import { Choice, Figure, Loaded, Panel, PortfolioLink } from './parts.js';
import { priceInWords } from './positions.js';
import { capital, exactly, localised, LogInWords, Origin, termsInWords, typeOf, whenOf } from './records.js';
import { adjust, to } from './router.js';

const PAGE_SIZE = 20;

const NUMBERS = [['', 'All'], ['held', 'Held'], ['average', 'Average'], ['cost', 'Cost'], ['fees', 'Charges'], ['realised', 'Realised'], ['income', 'Income'],
  ['value', 'Value'], ['unrealised', 'Unrealised']];

/** These have a price in them, which no record of the position made; of their records, those of this number are shown. */
const OF_PRICE = { value: 'held', unrealised: 'cost' };

const NAMES = { held: 'Held', average: 'Average', cost: 'Cost', fees: 'Charges in cost', realised: 'Realised', income: 'Income',
  local_cost: 'Cost in its currency', local_realised: 'Realised in its currency' };

const IN_WORDS = { held: 'units', average: 'average cost', cost: 'cost', fees: 'charges', realised: 'realised gain', income: 'income',
  value: 'value', unrealised: 'unrealised gain' };

const METHODS = [['average', 'average cost'], ['fifo', 'first in, first out'], ['lifo', 'last in, first out'], ['hifo', 'highest cost first']];

const SIGNED = new Set(['realised', 'income', 'local_realised']);

export function View({ id, ticker, place }) {
  const { number: wanted = '', method = 'average', as_of: asOf, page = '1' } = place.parameters;
  const number = OF_PRICE[wanted] ?? wanted;
  const portfolio = useLoad((signal) => get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal), [id]);
  const path = `/api/v1/portfolio/${encodeURIComponent(id)}/explain/${ticker.split('/').map(encodeURIComponent).join('/')}/`;
  const explained = useLoad((signal) => get(query(path, {
    number, cost_method: method, as_of: asOf, page, page_size: PAGE_SIZE }), signal), [id, ticker, number, method, asOf, page]);
  useEffect(() => {
    document.title = `${ticker} explained – trakkit`;
  }, [ticker]);
  return [
    p({ class: 'trail' }, a({ href: to(['portfolios']) }, 'Portfolios'), ' › ',
      h(PortfolioLink, { portfolio: portfolio.value, id }), ' › ',
      a({ href: to(['portfolio', id, 'position', ticker]) }, ticker)),
    div({ class: 'view-head' },
      h1({ tabIndex: -1 }, wanted ? `How ${ticker} comes to its ${IN_WORDS[wanted] ?? wanted}` : `How ${ticker} comes to its numbers`)),
    div({ class: 'filter' },
      h(Choice, { name: 'Number', options: NUMBERS, value: wanted, choose: (key) => adjust({ number: key, page: '' }) }),
      label('Cost method', select({ value: method, onChange: (event) => adjust({ method: event.target.value, page: '' }) },
        METHODS.map(([value, text]) => option({ value }, text))))),
    asOf && p({ class: 'muted' }, `The records that count by ${time(asOf)}. `, a({ href: to(['portfolio', id, 'explain', ticker], { number: wanted, method }) }, 'Those of now')),
    OF_PRICE[wanted] && h(OfPrice, { key: wanted, id, ticker, number: wanted, method, asOf, currency: portfolio.value?.currency }),
    h(Loaded, { state: explained, what: 'the records' }, (found) => [
      !OF_PRICE[wanted] && h(Totals, { found, number }),
      h(Panel, { title: number ? `The records that changed ${wanted === number ? 'it' : `the ${WHAT[number]}`} (${atLeast(found.count)})` : `Its records, in the order that counts (${atLeast(found.count)})`, wide: true },
        found.results.length
          ? [h(LogInWords), ol({ class: 'records' }, found.results.map((record) => h(Record, { key: `${record.place} ${record.ref_id ?? record.action_id} ${record.state}`, record, found, number })))]
          : p({ class: 'empty' }, 'No record has changed this number: it is what it was at the start.'),
        (found.next || found.previous || Number(page) > 1) && h(ServerPages, {
          title: 'records', page: Number(page), list: found, pageSize: PAGE_SIZE, turn: (next) => adjust({ page: next }) }))]),
  ];
}

const WHAT = { held: 'units', cost: 'cost' };

/** How a number comes about that is the price of what is held. */
function OfPrice({ id, ticker, number, method, asOf, currency }) {
  const returns = useLoad((signal) => get(query(`/api/v1/portfolio/${encodeURIComponent(id)}/cumulative-returns/`, { cost_method: method, as_of: asOf }), signal),
    [id, method, asOf]);
  return h(Loaded, { state: returns, what: 'the price' }, ({ positions }) => {
    const open = positions.find((one) => one.ticker === ticker);
    return open
      ? currency && h(Panel, { title: 'How it comes about', wide: true }, dl({ class: 'effects' }, STEPS[number](open, currency)))
      : p({ class: 'empty' }, 'Nothing is held, so nothing has a price.');
  });
}

const step = (name, value, formula, note) => div({ class: 'effect' }, dt(name),
  dd(strong(value), formula && code({ class: 'formula' }, formula), note && span({ class: 'muted' }, note)));

const STEPS = {
  value: (open, currency) => [
    step('Held', units(open.held_text)),
    step('Price', `${price(open.price)} ${open.currency}`, null, priceInWords(open)),
    open.fx_rate && step('Exchange rate', `1 ${open.currency} = ${quantity(open.fx_rate)} ${currency}`),
    valueOf(open, currency),
  ],
  unrealised: (open, currency) => [
    valueOf(open, currency),
    step('Cost', money(open.cost, currency)),
    step('Unrealised', money(open.contribution, currency, true),
      equation([open.market_value, open.cost], '−', open.contribution, minus)),
  ],
};

const valueOf = (open, currency) => step('Value', money(open.market_value, currency),
  equation([open.held_text, open.price, open.fx_rate].filter(Boolean), '×', open.market_value, times));

/** The result can have been rounded, which the sign says. */
function equation(terms, operator, result, apply) {
  const exact = compare(terms.map(decimal).reduce(apply), decimal(result)) === 0;
  const written = terms.map((term) => (term.startsWith('-') ? `(${exactly(term, 0)})` : exactly(term, 0)));
  return `${written.join(` ${operator} `)} ${exact ? '=' : '≈'} ${exactly(result, 0)}`;
}

const atLeast = (number) => (number >= 10_000 ? `${count(number)} or more` : count(number));

function Totals({ found, number }) {
  const names = number ? [number] : ['held', 'average', 'cost', 'fees', 'realised', 'income'];
  return dl({ class: 'figures' }, names.map((name) => h(Figure, {
    key: name, name: NAMES[name] ?? name, exact: found.totals[name], value: shown(name, found.totals[name], found, true),
    tone: SIGNED.has(name) ? tone(found.totals[name]) : '' })));
}

/** Exact, with all decimals: this is the place to check them. */
function shown(name, value, found, whole = false) {
  if (isMissing(value)) {
    return NONE;
  }
  const currency = name.startsWith('local_') ? found.totals.local_currency ?? '' : found.currency;
  if (name === 'held') {
    return whole ? units(value) : quantity(value);
  }
  return `${exactly(value, currency ? places(currency) : 0, whole && SIGNED.has(name))} ${currency}`.trim();
}

function Record({ record, found, number }) {
  const applied = record.state === 'applied';
  return li({ class: `record ${record.state}` },
    div({ class: 'record-head' },
      span({ class: 'place' }, record.place === null ? NONE : `${count(record.place)}.`),
      h3(`${capital(typeOf(record))}${record.terms ? ` ${termsInWords(record, found.currency)}` : ''}`),
      span({ class: 'muted' }, record.executed_at ? whenOf(record) : 'time unknown'),
      !applied && span({ class: `state ${record.state}` }, record.state)),
    !applied && p({ class: 'why' }, strong(record.state === 'rejected' ? 'It does not count: ' : record.state === 'refused' ? 'It was refused: ' : 'It has failed: '),
      record.detail ?? (record.reason ?? '').replaceAll('_', ' ')),
    applied && record.detail && p({ class: 'muted' }, record.detail),
    record.effects.length > 0 && h(Effects, { record, found, number }),
    record.lots?.length > 0 && ul({ class: 'lots' }, record.lots.map((lot) => li(
      `${units(lot.volume_text)} of ${lot.ref_id}, held ${plural(lot.days_held, 'day', 'days')}, at a cost of ${money(lot.cost, found.currency)}`))),
    h(Origin, { record }));
}

function Effects({ record, found, number }) {
  const several = new Set(record.effects.map(({ step }) => step)).size > 1;
  return dl({ class: 'effects' }, record.effects.map((effect) => div({ class: effect.number === number ? 'effect asked' : 'effect' },
    dt(`${NAMES[effect.number] ?? effect.number}${several ? `, step ${effect.step}` : ''}`),
    dd(
      span({ class: 'change' }, shown(effect.number, effect.before, found), ' → ', strong(shown(effect.number, effect.after, found))),
      effect.formula && code({ class: 'formula' }, localised(effect.formula))))));
}
