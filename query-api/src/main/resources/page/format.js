// Numbers, money and times as the viewer's locale writes them. Amounts come as decimal strings and stay exact: a browser's
// number format takes strings of any length.
import { decimal, decimals, sign } from './decimal.js';

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

/** The decimals that a column needs so that its numbers are exact and aligned; prices and quantities have 12 at most here. */
export const placesOf = (values, least = 0) =>
  Math.min(12, values.reduce((most, value) => Math.max(most, isMissing(value) ? 0 : decimals(value)), least));

export const quantity = (value, most = 12) => fixed(value, isMissing(value) ? 0 : Math.min(most, decimals(value)));

export const price = (value) => fixed(value, placesOf([value], 2));

export const count = (value) => numbers({ maximumFractionDigits: 0 }).format(value);

export const compact = (value) => written(numbers({ notation: 'compact', maximumFractionDigits: 1 }).format(value));

/** For classes: gain, loss or nothing. The sign is always written, too. */
export const tone = (value) => ({ '1': 'gain', '-1': 'loss' })[isMissing(value) ? 0 : sign(decimal(value))] ?? '';

const times = (options) => format(Intl.DateTimeFormat, options);

export const date = (instant) => (isMissing(instant) ? NONE : times({ dateStyle: 'medium' }).format(new Date(instant)));

export const time = (instant) =>
  (isMissing(instant) ? NONE : times({ dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(instant)));

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
  const units = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? ['second', 1];
  return numbers({ style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(Math.floor(seconds / length));
}

export const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
