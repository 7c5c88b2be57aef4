// Where a time-weighted return comes from: the parts of its span, the records that count in each, and where these are in the log.
import { a, code, dd, div, dl, dt, h, h3, li, ol, p, span, strong, ul } from './html.js';
import { get, query } from './api.js';
import { ServerPages } from './data-table.js';
import { decimal, minus, plus, sign, text, times } from './decimal.js';
import { amount, count, date, isMissing, money, percent, plural, time, tone } from './format.js';
import { useLoad } from './load.js';
import { Figure, Loaded, Panel } from './parts.js';
import { localised, LogInWords, Origin, termsInWords, typeOf, whenOf } from './records.js';
import { adjust, to } from './router.js';

const PAGE_SIZE = 20;
const HUNDRED = decimal('100');

export function Parts({ portfolio, place }) {
  const { from, to: end, page = '1' } = place.parameters;
  const parts = useLoad((signal) => get(query(`/api/v1/portfolio/${portfolio.id}/explain/`, {
    from, to: end, page, page_size: PAGE_SIZE }), signal), [portfolio.id, from, end, page]);
  return h(Loaded, { state: parts, what: 'the parts of the span' }, (found) => [
    dl({ class: 'figures' }, h(Figure, { name: 'Time-weighted return', value: percent(found.time_weighted), tone: tone(found.time_weighted),
      note: `${date(found.from)} to ${date(found.to)}` })),
    h(Panel, { title: `The parts of the span, one after the other (${count(found.count)})`, wide: true }, found.results.length
      ? [
        p({ class: 'words' }, 'Money that comes in or goes out ends a part. Each part grows by its value at the end ÷ its value at the start; the '
          + 'return is the product of all of them, so the size of a deposit or a buy does not change it.'),
        h(LogInWords),
        ol({ class: 'records' }, found.results.map((part, index) => h(Part, {
          key: `${part.from} ${part.to} ${index}`, part, place: (Number(page) - 1) * PAGE_SIZE + index + 1, portfolio }))),
        (found.next || found.previous || Number(page) > 1) && h(ServerPages, { title: 'parts', page: Number(page), list: found, pageSize: PAGE_SIZE, turn: (next) => adjust({ page: next }) })]
      : p({ class: 'empty' }, 'Nothing was held in this span.')),
    p(a({ href: to(['portfolio', portfolio.id, 'trades']) }, 'All trades of the portfolio'))]);
}

/** A factor of 1.05 is a growth of 5 %. */
const growth = (factor) => percent(text(minus(times(decimal(factor), HUNDRED), HUNDRED)));

function Part({ part, place, portfolio }) {
  const { currency } = portfolio;
  return li({ class: 'record' },
    div({ class: 'record-head' },
      span({ class: 'place' }, `${count(place)}.`),
      h3(part.from === part.to ? `At ${time(part.from)}` : `${time(part.from)} to ${time(part.to)}`)),
    dl({ class: 'effects' },
      effect('This part', isMissing(part.factor)
        ? ['it begins without a value, so it is left out']
        : [strong(growth(part.factor)), code({ class: 'formula' }, localised(part.formula))]),
      effect('Return so far', [growth(part.growth)]),
      !isMissing(part.flow) && sign(decimal(part.flow)) !== 0 && effect('Flow at its end', [strong(money(part.flow, currency, true)),
        span({ class: 'muted' }, flowInWords(part, currency))])),
    part.records.length > 0 && ul({ class: 'of-part' }, part.records.map((record) => h(PartRecord, {
      key: `${record.kind} ${record.ref_id ?? record.action_id} ${record.ticker}`, record, portfolio }))),
    part.record_count > part.records.length && p({ class: 'muted' },
      `The first ${count(part.records.length)} of ${plural(part.record_count, 'record', 'records')} that count here. `,
      a({ href: to(['portfolio', portfolio.id, 'trades']) }, 'All trades')));
}

const effect = (name, content) => div({ class: 'effect' }, dt(name), dd(content));

const flowInWords = ({ end, flow }, currency) => {
  const after = text(plus(decimal(end), decimal(flow)));
  return `${amount(end, currency)} before it, ${amount(after, currency)} after it`;
};

function PartRecord({ record, portfolio }) {
  return li(
    div({ class: 'record-head' },
      span(strong(`${typeOf(record)} `), record.ticker && [a({ href: to(['portfolio', portfolio.id, 'explain', record.ticker]) }, record.ticker), ' '],
        termsInWords(record, portfolio.currency)),
      span({ class: 'muted' }, whenOf(record)),
      !isMissing(record.cash) && span({ class: 'muted' }, `cash ${money(record.cash, record.cash_currency, true)}`),
      record.ends_part && span({ class: 'badge' }, 'ends this part')),
    h(Origin, { record }));
}
