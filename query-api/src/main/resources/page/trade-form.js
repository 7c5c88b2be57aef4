// Adding a trade, and amending one.
import { a, button, div, form, h, h1, input, label, option, p, select, span, strong, useEffect, useMemo, useState } from './html.js';
import { exchange, get, Problem } from './api.js';
import { focusSoon, idle } from './focus.js';
import { isMissing, price, quantity, time, ZONE } from './format.js';
import { useLoad } from './load.js';
import { Loaded, named, Notice } from './parts.js';
import { to } from './router.js';
import { SIDES } from './trades.js';

const TYPES = ['stock', 'etf', 'fund', 'bond', 'crypto', 'other'];

/** Decimals as people type them; grouping would be guessed wrongly, so it is refused by the server. */
const DECIMAL = '[0-9]{1,12}([.,][0-9]{1,18})?';
const WAIT = { Prefer: 'wait=10' };

function newReference() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `page-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The time of a field, which has no zone, in that of the viewer. */
const toInstant = (local) => (local ? new Date(local).toISOString() : undefined);

function toLocal(instant) {
  const at = new Date(instant);
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 23).replace(/\.000$/, '');
}

export function View({ id, reference, place }) {
  const [turn, setTurn] = useState(0);
  const another = () => {
    setTurn((number) => number + 1);
    focusSoon('form select');
  };
  const state = useLoad(async (signal) => {
    const portfolio = await get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal);
    if (reference === undefined) {
      return { portfolio, trade: null };
    }
    return { portfolio, trade: await get(`/api/v1/trade/${encodeURIComponent(reference)}/`, signal) };
  }, [id, reference]);
  return h(Loaded, { state, what: reference === undefined ? 'the portfolio' : 'the trade' }, ({ portfolio, trade }) =>
    h(TradeForm, { key: `${trade?.version} ${turn}`, portfolio, trade, ticker: place.parameters.ticker, reload: state.reload, another }));
}

function TradeForm({ portfolio, trade, ticker, reload, another }) {
  const reference = useMemo(() => trade?.ref_id ?? newReference(), []);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const [done, setDone] = useState(null);
  const title = trade ? `Amend ${trade.ref_id}` : 'Add a trade';
  useEffect(() => {
    document.title = `${title} – trakkit`;
  }, []);
  const back = to(['portfolio', portfolio.id]);

  const submit = async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    setBusy(true);
    setProblem(null);
    setDone(null);
    try {
      const fields = read(event.target);
      const answer = trade
        ? await exchange('PATCH', `/api/v1/trade/${encodeURIComponent(trade.ref_id)}/`, {
          body: changes(trade, fields), headers: { ...WAIT, ...(trade.version && { 'If-Match': `"${trade.version}"` }) } })
        : await exchange('POST', '/api/v1/trade/', {
          body: { ...fields, ref_id: reference, user_id: portfolio.user_id, portfolio: portfolio.id, status: 'success' }, headers: WAIT });
      setDone(answer.body);
    } catch (failure) {
      setProblem(failure);
      if (failure.errors?.some((error) => FIELDS.has(named(error)))) {
        focusSoon('.wrong input, .wrong select');
      }
    }
    setBusy(false);
  };

  if (done) {
    return h(Outcome, { done, portfolio, trade, reload, another });
  }
  const wrong = (field) => problem?.errors?.find((error) => named(error) === field)?.detail;
  return [
    p({ class: 'trail' }, a({ href: to(['portfolios']) }, 'Portfolios'), ' › ', a({ href: back }, portfolio.name)),
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, title)),
    problem && h(Notice, { problem: errorsElsewhere(problem) }),
    problem?.status === 412 && p(button({ type: 'button', onClick: reload }, 'Load the trade as it is now')),
    problem && (problem.kind === 'offline' || problem.kind === 'unavailable')
      && p({ class: 'muted' }, `Send it again: it has the reference ${reference}, so it counts once.`),
    form({ class: 'panel', onSubmit: submit },
      div({ class: 'fields' }, trade ? amendable(trade, portfolio, wrong) : creatable(ticker, portfolio, wrong)),
      p({ class: 'muted' }, trade ? 'Only what you change is sent. The position is computed again from this trade on.'
        : `The time is that of ${ZONE}. The reference of the trade will be ${reference}.`),
      div({ class: 'ways' },
        button({ type: 'submit', class: 'main', ...idle(busy) }, busy ? 'Sending …' : trade ? 'Amend the trade' : 'Post the trade'),
        a({ href: back }, 'Cancel'))),
  ];
}

/** Those of fields stand at the fields. */
const errorsElsewhere = (problem) => (problem instanceof Problem
  ? new Problem(problem.kind, problem.status, problem.title, problem.detail, problem.errors.filter((error) => !FIELDS.has(named(error))))
  : problem);

const FIELDS = new Set(['trade_type', 'ticker', 'security_type', 'volume', 'amount', 'currency', 'fx_rate', 'fee', 'tax', 'isin', 'executed_at', 'status']);

const Field = ({ name, label: text, wrong, children, hint }) => label({ class: wrong ? 'wrong' : '' }, text, children,
  hint && span({ class: 'hint' }, hint),
  wrong && span({ class: 'why', id: `${name}-why` }, wrong));

function text(name, text, wrong, attributes = {}, hint) {
  const why = wrong(name);
  return h(Field, { name, label: text, wrong: why, hint }, input({ name, autocomplete: 'off',
    'aria-invalid': why ? 'true' : undefined, 'aria-describedby': why ? `${name}-why` : undefined, ...attributes }));
}

const number = (name, label, wrong, attributes, hint) => text(name, label, wrong, {
  inputMode: 'decimal', pattern: DECIMAL, title: 'A number such as 12.5, without signs or spaces', ...attributes }, hint);

const choice = (name, label, wrong, options, chosen) => h(Field, { name, label, wrong: wrong(name) },
  select({ name }, options.map(([value, text]) => option({ value, selected: value === chosen }, text))));

const creatable = (ticker, portfolio, wrong) => [
  choice('trade_type', 'Side', wrong, [['1', 'buy'], ['2', 'sell']]),
  text('ticker', 'Ticker', wrong, { required: true, maxLength: 64, defaultValue: ticker ?? '' }),
  choice('security_type', 'Type of security', wrong, TYPES.map((one) => [one, one])),
  number('volume', 'Units', wrong, { required: true }),
  number('amount', 'Price of one unit', wrong, { required: true }),
  ...money(portfolio, wrong, {}),
];

const amendable = (trade, portfolio, wrong) => [
  number('volume', 'Units', wrong, { required: true, defaultValue: trade.volume_text }),
  number('amount', 'Price of one unit', wrong, { required: true, defaultValue: trade.amount }),
  ...money(portfolio, wrong, trade),
  choice('status', 'Status', wrong, [['success', 'success'], ['failed', 'failed: it does not count']], trade.status),
];

const money = (portfolio, wrong, trade) => [
  text('currency', 'Currency', wrong, { maxLength: 3, pattern: '[A-Za-z]{3}', placeholder: portfolio.currency, defaultValue: trade.currency ?? '' }),
  number('fx_rate', 'Exchange rate', wrong, { defaultValue: trade.fx_rate ?? '' }, `${portfolio.currency} per unit; empty: looked up`),
  number('fee', 'Fee', wrong, { defaultValue: trade.fee ?? '' }),
  number('tax', 'Tax', wrong, { defaultValue: trade.tax ?? '' }),
  text('isin', 'ISIN', wrong, { maxLength: 12, defaultValue: trade.isin ?? '' }),
  executed(toLocal(trade.executed_at ?? new Date(Math.floor(Date.now() / 60_000) * 60_000)), wrong),
];

/** With milliseconds only where the trade has some. */
const executed = (local, wrong) =>
  text('executed_at', 'Executed', wrong, { type: 'datetime-local', step: local.includes('.') ? '0.001' : '1', defaultValue: local });

function read(element) {
  const given = Object.fromEntries([...new FormData(element)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ''));
  for (const name of ['volume', 'amount', 'fx_rate', 'fee', 'tax']) {
    if (given[name]) {
      given[name] = given[name].replace(',', '.');
    }
  }
  if (given.trade_type) {
    given.trade_type = Number(given.trade_type);
  }
  if (given.currency) {
    given.currency = given.currency.toUpperCase();
  }
  return { ...given, executed_at: toInstant(given.executed_at) };
}

/** Only what differs. The field of a time has milliseconds: an unchanged one must not cut the microseconds off. */
function changes(trade, fields) {
  const before = { ...trade, volume: trade.volume_text };
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => (name === 'executed_at'
    ? toLocal(value) !== toLocal(trade.executed_at)
    : String(before[name] ?? '') !== String(value))));
}

function Outcome({ done, portfolio, trade, reload, another }) {
  const good = done.state === 'applied';
  return [
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, trade ? 'The trade is amended' : 'The trade is posted')),
    div({ class: `notice ${good ? 'good' : 'warn'}`, role: 'status' },
      strong(OUTCOMES[done.state] ?? 'It is accepted and not processed yet; the position changes within seconds.'),
      done.detail && p(done.detail),
      p(inWords(done, portfolio))),
    p({ class: 'ways' },
      a({ class: 'button main', href: to(['portfolio', portfolio.id, 'position', done.ticker]) }, `To ${done.ticker}`),
      a({ class: 'button', href: to(['portfolio', portfolio.id]) }, `To ${portfolio.name}`),
      trade
        ? button({ type: 'button', onClick: reload }, 'Amend it again')
        : button({ type: 'button', onClick: another }, 'Add another')),
  ];
}

const inWords = (done, portfolio) => `${SIDES[done.trade_type] ?? 'trade'} ${quantity(done.volume_text)} ${done.ticker} at ${price(done.amount)} `
  + `${done.currency ?? portfolio.currency}, executed ${isMissing(done.executed_at) ? 'now' : time(done.executed_at)}, reference ${done.ref_id}`;

const OUTCOMES = {
  applied: 'It counts.',
  rejected: 'It is kept, but it does not count.',
  failed: 'It is kept as failed and does not count.',
};
