// Decimals as the API sends them, without the rounding of binary numbers: { digits: BigInt, scale }.

const WRITTEN = /^([+-]?)(\d+)(?:\.(\d+))?$/;

export function decimal(text) {
  const parts = WRITTEN.exec(String(text).trim());
  if (!parts) {
    throw new RangeError(`"${text}" is no decimal number`);
  }
  const fraction = parts[3] ?? '';
  const digits = BigInt(parts[2] + fraction);
  return { digits: parts[1] === '-' ? -digits : digits, scale: fraction.length };
}

export const ZERO = decimal('0');
const HUNDRED = decimal('100');

const raised = (value, scale) => value.digits * 10n ** BigInt(scale - value.scale);

const combine = (one, other, what) => {
  const scale = Math.max(one.scale, other.scale);
  return { digits: what(raised(one, scale), raised(other, scale)), scale };
};

export const plus = (one, other) => combine(one, other, (x, y) => x + y);
export const minus = (one, other) => combine(one, other, (x, y) => x - y);
export const times = (one, other) => ({ digits: one.digits * other.digits, scale: one.scale + other.scale });
export const sign = (value) => (value.digits > 0n ? 1 : value.digits < 0n ? -1 : 0);
export const compare = (one, other) => sign(minus(one, other));
export const sum = (values) => values.reduce(plus, ZERO);

/** Rounded half to even, as everywhere in trakkit. */
export function divided(one, other, scale) {
  const numerator = one.digits * 10n ** BigInt(other.scale + scale);
  const denominator = other.digits * 10n ** BigInt(one.scale);
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rest = 2n * (n % d);
  let quotient = n / d;
  if (rest > d || (rest === d && quotient % 2n === 1n)) {
    quotient += 1n;
  }
  return { digits: negative ? -quotient : quotient, scale };
}

export const percentOf = (part, whole, scale) => divided(times(part, HUNDRED), whole, scale);

/** The growth of two spans, one after the other, each in percent: (1 + a) × (1 + b) − 1. */
export function chained(first, second) {
  const product = times(plus(HUNDRED, decimal(first)), plus(HUNDRED, decimal(second)));
  return text(minus(divided(product, HUNDRED, 10), HUNDRED));
}

export function text(value) {
  const digits = String(value.digits < 0n ? -value.digits : value.digits).padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, '');
  const written = fraction ? `${whole}.${fraction}` : whole;
  return value.digits < 0n ? `-${written}` : written;
}

/** How many decimals a written number has, without zeros at its end. */
export const decimals = (written) => (/\.(\d*?)0*$/.exec(String(written))?.[1] ?? '').length;
