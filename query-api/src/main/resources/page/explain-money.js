// Where a money-weighted return comes from: what the owner put in and took out, day by day, and the rate at which it balances.
import { a, code, dd, div, dl, dt, h, h3, li, ol, p, span, strong, ul } from './html.js';
import { get, query } from './api.js';
import { ServerPages } from './data-table.js';
import { amount, count, date, money, percent, plural, tone } from './format.js';
import { useLoad } from './load.js';
import { Figure, Loaded, Panel } from './parts.js';
import { capital, exactly, localised, LogInWords, Origin, termsInWords, typeOf } from './records.js';
import { adjust, to } from './router.js';

const PAGE_SIZE = 20;

const HEADS = { value_at_start: 'The value at the start, as if it had been bought then', value_at_end: 'The value at the end, as if it were sold then' };

const WITHOUT = {
  none: 'No rate balances these flows: nothing was put in and taken out, no time has passed, or the amounts do not allow any.',
  several: 'More than one rate balances these flows, and none is better than another.',
  found: 'There may be other rates beside this one.',
};

export function Flows({ portfolio, place }) {
  const { from, to: end, page = '1' } = place.parameters;
  const flows = useLoad((signal) => get(query(`/api/v1/portfolio/${portfolio.id}/explain/money-weighted/`, {
    from, to: end, page, page_size: PAGE_SIZE }), signal), [portfolio.id, from, end, page]);
  return h(Loaded, { state: flows, what: 'the flows' }, (found) => [
    dl({ class: 'figures' },
      found.rates.map((rate, index) => h(Figure, { key: index, name: 'Money-weighted return', value: percent(rate.annual), tone: tone(rate.annual),
        note: `a year, ${date(found.from)} to ${date(found.to)}` })),
      found.rates.length === 0 && h(Figure, { name: 'Money-weighted return', value: percent(null), note: `${date(found.from)} to ${date(found.to)}` })),
    WITHOUT[found.solution] && p({ class: 'muted', role: 'status' }, WITHOUT[found.solution]),
    h(Panel, { title: `What was put in and taken out (${count(found.count)})`, wide: true }, found.results.length
      ? [
        p({ class: 'words' }, 'Each flow is divided by the growth of the time since the first day. At the rate that is the return, what was put in (−) and '
          + 'what was taken out (+) are worth the same on that day, so they add up to zero. It is the XIRR of spreadsheets.'),
        found.rates.map((rate, index) => p({ key: index, class: 'words' },
          `At ${exactly(rate.growth ?? rate.daily_growth, 0)} times ${rate.growth ? 'a year' : 'a day'} the flows are worth `, strong(money(rate.present_value, portfolio.currency)), ` on ${dateOf(found.first_day)}.`)),
        h(LogInWords),
        ol({ class: 'records' }, found.results.map((flow, index) => h(Flow, {
          key: `${flow.kind} ${flow.at} ${index}`, flow, place: (Number(page) - 1) * PAGE_SIZE + index + 1, portfolio }))),
        (found.next || found.previous || Number(page) > 1) && h(ServerPages, { title: 'flows', page: Number(page), list: found, pageSize: PAGE_SIZE, turn: (next) => adjust({ page: next }) })]
      : p({ class: 'empty' }, 'Nothing was held in this span.')),
    p(a({ href: to(['portfolio', portfolio.id, 'trades']) }, 'All trades of the portfolio'))]);
}

function Flow({ flow, place, portfolio }) {
  const { currency, id } = portfolio;
  return li({ class: 'record' },
    div({ class: 'record-head' },
      span({ class: 'place' }, `${count(place)}.`),
      h3(HEADS[flow.kind] ?? heading(flow)),
      span({ class: 'muted' }, `${dateOf(flow.day)}, day ${count(flow.days)}`)),
    dl({ class: 'effects' },
      effect(flow.amount.startsWith('-') ? 'Put in' : 'Taken out', [strong(money(flow.amount, currency, true)),
        HEADS[flow.kind] && a({ href: to(['portfolio', id, 'explain'], { number: 'value', as_of: flow.at }) }, 'How it comes about')]),
      flow.present_values.map(({ amount: worth, formula }, index) => effect(index ? 'or' : 'Worth on the first day',
        [strong(amount(worth, currency, true)), code({ class: 'formula' }, localised(formula))]))),
    flow.records.length > 0 && ul({ class: 'of-part' }, flow.records.map((record) => li({ key: `${record.kind} ${record.ref_id ?? record.action_id}` },
      div({ class: 'record-head' }, span(strong(`${typeOf(record)} `), record.ticker && [a({ href: to(['portfolio', id, 'explain', record.ticker]) }, record.ticker), ' '],
        termsInWords(record, currency))),
      h(Origin, { record })))),
    flow.record_count > flow.records.length && p({ class: 'muted' },
      `The first ${count(flow.records.length)} of ${plural(flow.record_count, 'record', 'records')} of this moment.`));
}

const heading = ({ records: [first], record_count: several }) =>
  (several > 1 ? `${plural(several, 'transfer', 'transfers')} of ${first.ticker}` : `${capital(typeOf(first))} ${first.ticker}`);

/** A day of UTC, whatever day it is where the viewer is. */
const dateOf = (day) => date(`${day}T12:00:00`);

const effect = (name, content) => div({ class: 'effect' }, dt(name), dd(content));
