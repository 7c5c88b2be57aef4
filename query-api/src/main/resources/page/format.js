// Numbers, money and times as the viewer's locale writes them. Amounts come as decimal strings and stay exact: a browser's
// number format takes strings of any length.
import { decimal, decimals, divided, sign, text } from './decimal.js';

const LOCALES = navigator.languages?.length ? [...navigator.languages] : undefined;
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const NONE = '–';

const formats = new Map();

function format(kind, options) {
  const key = kind.name + JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new kind(LOCALES, options));
  }
  return formats.get(key);
}

const numbers = (options) => format(Intl.NumberFormat, { roundingMode: 'halfEven', ...options });

/** A minus that is as wide as a plus. */
const written = (text) => text.replace(/^([^\d]*)-/, '$1−');

export const isMissing = (value) => value === null || value === undefined || value === '';

/** A number with a fixed number of decimals. */
export function fixed(value, places, signed = false) {
  if (isMissing(value)) {
    return NONE;
  }
  return written(numbers({
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    signDisplay: signed ? 'exceptZero' : 'negative',
  }).format(value));
}

/** How many decimals money of a currency has: 2 for USD, 0 for JPY. */
export function places(currency) {
  return numbers({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}

export const amount = (value, currency, signed = false) => fixed(value, places(currency), signed);

/** An amount with its currency, for where no heading names it. */
export const money = (value, currency, signed = false) =>
  (isMissing(value) ? NONE : `${amount(value, currency, signed)} ${currency}`);

export const percent = (value) => (isMissing(value) ? NONE : `${fixed(value, 2, true)} %`);

export const ofCost = (value) => (isMissing(value) ? '' : `${percent(value)} of the cost`);

/** Of a number that has more: `most`, but three digits of one that would be nothing but zeros. */
const limited = (value, most) => {
  const leading = /^-?0\.(0*)/.exec(value)?.[1].length ?? 0;
  return Math.min(decimals(value), Math.max(most, leading + 3));
};

/** The decimals that a column needs so that its numbers are aligned, and exact up to `most`. */
export const placesOf = (values, least = 0, most = 12) =>
  values.reduce((places, value) => Math.max(places, isMissing(value) ? 0 : limited(value, most)), least);

/** Exact: units have 18 decimals at most. */
export const quantity = (value) => fixed(value, isMissing(value) ? 0 : decimals(value));

export const units = (value) => `${quantity(value)} ${Math.abs(Number(value)) === 1 ? 'unit' : 'units'}`;

/** A text beside which another one stands: it keeps its direction, and the other one its place, also if one is Hebrew or Arabic. */
export const isolated = (text) => `\u2068${text}\u2069`;

export const price = (value) => fixed(value, placesOf([value], 2));

/** The API rounds the average cost to cents. Where these say little, as of a token that costs a tenth of one, it is cost ÷ held. */
export const averageOf = ({ average, cost, held }) =>
  (Math.abs(Number(average)) < 1 && sign(decimal(held)) !== 0 ? text(divided(decimal(cost), decimal(held), 18)) : average);

export const count = (value) => numbers({ maximumFractionDigits: 0 }).format(value);

/** For the scale of a chart: all digits that it has, so that no two lines of a narrow one are named alike. */
export const compact = (value) =>
  written(numbers({ notation: 'compact', maximumFractionDigits: 12 }).format(Number(value.toPrecision(12))));

/** For classes: gain, loss or nothing. The sign is always written, too. */
export const tone = (value) => ({ '1': 'gain', '-1': 'loss' })[isMissing(value) ? 0 : sign(decimal(value))] ?? '';

const times = (options) => format(Intl.DateTimeFormat, options);

/** What is no time, as in an address that somebody has changed, stays as it is. */
const told = (instant, options) => {
  const at = new Date(instant);
  return isMissing(instant) ? NONE : Number.isNaN(at.getTime()) ? String(instant) : times(options).format(at);
};

export const date = (instant) => told(instant, { dateStyle: 'medium' });

export const time = (instant) => told(instant, { dateStyle: 'medium', timeStyle: 'medium' });

/** Midnight of UTC stands for a day, such as an ex date: it is that day everywhere, also where it is still the evening before. */
export const isDay = (instant) => /T00:00(:00(\.0+)?)?Z$/.test(instant);

export const day = (instant) => told(instant, { dateStyle: 'medium', ...(isDay(instant) && { timeZone: 'UTC' }) });

export const clock = (instant) => times({ timeStyle: 'medium' }).format(new Date(instant));

export const month = (year, index) => times({ year: 'numeric', month: 'long' }).format(new Date(year, index, 1));

export const axisTime = (seconds, step) => {
  const day = 86_400;
  const options = step < day
    ? { hour: '2-digit', minute: '2-digit' }
    : step < 28 * day
      ? { day: 'numeric', month: 'short' }
      : step < 360 * day ? { month: 'short', year: 'numeric' } : { year: 'numeric' };
  return times(options).format(new Date(seconds * 1000));
};

/** Texts of the server have times as the log has them. */
export const withTimes = (text) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, time);

export function duration(seconds) {
  const lengths = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];
  const [unit, length] = lengths.find(([, size]) => seconds >= size) ?? ['second', 1];
  return numbers({ style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(Math.floor(seconds / length));
}

export const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
