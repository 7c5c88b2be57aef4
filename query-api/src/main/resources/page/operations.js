// For operators: is everything well, and what holds records up.
import { a, dl, div, h, h1, li, p, span, strong, ul, useEffect, useState } from './html.js';
import { get } from './api.js';
import { Rows } from './data-table.js';
import { count, duration, fixed, isMissing, NONE, plural, time, withTimes } from './format.js';
import { useLoad } from './load.js';
import { Figure, Loaded, Panel } from './parts.js';
import { to } from './router.js';

const EVERY_MS = 3_000;

export const Sections = ({ caller, at }) => h('nav', { class: 'sections', 'aria-label': 'Operations' }, [
  caller.platform && ['status', 'Status', to(['operations'])],
  ['dead-letters', 'Dead letters', to(['operations', 'dead-letters'])],
  caller.platform && ['replays', 'Replays', to(['operations', 'replays'])],
].filter(Boolean).map(([key, name, href]) => a({ key, href, 'aria-current': key === at ? 'page' : undefined }, name)));

export function View({ caller }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    document.title = 'Operations – trakkit';
    const ticking = setInterval(() => document.hidden || setTurn((number) => number + 1), EVERY_MS);
    return () => clearInterval(ticking);
  }, []);
  const status = useLoad((signal) => get('/api/v1/ops/status/', signal), [turn]);
  return [
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, 'Operations')),
    h(Sections, { caller, at: 'status' }),
    h(Loaded, { state: { ...status, loading: false }, what: 'the status' }, (found) => h(Status, { found })),
  ];
}

const MARKS = { OK: '✓', WARN: '!', STALLED: '✕', DOWN: '✕', UNKNOWN: '?' };
const WORDS = { OK: 'All is well', WARN: 'Something needs a look', STALLED: 'Something stands still' };

const Light = ({ status, children }) => span({ class: `light ${status}` }, span({ 'aria-hidden': 'true', class: 'light-mark' }, MARKS[status] ?? '?'), children ?? status);

function Status({ found }) {
  const { throughput, dead_letters: letters } = found;
  return [
    div({ class: `verdict ${found.status}`, role: 'status' },
      h(Light, { status: found.status }, strong(WORDS[found.status] ?? found.status)),
      span({ class: 'muted' }, `Measured ${time(found.checked_at)}`),
      found.findings.length > 0 && ul(found.findings.map((finding) => li(withTimes(finding))))),
    dl({ class: 'figures' },
      h(Figure, { name: 'Not applied yet', value: isMissing(found.lag_records) ? 'not known' : plural(found.lag_records, 'record', 'records') }),
      h(Figure, { name: 'Longest wait', value: isMissing(found.lag_seconds) ? 'not known' : found.lag_records === 0 ? 'nothing waits' : seconds(found.lag_seconds) }),
      h(Figure, { name: 'Applied', value: throughput ? `${fixed(throughput.applied_per_second, 1)} records/s` : 'not measured yet',
        note: throughput && `${fixed(throughput.logged_per_second, 1)} records/s arrive` }),
      h(Figure, { name: 'Open dead letters', value: letters ? count(letters.open) : 'not known',
        note: letters && Object.entries(letters.by_reason).map(([reason, number]) => `${reason.replaceAll('_', ' ')}: ${count(number)}`).join(', ') }),
      h(Figure, { name: 'Replay', value: found.replay ? `${found.replay.command} runs` : 'none runs',
        note: found.replay && `${count(found.replay.records)} records read` })),
    div({ class: 'columns' },
      h(Panel, { title: 'Servers' }, h(Rows, { title: 'Servers', rows: found.components, keyOf: (row) => row.name, columns: COMPONENTS })),
      h(Panel, { title: 'Partitions of the log' }, found.partitions.length
        ? h(Rows, { title: 'Partitions', rows: found.partitions, keyOf: (row) => row.partition, columns: PARTITIONS })
        : p({ class: 'empty' }, 'Not known while Kafka or PostgreSQL is down.'))),
  ];
}

const seconds = (value) => (isMissing(value) ? NONE : Number(value) < 60 ? `${fixed(value, 1)} s` : duration(Number(value)));

const SERVERS = { postgresql: 'PostgreSQL', kafka: 'Kafka', redis: 'Redis', price_feed: 'Price feed', worker: 'Worker' };

const COMPONENTS = [
  { name: 'Server', head: true, cell: (row) => span({ class: 'whole' }, SERVERS[row.name] ?? row.name) },
  { name: 'State', cell: (row) => h(Light, { status: row.status }) },
  { name: 'Detail', cell: (row) => (row.detail ? withTimes(row.detail) : NONE) },
];

const PARTITIONS = [
  { name: 'Partition', head: true, number: true, cell: (row) => row.partition },
  { name: 'Applied', number: true, cell: (row) => count(row.applied) },
  { name: 'End', number: true, cell: (row) => count(row.end) },
  { name: 'Lag (records)', number: true, cell: (row) => count(row.lag_records) },
  { name: 'Lag (time)', number: true, cell: (row) => seconds(row.lag_seconds) },
  { name: 'State', cell: (row) => h(Light, { status: row.status },
    row.stuck_since && span(row.status, span({ class: 'note' }, `since ${time(row.stuck_since)}`))) },
];
