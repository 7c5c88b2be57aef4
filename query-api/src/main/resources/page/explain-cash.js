// Where the cash of a portfolio comes from: the balance of each currency, and the records that add up to it, each with its place in
// the log.
import { a, code, dd, div, dl, dt, h, h3, li, ol, p, span, strong } from './html.js';
import { get, query } from './api.js';
import { ServerPages } from './data-table.js';
import { count, isMissing, money, time, tone } from './format.js';
import { useLoad } from './load.js';
import { Figure, Loaded, Panel } from './parts.js';
import { capital, localised, LogInWords, Origin, termsInWords, typeOf, whenOf } from './records.js';
import { adjust, to } from './router.js';

const PAGE_SIZE = 20;

export function Cash({ portfolio, place }) {
  const { as_of: asOf, page = '1' } = place.parameters;
  const cash = useLoad((signal) => get(query(`/api/v1/portfolio/${portfolio.id}/explain/cash/`, {
    as_of: asOf, page, page_size: PAGE_SIZE }), signal), [portfolio.id, asOf, page]);
  return h(Loaded, { state: cash, what: 'the cash' }, (found) => [
    dl({ class: 'figures' }, h(Figure, { name: asOf ? 'Cash then' : 'Cash', value: money(found.cash, found.currency), exact: found.cash,
      note: asOf ? time(asOf) : 'now' })),
    isMissing(found.cash) && p({ class: 'muted', role: 'status' },
      'Cash is a part of the portfolio from its first deposit or withdrawal on. There is none, so this is only what trades and dividends have moved.'),
    h(Panel, { title: 'The balance of each currency', wide: true }, found.balances.length
      ? dl({ class: 'effects' }, found.balances.map((balance) => h(Balance, { key: balance.currency, balance, currency: found.currency })))
      : p({ class: 'empty' }, 'No cash has moved.')),
    found.count > 0 && h(Panel, { title: `The records that add up to it (${count(found.count)})`, wide: true },
      h(LogInWords),
      ol({ class: 'records' }, found.results.map((entry, index) => h(Entry, {
        key: `${entry.record.kind} ${entry.record.ref_id ?? entry.record.action_id} ${entry.record.ticker}`, entry,
        place: (Number(page) - 1) * PAGE_SIZE + index + 1, portfolio }))),
      (found.next || found.previous || Number(page) > 1) && h(ServerPages, { title: 'records', page: Number(page), list: found, pageSize: PAGE_SIZE, turn: (next) => adjust({ page: next }) }))]);
}

const Balance = ({ balance: { currency, balance, converted, formula, stale }, currency: home }) => div({ class: 'effect' },
  dt(currency),
  dd(strong(money(balance, currency)),
    formula && code({ class: 'formula' }, localised(formula)),
    currency !== home && span({ class: 'muted' }, isMissing(converted) ? `no rate into ${home} is known` : money(converted, home)),
    stale && span({ class: 'badge' }, 'old rate')));

function Entry({ entry: { record, amount, currency }, place, portfolio }) {
  return li({ class: 'record' },
    div({ class: 'record-head' },
      span({ class: 'place' }, `${count(place)}.`),
      h3(`${capital(typeOf(record))}${record.ticker ? ` ${record.ticker}` : ''}`),
      span({ class: 'muted' }, whenOf(record)),
      strong({ class: tone(amount) }, money(amount, currency, true))),
    p({ class: 'muted' }, termsInWords(record, portfolio.currency), record.ticker && [' ', a({ href: to(['portfolio', portfolio.id, 'explain', record.ticker]) }, 'What it did')]),
    h(Origin, { record }));
}
