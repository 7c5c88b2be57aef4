// What the explanations share: a record in words, the arithmetic as the locale writes it, and where a record is in the log.
import { a, code, details, div, h, li, p, span, strong, summary, ul, useState } from './html.js';
import { get } from './api.js';
import { day, fixed, isDay, isMissing, NONE, quantity, time } from './format.js';
import { useLoad } from './load.js';
import { Loaded } from './parts.js';

/** Exact, with all decimals: an explanation is the place to check them. */
export const exactly = (value, least, signed = false) =>
  fixed(value, Math.min(20, Math.max(least, (/\.(\d+)$/.exec(value)?.[1] ?? '').length)), signed);

/** Writes the numbers of a formula as the locale does. */
export const localised = (formula) => formula.replace(/\d[\d,]*(\.\d+)?/g, (number) => exactly(number.replaceAll(',', ''), 0));

const TYPES = { return_of_capital: 'return of capital', cost_adjustment: 'cost adjustment', cash_in_lieu: 'cash in lieu',
  transfer_in: 'transfer in', transfer_out: 'transfer out' };

export const typeOf = (record) => TYPES[record.type] ?? record.type ?? 'a record that cannot be read';

/** For headings. */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param home the currency of the portfolio */
export function termsInWords({ terms, type }, home) {
  const currency = terms.currency ?? home;
  const parts = [
    terms.volume && quantity(terms.volume),
    terms.amount && `at ${exactly(terms.amount, 2)} ${currency}`,
    terms.numerator && `${quantity(terms.numerator)} for ${quantity(terms.denominator)}`,
    terms.per_unit && `${exactly(terms.per_unit, 2)} ${currency} per unit`,
    terms.total && `${type === 'transfer_in' ? 'at a cost of ' : ''}${exactly(terms.total, 2)} ${currency}`,
    charge(terms.fee) && `fee ${exactly(terms.fee, 2)} ${currency}`,
    charge(terms.tax) && `tax ${exactly(terms.tax, 2)} ${currency}`,
    terms.fx_rate && currency !== home && `1 ${currency} = ${quantity(terms.fx_rate)} ${home}${terms.fx_looked_up ? ' (looked up)' : ''}`,
  ].filter(Boolean);
  return parts.join(', ').replace(', at ', ' at ');
}

const charge = (value) => value && Number(value) !== 0;

/** When a record was: a corporate action that counts from midnight has a day, which is the same everywhere. */
export const whenOf = ({ kind, executed_at: at }) => (kind === 'corporate_action' && isDay(at) ? `ex date ${day(at)}` : time(at));

/** A corporate action has no place that stays: its topic keeps the newest record of each action only. */
const where = ({ topic, partition, offset }) =>
  (isMissing(partition) ? topic : `${topic}, partition ${partition}, offset ${offset}`);

/** Where a record is in the log; opened, all of its events, and what amendments changed. */
export function Origin({ record }) {
  const [first] = record.events;
  const others = record.event_count - 1;
  return details({ class: 'origin' },
    summary('In the log: ', first ? code(where(first)) : NONE,
      span({ class: 'muted' }, ` · ${record.ref_id ?? record.action_id ?? 'without a reference'}`),
      others > 0 && ` and ${others} later ${others === 1 ? 'event' : 'events'}`),
    ul(record.events.map((event) => li(
      div(
        strong((event.type ?? 'unreadable record').replaceAll('_', ' ')), ' ', time(event.received_at),
        event.verdict !== 'accepted' && span({ class: 'loss' }, ` refused: ${event.detail ?? event.reason ?? ''}`),
        event.outcome && ` (${event.outcome} by an operator)`),
      event.changes.map((change) => div({ class: 'muted' },
        `${change.field.replaceAll('_', ' ')}: ${written(change.field, change.from)} → ${written(change.field, change.to)}`)),
      code(where(event))))),
    record.event_count > record.events.length && p({ class: 'muted' }, `The first and the newest of ${record.event_count} events; the rest is at `,
      a({ href: record.history }, 'its history'), '.'));
}

/** Other members can look like numbers, too: a ticker can be 700. */
const DECIMALS = new Set(['volume', 'amount', 'total', 'per_unit', 'cost', 'fee', 'tax', 'fx_rate', 'numerator', 'denominator']);

function written(field, value) {
  if (isMissing(value)) {
    return 'nothing';
  }
  return DECIMALS.has(field) ? quantity(value) : /^\d{4}-\d\d-\d\dT/.test(value) ? time(value) : String(value);
}

/** What a record is, in words; opened, where its events are in the log, which is asked for then. */
export function InLog({ kind, reference, words }) {
  const [open, setOpen] = useState(false);
  return details({ class: 'in-log', onToggle: (event) => setOpen(event.target.open) },
    summary(words), open && h(Places, { kind, reference }));
}

function Places({ kind, reference }) {
  const events = useLoad((signal) => get(`/api/v1/${kind}/${encodeURIComponent(reference)}/history/`, signal)
    .catch((problem) => {
      if (problem.status === 404) {
        return null;
      }
      throw problem;
    }), [kind, reference]);
  return h(Loaded, { state: events, what: 'its place in the log' }, (found) => (found
    ? ul(found.results.map((event) => li(code(where(event)), ` ${(event.type ?? 'unreadable record').replaceAll('_', ' ')}, ${time(event.occurred_at)}`)))
    : p(code('trakkit.corporate-actions'), ` ${reference}`)));
}

/** For people who have never heard of a log. */
export const LogInWords = () => p({ class: 'words' }, 'trakkit keeps every record that was ever sent to it in a log, which is never rewritten. Below each record is '
  + 'its place there: topic, partition and offset.');
