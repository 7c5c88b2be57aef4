// All portfolios that the caller may see.
import { a, button, div, form, h, h1, input, label, option, p, select, useEffect, useState } from './html.js';
import { exchange, get, query } from './api.js';
import { Rows, ServerPages } from './data-table.js';
import { idle } from './focus.js';
import { amount, percent, tone } from './format.js';
import { useLoad } from './load.js';
import { empty, explainedBy, Loaded, Notice } from './parts.js';
import { adjust, go, to } from './router.js';

const PAGE_SIZE = 25;

/** So many values are asked for at once: each is computed when asked for. */
const AT_ONCE = 3;

export function View({ place, caller }) {
  const page = Number(place.parameters.page ?? 1);
  const user = place.parameters.user ?? '';
  const list = useLoad((signal) => get(query('/api/v1/portfolio/', { page, page_size: PAGE_SIZE, user_id: user }), signal), [page, user]);
  const values = useValues(list.value?.results);
  useEffect(() => {
    document.title = 'Portfolios – trakkit';
  }, []);
  const mayWrite = caller.scopes.includes('write');
  return [
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, 'Portfolios'),
      mayWrite && a({ class: 'button', href: to(['import']) }, 'Import a file'), !caller.user_id && h(UserFilter, { user })),
    h(Loaded, { state: list, what: 'the portfolios' }, (found) => found.results.length
      ? div({ class: 'panel' }, h(Rows, { title: 'Portfolios', columns: columns(values), rows: found.results, keyOf: (row) => row.id }),
        (found.next || found.previous || page > 1) && h(ServerPages, {
          title: 'Portfolios', page, list: found, pageSize: PAGE_SIZE, turn: (next) => adjust({ page: next }) }))
      : empty(user
        ? p(`The user ${user} has no portfolio. `, a({ href: to(['portfolios']) }, 'Show all portfolios'))
        : p('There are no portfolios yet. ', mayWrite ? 'Create the first one below, then import a file of your broker, or add trades.'
          : 'Your key may read only; a key that may write creates them.'))),
    mayWrite && h(NewPortfolio, { caller }),
  ];
}

function columns(values) {
  const of = (row, read) => {
    const value = values[row.id];
    return value === undefined ? '…' : value.problem ? 'not available' : read(value);
  };
  const explained = (number, read) => explainedBy((row) => to(['portfolio', row.id, 'explain'], { number }), (row) => of(row, (value) => read(value, row.currency)));
  return [
    { name: 'Portfolio', head: true, cell: (row) => a({ href: to(['portfolio', row.id]) }, row.name) },
    { name: 'Owner', cell: (row) => row.user_id },
    { name: 'Currency', cell: (row) => row.currency },
    { name: 'Value', number: true, exact: (row) => values[row.id]?.problem?.detail, cell: explained('value', (value, currency) => amount(value.market_value, currency)) },
    { name: 'Cost', number: true, cell: explained('cost', (value, currency) => amount(value.cost, currency)) },
    { name: 'Unrealised', number: true, tone: (row) => tone(values[row.id]?.unrealised),
      cell: explained('unrealised', (value, currency) => amount(value.unrealised, currency, true)) },
    { name: 'Unrealised %', number: true, tone: (row) => tone(values[row.id]?.unrealised),
      cell: explained('unrealised', (value) => percent(value.percentage)) },
  ];
}

/** The returns of each portfolio of the page, a few at a time. */
function useValues(portfolios) {
  const [values, setValues] = useState({});
  useEffect(() => {
    const abort = new AbortController();
    const waiting = [...(portfolios ?? [])];
    const next = async () => {
      for (let one = waiting.shift(); one && !abort.signal.aborted; one = waiting.shift()) {
        const id = one.id;
        try {
          const returns = await get(`/api/v1/portfolio/${id}/cumulative-returns/`, abort.signal);
          // The positions can be many, and this view shows none.
          setValues((before) => ({ ...before, [id]: { ...returns, positions: undefined } }));
        } catch (problem) {
          if (!abort.signal.aborted) {
            setValues((before) => ({ ...before, [id]: { problem } }));
          }
        }
      }
    };
    for (let i = 0; i < AT_ONCE; i++) {
      next();
    }
    return () => abort.abort();
  }, [portfolios]);
  return values;
}

function UserFilter({ user }) {
  const submit = (event) => {
    event.preventDefault();
    adjust({ user: new FormData(event.target).get('user').trim(), page: '' });
  };
  return form({ class: 'filter', onSubmit: submit },
    label({ for: 'user' }, 'Owner'),
    input({ id: 'user', name: 'user', defaultValue: user, maxLength: 255 }),
    button({ type: 'submit' }, 'Show'),
    user && a({ href: to(['portfolios']) }, 'Show all'));
}

function NewPortfolio({ caller }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    const fields = new FormData(event.target);
    setBusy(true);
    setProblem(null);
    try {
      const { body } = await exchange('POST', '/api/v1/portfolio/', { body: {
        name: fields.get('name').trim(),
        user_id: caller.user_id ?? fields.get('owner').trim(),
        ...(fields.get('currency').trim() && { currency: fields.get('currency').trim().toUpperCase() }),
        allow_short: fields.get('short') === 'yes',
      } });
      go(to(['portfolio', body.id]));
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  return form({ class: 'panel new', onSubmit: submit, 'aria-labelledby': 'new-portfolio' },
    h('h2', { id: 'new-portfolio' }, 'New portfolio'),
    problem && h(Notice, { problem }),
    div({ class: 'fields' },
      label('Name', input({ name: 'name', required: true, maxLength: 255 })),
      !caller.user_id && label('Owner (user id)', input({ name: 'owner', required: true, maxLength: 255 })),
      label('Currency', input({ name: 'currency', maxLength: 3, pattern: '[A-Za-z]{3}', placeholder: 'the client’s', title: 'Three letters, such as EUR' })),
      label('May sell more than it holds', select({ name: 'short' }, option({ value: 'no' }, 'no'), option({ value: 'yes' }, 'yes')))),
    p({ class: 'muted' }, 'Currency and short sales are fixed when the portfolio is created.'),
    button({ type: 'submit', class: 'main', ...idle(busy) }, 'Create the portfolio'));
}
