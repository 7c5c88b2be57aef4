// For administrators: clients with their limits, keys, and who did what.
import { a, button, code, div, form, h, h1, input, label, p, span, strong, useEffect, useState } from './html.js';
import { exchange, get, query } from './api.js';
import { Rows } from './data-table.js';
import { focusSoon, idle } from './focus.js';
import { NONE, time } from './format.js';
import { useLoad } from './load.js';
import { Loaded, Notice, Panel } from './parts.js';
import { adjust, to } from './router.js';

const LIMITS = [
  ['requests_per_second', 'Requests per second'], ['burst', 'Requests at once'], ['bulk_records_per_second', 'Bulk records per second'],
  ['bulk_requests', 'Bulk requests at once'], ['streams', 'Open streams'], ['portfolios', 'Portfolios'],
];

const SCOPES = ['read', 'write', 'prices', 'ops', 'admin'];

export function View({ place }) {
  const { show = 'clients', client = '' } = place.parameters;
  useEffect(() => {
    document.title = 'Administration – trakkit';
  }, []);
  return [
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, 'Administration')),
    h('nav', { class: 'sections', 'aria-label': 'Administration' }, [['clients', 'Clients'], ['keys', 'Keys'], ['audit', 'Audit']].map(([key, name]) =>
      a({ key, href: to(['administration'], { show: key, client }), 'aria-current': key === show ? 'page' : undefined }, name))),
    show === 'keys' ? h(Keys, { client }) : show === 'audit' ? h(Audit, { client }) : h(Clients, { client }),
  ];
}

/** A form that sends one request and says what came of it. */
function Sending({ title, send, children, action, done, name = '', tone = 'main' }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      done(await send(new FormData(event.target)), event.target);
    } catch (failure) {
      setProblem(failure);
    }
    setBusy(false);
  };
  return form({ class: `panel ${name}`, onSubmit: submit, 'aria-label': title },
    h('h2', null, title), problem && h(Notice, { problem }), children,
    button({ type: 'submit', class: tone, ...idle(busy) }, action));
}

function Clients({ client }) {
  const [turn, setTurn] = useState(0);
  const [after, setAfter] = useState('');
  const again = () => setTurn((number) => number + 1);
  const list = useLoad((signal) => get(query('/api/v1/admin/clients/', { after }), signal), [turn, after]);
  return [
    client && h(OneClient, { key: client, id: client, changed: again }),
    h(Panel, { title: 'Clients', wide: true }, h(Loaded, { state: list, what: 'the clients' }, (found) => [
      h(Rows, { title: 'Clients', rows: found.results, keyOf: (row) => row.id, columns: CLIENTS }),
      (found.next || after) && div({ class: 'pages' },
        after && button({ type: 'button', onClick: () => setAfter('') }, 'To the first page'),
        found.next && button({ type: 'button', onClick: () => setAfter(found.next) }, 'Next'))])),
    h(Sending, { title: 'New client', action: 'Create the client',
      send: (fields) => exchange('POST', '/api/v1/admin/clients/', { body: {
        id: fields.get('id').trim(), name: fields.get('name').trim(), ...(fields.get('currency').trim() && { currency: fields.get('currency').trim().toUpperCase() }) } }),
      done: (_, element) => {
        element.reset();
        again();
      } },
    div({ class: 'fields' },
      label('Id', input({ name: 'id', required: true, pattern: '[a-z0-9_\\-]{1,64}', title: 'Small letters, digits, _ and -' })),
      label('Name', input({ name: 'name', required: true, maxLength: 255 })),
      label('Currency', input({ name: 'currency', maxLength: 3, pattern: '[A-Za-z]{3}', placeholder: 'USD' })))),
  ];
}

const CLIENTS = [
  { name: 'Client', head: true, cell: (row) => a({ href: to(['administration'], { client: row.id }) }, row.id) },
  { name: 'Name', cell: (row) => row.name || NONE },
  { name: 'Currency', cell: (row) => row.currency },
  { name: 'State', cell: (row) => span({ class: row.suspended ? 'state failed' : 'state' }, row.suspended ? 'suspended' : 'active') },
  { name: 'Created', cell: (row) => time(row.created_at) },
  { name: 'Keys', cell: (row) => a({ href: to(['administration'], { show: 'keys', client: row.id }), 'aria-label': `Keys of ${row.id}` }, 'Keys') },
];

function OneClient({ id, changed }) {
  const [turn, setTurn] = useState(0);
  const client = useLoad((signal) => get(`/api/v1/admin/clients/${encodeURIComponent(id)}/`, signal), [id, turn]);
  const change = (body) => exchange('PATCH', `/api/v1/admin/clients/${encodeURIComponent(id)}/`, { body });
  const saved = () => {
    setTurn((number) => number + 1);
    changed();
  };
  return h(Loaded, { state: client, what: 'the client' }, (found) => h('div', { class: 'columns' },
    h(Sending, { title: `Limits of ${id}`, action: 'Set the limits', done: saved,
      send: (fields) => change({ limits: Object.fromEntries(LIMITS.map(([name]) => [name, Number(fields.get(name))])) }) },
    div({ class: 'fields' }, LIMITS.map(([name, text]) =>
      label(text, input({ name, type: 'number', min: 1, max: 1_000_000_000, required: true, defaultValue: found.limits[name] }))))),
    h(Sending, { title: `${id} is ${found.suspended ? 'suspended' : 'active'}`, action: found.suspended ? 'Let its keys work again' : 'Suspend the client', done: saved,
      tone: found.suspended ? 'main' : 'danger',
      send: () => change({ suspended: !found.suspended }) },
    p(found.suspended ? 'Its keys are refused.' : 'While it is suspended, all its keys are refused, within 2 s. Nothing is deleted.'))));
}

