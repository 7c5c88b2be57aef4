// Value, cost and time-weighted return over a span that the viewer chooses.
import { button, dl, div, form, h, input, label, option, p, select, useMemo } from './html.js';
import { LineChart } from './chart.js';
import { compare, decimal, minus, text } from './decimal.js';
import { amount, date, money, percent, time, tone } from './format.js';
import { useLoad } from './load.js';
import { Choice, Figure, Loaded, Panel } from './parts.js';
import { dayOf, intervalFor, performanceOf, SPANS, spanOf } from './performance.js';
import { adjust, to } from './router.js';

const YEAR_MS = 366 * 86_400_000;

/** A year in which nothing was posted has little to show. */
const usual = ({ last }) => (last && Date.now() - Date.parse(last) > YEAR_MS ? 'Max' : '1Y');

export function Performance({ portfolio, extent, place, version }) {
  const { first } = extent;
  const { parameters } = place;
  const span = SPANS.some(([key]) => key === parameters.span) ? parameters.span : usual(extent);
  const bounds = useMemo(() => spanOf(span, { first, from: parameters.from, to: parameters.to }), [span, first, parameters.from, parameters.to]);
  const interval = parameters.by ?? intervalFor(bounds.from, bounds.to);
  const performance = useLoad((signal) => performanceOf(portfolio.id, { ...bounds, interval }, signal),
    [portfolio.id, bounds, interval, version]);
  return h(Panel, {
    title: 'Value and return over time', wide: true,
    tools: [
      h(Choice, { name: 'Span', options: SPANS, value: span, choose: (key) => adjust({ span: key, by: '' }) }),
      label({ class: 'inline' }, 'by ', select({ value: interval, onChange: (event) => adjust({ by: event.target.value }) },
        ['day', 'week', 'month'].map((one) => option({ value: one }, one)))),
    ],
  },
  span === 'free' && h(FreeSpan, { parameters }),
  h(Loaded, { state: performance, what: 'the performance' }, (found) => h(Charts, { found, portfolio })));
}

function FreeSpan({ parameters }) {
  const submit = (event) => {
    event.preventDefault();
    const fields = new FormData(event.target);
    adjust({ from: fields.get('from'), to: fields.get('to'), by: '' });
  };
  return form({ class: 'filter', onSubmit: submit },
    label('From', input({ type: 'date', name: 'from', defaultValue: parameters.from ?? '', required: true })),
    label('to', input({ type: 'date', name: 'to', defaultValue: parameters.to ?? '' })),
    button({ type: 'submit' }, 'Show this span'));
}

/** Only from where there was something: a line at zero before the first trade says nothing. */
const begun = (points) => {
  const index = points.findIndex((point) => point.value !== '0' || point.cost !== '0');
  return index < 0 ? [] : points.slice(index);
};

function Charts({ found, portfolio }) {
  const { currency, name } = portfolio;
  const points = useMemo(() => begun(found.points), [found]);
  const series = useMemo(() => seriesOf(currency), [currency]);
  if (points.length < 2) {
    return p({ class: 'empty' }, `Nothing was held from ${date(found.from)} to ${date(found.to)}. Choose another span, such as Max.`);
  }
  const last = points.at(-1);
  const annual = found.money_weighted?.rates?.length === 1 ? found.money_weighted.rates[0].annual : null;
  const file = `${name}-${dayOf(found.from)}-${dayOf(found.to)}`;
  return [
    dl({ class: 'figures small' },
      h(Figure, { name: 'Time-weighted return', value: percent(found.time_weighted), tone: tone(found.time_weighted), note: 'over the span, deposits left out',
        explain: found.time_weighted !== null && to(['portfolio', portfolio.id, 'explain'], { number: 'return', from: found.from, to: found.to }) }),
      h(Figure, { name: 'Money-weighted return', value: percent(annual), tone: tone(annual), note: 'a year, by the time of deposits',
        explain: to(['portfolio', portfolio.id, 'explain'], { number: 'money', from: found.from, to: found.to }) }),
      h(Figure, { name: 'Value at the end', value: money(last.value, currency), exact: last.value, note: date(last.at),
        explain: to(['portfolio', portfolio.id, 'explain'], { number: 'value', as_of: last.at }) }),
      last.cash !== null && h(Figure, { name: 'Cash at the end', value: money(last.cash, currency), exact: last.cash, note: 'beside the value',
        explain: to(['portfolio', portfolio.id, 'explain'], { number: 'cash', as_of: last.at }) })),
    div({ class: 'charts' },
      div(h('h3', null, `Value and cost (${currency})`),
        h(LineChart, { title: 'Value and cost', points, series: series.value, words: valueInWords(points, currency), columns: columns(currency), file })),
      div(h('h3', null, 'Time-weighted return (%)'),
        h(LineChart, { title: 'Time-weighted return', points, series: series.growth, unit: ' %', words: growthInWords(points, found),
          columns: columns(currency), file: `${file}-return` }))),
  ];
}

const seriesOf = (currency) => ({
  value: [
    { name: 'Value', colour: '--line-1', value: (point) => point.value, shown: (point) => money(point.value, currency) },
    { name: 'Cost', colour: '--line-2', dashed: true, value: (point) => point.cost, shown: (point) => money(point.cost, currency) },
  ],
  growth: [
    { name: 'Return', colour: '--line-1', value: (point) => point.time_weighted, shown: (point) => percent(point.time_weighted) },
  ],
});

const columns = (currency) => [
  { name: 'Time', csv: 'at', head: true, cell: (row) => time(row.at), raw: (row) => row.at },
  { name: `Value (${currency})`, csv: 'value', number: true, cell: (row) => amount(row.value, currency), raw: (row) => row.value },
  { name: `Cost (${currency})`, csv: 'cost', number: true, cell: (row) => amount(row.cost, currency), raw: (row) => row.cost },
  { name: 'Return (%)', csv: 'time_weighted', number: true, cell: (row) => percent(row.time_weighted), raw: (row) => row.time_weighted },
  { name: `Realised (${currency})`, csv: 'realised', number: true, cell: (row) => amount(row.realised, currency, true), raw: (row) => row.realised },
  { name: 'Prices', csv: 'stale', cell: (row) => (row.stale ? 'some are old' : 'current'), raw: (row) => row.stale },
];

function extremes(points, read) {
  const known = points.filter((point) => read(point) !== null);
  const pick = (wanted) => known.reduce((best, point) => (compare(decimal(read(point)), decimal(read(best))) === wanted ? point : best), known[0]);
  return { low: pick(-1), high: pick(1) };
}

function valueInWords(points, currency) {
  const { low, high } = extremes(points, (point) => point.value);
  const last = points.at(-1);
  const gap = text(minus(decimal(last.value), decimal(last.cost)));
  return `From ${money(points[0].value, currency)} on ${date(points[0].at)} to ${money(last.value, currency)} on ${date(last.at)}, `
    + `${money(gap, currency, true)} against cost. Lowest ${money(low.value, currency)} (${date(low.at)}), `
    + `highest ${money(high.value, currency)} (${date(high.at)}).`;
}

function growthInWords(points, found) {
  if (found.time_weighted === null) {
    return 'There is no return: nothing of value was held.';
  }
  const { low, high } = extremes(points, (point) => point.time_weighted);
  return `${percent(found.time_weighted)} over the span; at the lowest ${percent(low.time_weighted)} (${date(low.at)}), `
    + `at the highest ${percent(high.time_weighted)} (${date(high.at)}).`;
}
