// The performance of a portfolio over a span. The API gives 1,000 points at most; a longer series is asked for in parts, whose
// returns are chained.
import { get, query } from './api.js';
import { chained } from './decimal.js';
import { ZONE } from './format.js';

const DAY_MS = 86_400_000;
const DAYS_OF_A_PART = 990;
const LENGTHS = { day: DAY_MS, week: 7 * DAY_MS, month: 28 * DAY_MS };

export const SPANS = [['1M', '1M'], ['3M', '3M'], ['6M', '6M'], ['YTD', 'YTD'], ['1Y', '1Y'], ['Max', 'Max'], ['free', 'Free']];

const startOfDay = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());

/** The last day of a month where it has no such day: a month before 31 March is 28 February. */
function monthsBefore(day, months) {
  const first = new Date(day.getFullYear(), day.getMonth() - months, 1);
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  return new Date(first.getFullYear(), first.getMonth(), Math.min(day.getDate(), last));
}

/** A time of a day that an address names; null if it names none. */
function known(day, clock) {
  const at = new Date(`${day}${clock}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** A day of the viewer's time zone, for the name of a file. */
export const dayOf = (instant) => {
  const at = new Date(instant);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

/** The span's start and end, in the viewer's time zone; the end is null for now. */
export function spanOf(span, { first, from, to, now = new Date() }) {
  const today = startOfDay(now);
  const months = { '1M': 1, '3M': 3, '6M': 6, '1Y': 12 }[span];
  if (months) {
    return { from: monthsBefore(today, months), to: null };
  }
  if (span === 'YTD') {
    return { from: new Date(today.getFullYear(), 0, 1), to: null };
  }
  if (span === 'free') {
    return {
      from: known(from, 'T00:00') ?? monthsBefore(today, 12),
      to: known(to, 'T23:59:59.999'),
    };
  }
  return { from: first ? startOfDay(new Date(first)) : monthsBefore(today, 12), to: null };
}

/** The finest interval that one request can answer. */
export function intervalFor(from, to) {
  const length = (to ?? new Date()) - from;
  return ['day', 'week', 'month'].find((interval) => length / LENGTHS[interval] < DAYS_OF_A_PART) ?? 'month';
}

const ask = (id, from, to, interval, signal) => get(query(`/api/v1/portfolio/${id}/performance/`, {
  from: from.toISOString(), to: to?.toISOString(), interval, tz: ZONE,
}), signal);

export async function performanceOf(id, { from, to, interval }, signal) {
  const end = to && to < new Date() ? to : new Date();
  if ((end - from) / LENGTHS[interval] < DAYS_OF_A_PART) {
    return ask(id, from, to, interval, signal);
  }
  // For the returns of the whole span, which the parts do not have.
  const whole = await ask(id, from, end, 'month', signal);
  return { ...whole, interval, points: await parts(id, from, end, interval, signal) };
}

async function parts(id, from, end, interval, signal) {
  const points = [];
  let before = null;
  let start = from;
  while (start < end) {
    const next = new Date(start.getFullYear(), start.getMonth(), start.getDate() + DAYS_OF_A_PART);
    const stop = next < end ? next : end;
    const part = await ask(id, start, stop, interval, signal);
    for (const point of points.length ? part.points.slice(1) : part.points) {
      points.push({ ...point, time_weighted: link(before, point.time_weighted) });
    }
    before = points.at(-1).time_weighted;
    start = stop;
  }
  return points;
}

const link = (before, part) => (before === null ? part : part === null ? before : chained(before, part));