function Keys({ client }) {
  const [turn, setTurn] = useState(0);
  const [issued, setIssued] = useState(null);
  const again = () => setTurn((number) => number + 1);
  const keys = useLoad((signal) => get(query('/api/v1/admin/keys/', { client }), signal), [client, turn]);
  return [
    h(OfClient, { client, none: 'the platform' }),
    issued && div({ class: 'notice good issued', role: 'status' }, strong('The key is issued. It is shown this once only:'), p(code({ class: 'secret' }, issued)),
      button({ type: 'button', onClick: () => {
        setIssued(null);
        focusSoon('.new-key button[type="submit"]');
      } }, 'I have kept it')),
    h(Panel, { title: client ? `Keys of ${client}` : 'Keys of the platform', wide: true }, h(Loaded, { state: keys, what: 'the keys' }, (found) => (found.results.length
      ? h(Rows, { title: 'Keys', rows: found.results, keyOf: (row) => row.id, columns: keyColumns(again) })
      : p({ class: 'empty' }, 'There are no keys.')))),
    h(Sending, { title: client ? `New key of ${client}` : 'New key of the platform', action: 'Issue the key', name: 'new-key',
      send: (fields) => exchange('POST', '/api/v1/admin/keys/', { body: {
        ...(client && { client }), scopes: fields.getAll('scope'), ...(fields.get('label').trim() && { label: fields.get('label').trim() }),
        ...(client && fields.get('user')?.trim() && { user_id: fields.get('user').trim() }),
        ...(fields.get('expires') && { expires_at: new Date(fields.get('expires')).toISOString() }) } }),
      done: ({ body }, element) => {
        setIssued(body.key);
        focusSoon('.issued button');
        element.reset();
        again();
      } },
    div({ class: 'fields' },
      h('fieldset', null, h('legend', null, 'Scopes'), SCOPES.filter((scope) => (client ? scope !== 'admin' : scope !== 'write')).map((scope) =>
        label({ class: 'inline', key: scope }, input({ type: 'checkbox', name: 'scope', value: scope }), scope))),
      label('Label', input({ name: 'label', maxLength: 100 })),
      client && label('Only for the user', input({ name: 'user', maxLength: 255 })),
      label('Expires', input({ name: 'expires', type: 'datetime-local' })))),
  ];
}

const keyColumns = (again) => [
  { name: 'Key', head: true, cell: (row) => code(row.id) },
  { name: 'Label', cell: (row) => row.label || NONE },
  { name: 'Scopes', cell: (row) => row.scopes.join(', ') },
  { name: 'User', cell: (row) => row.user_id ?? 'all' },
  { name: 'Last used', cell: (row) => time(row.last_used_at) },
  { name: 'Expires', cell: (row) => (row.expires_at ? time(row.expires_at) : 'never') },
  { name: 'State', cell: (row) => (row.revoked_at ? `revoked ${time(row.revoked_at)}` : h(Revoke, { id: row.id, again })) },
];

/** Two steps: a revocation cannot be taken back. */
function Revoke({ id, again }) {
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState(null);
  const revoke = () => exchange('POST', `/api/v1/admin/keys/${id}/revoke/`, { body: {} }).then(again, setProblem);
  const ask = (wanted) => {
    setAsked(wanted);
    focusSoon(`[data-revoke="${id}"]`);
  };
  return problem
    ? h(Notice, { problem })
    : asked
      ? span({ class: 'ways', onKeyDown: (event) => event.key === 'Escape' && ask(false) },
        button({ type: 'button', class: 'danger', 'data-revoke': id, onClick: revoke, 'aria-label': `Really revoke ${id}` }, 'Really revoke'),
        button({ type: 'button', onClick: () => ask(false) }, 'No'))
      : button({ type: 'button', 'data-revoke': id, onClick: () => ask(true), 'aria-label': `Revoke ${id}` }, 'Revoke');
}

const OfClient = ({ client, none }) => form({ class: 'filter', onSubmit: (event) => {
  event.preventDefault();
  adjust({ client: new FormData(event.target).get('client').trim() });
} }, label(`Client (empty: ${none})`, input({ name: 'client', defaultValue: client, maxLength: 64 })), button({ type: 'submit' }, 'Show'));

function Audit({ client }) {
  const [before, setBefore] = useState('');
  const audit = useLoad((signal) => get(query('/api/v1/admin/audit/', { client, before, limit: 50 }), signal), [client, before]);
  return [
    h(OfClient, { client, none: 'all' }),
    h(Panel, { title: 'Newest first', wide: true }, h(Loaded, { state: audit, what: 'the audit log' }, (found) => (found.results.length
      ? [
        h(Rows, { title: 'Audit', rows: found.results, keyOf: (row) => row.id, columns: AUDIT }),
        div({ class: 'pages' },
          before && button({ type: 'button', onClick: () => setBefore('') }, 'To the newest'),
          found.next && button({ type: 'button', onClick: () => setBefore(found.next) }, 'Older ones'))]
      : p({ class: 'empty' }, 'Nobody has done anything yet.')))),
  ];
}

const AUDIT = [
  { name: 'When', cell: (row) => time(row.at) },
  { name: 'What', head: true, cell: (row) => row.action },
  { name: 'To what', cell: (row) => row.subject || NONE },
  { name: 'Key', cell: (row) => (row.key ? code(row.key) : 'none') },
  { name: 'Client', cell: (row) => row.client ?? NONE },
  { name: 'From', cell: (row) => row.address },
  { name: 'Outcome', cell: (row) => row.outcome },
  { name: 'Detail', cell: (row) => row.detail || NONE },
  { name: 'Written by', cell: (row) => row.written_by ?? NONE },
];
