// Lines over time, drawn by uPlot. A chart has its summary in words, and its data as a table and as CSV, for people who cannot see it.
import { details, div, h, output, p, span, summary, useEffect, useRef, useState } from './html.js';
import { CsvButton, DataTable } from './data-table.js';
import { axisTime, compact, date, time } from './format.js';

const HEIGHT = 260;

let library = null;

/** Fetched with the first chart: lists do without it. */
function plotting() {
  library ??= Promise.all([script(), stylesheet()]).then(() => window.uPlot);
  return library;
}

/** The module of uPlot is not minified, and twice as large as this script. */
function script() {
  const element = document.createElement('script');
  element.src = new URL('./uplot/dist/uPlot.iife.min.js', import.meta.url);
  return new Promise((resolve, reject) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', () => {
      library = null;
      reject(new Error('the charts cannot be loaded'));
    });
    document.head.append(element);
  });
}

function stylesheet() {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('./uplot/dist/uPlot.min.css', import.meta.url);
  return new Promise((resolve) => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
    document.head.append(link);
  });
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function axes(unit) {
  const line = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
  return [
    { ...line, values: (_, splits, __, space, step) => splits.map((at) => axisTime(at, step)), space: 70, size: 32 },
    { ...line, values: (_, splits) => splits.map((value) => compact(value) + unit),
      size: (_, names) => Math.max(62, 20 + 7 * (names ?? []).reduce((longest, { length }) => Math.max(longest, length), 0)) },
  ];
}

/** Pixels only: a chart needs binary numbers, and what is written beside it does not come from them. */
const toNumber = (value) => (value === null || value === undefined ? null : Number(value));

/** uPlot takes the path of a mark, not its shape. */
function triangle(path, x, y, size, up) {
  const tip = up ? -size : size;
  path.moveTo(x, y + tip);
  path.lineTo(x + size, y - tip);
  path.lineTo(x - size, y - tip);
  path.closePath();
}

function marks(series) {
  return (plot, index, from, to) => {
    const path = new Path2D();
    const size = 6 * devicePixelRatio;
    for (let i = from; i <= to; i++) {
      const value = plot.data[index][i];
      if (value !== null && value !== undefined) {
        triangle(path, plot.valToPos(plot.data[0][i], 'x', true), plot.valToPos(value, 'y', true), size, series.mark === 'up');
      }
    }
    plot.ctx.save();
    plot.ctx.fillStyle = colour(series.colour);
    plot.ctx.strokeStyle = colour('--surface');
    plot.ctx.lineWidth = devicePixelRatio;
    plot.ctx.fill(path);
    plot.ctx.stroke(path);
    plot.ctx.restore();
    return false;
  };
}

const toSeries = (series) => (series.mark
  ? { label: series.name, paths: () => null, points: { show: marks(series) } }
  : {
    label: series.name,
    stroke: colour(series.colour),
    width: 2,
    dash: series.dashed ? [6, 4] : undefined,
    spanGaps: Boolean(series.spanGaps),
    points: { show: false },
  });

/** Draws into an element; returns the plot. */
export async function draw(element, { points, series, unit = '', onPoint = () => {} }) {
  const Plot = await plotting();
  if (!element.isConnected) {
    return null;
  }
  const data = [points.map((point) => Date.parse(point.at) / 1000), ...series.map(({ value }) => points.map((point) => toNumber(value(point))))];
  return new Plot({
    width: Math.max(200, element.clientWidth),
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: { x: { time: true }, y: { range: (_, low, high) => padded(low, high) } },
    axes: axes(unit),
    series: [{}, ...series.map(toSeries)],
    hooks: { setCursor: [(plot) => onPoint(plot.cursor.idx)] },
  }, data, element);
}

function padded(low, high) {
  if (low === null || high === null) {
    return [0, 1];
  }
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

/**
 * @param points with `at`, in the order of time
 * @param series { name, colour, dashed, mark, value(point) as a decimal string or null, shown(point) }
 */
export function LineChart({ title, points, series, unit, words, columns, file }) {
  const box = useRef(null);
  const plot = useRef(null);
  const [at, setAt] = useState(null);
  const [theme, setTheme] = useState(0);
  const [missing, setMissing] = useState(false);

  useEffect(() => {
    const changed = () => setTheme((number) => number + 1);
    addEventListener('themechange', changed);
    return () => removeEventListener('themechange', changed);
  }, []);

  useEffect(() => {
    let gone = false;
    const started = performance.now();
    draw(box.current, { points, series, unit, onPoint: setAt }).then((drawn) => {
      if (gone) {
        drawn?.destroy();
        return;
      }
      plot.current = drawn;
      box.current.dataset.drawn = Math.round(performance.now() - started);
      setMissing(false);
    }, () => setMissing(true));
    return () => {
      gone = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, [points, series, theme]);

  useEffect(() => {
    const resized = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (plot.current && width > 0 && width !== plot.current.width) {
        plot.current.setSize({ width, height: HEIGHT });
      }
    });
    resized.observe(box.current);
    return () => resized.disconnect();
  }, []);

  const move = (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30, Home: -Infinity, End: Infinity };
    if (!(event.key in steps) || !plot.current) {
      return;
    }
    event.preventDefault();
    const index = Math.max(0, Math.min(points.length - 1, (at ?? (steps[event.key] > 0 ? -1 : points.length)) + steps[event.key]));
    plot.current.setCursor({ left: plot.current.valToPos(Date.parse(points[index].at) / 1000, 'x'), top: 10 });
  };

  const point = at === null || at === undefined ? null : points[at];
  return div({ class: 'chart' },
    div({ class: 'keys' }, series.map((one) => span({ class: 'key', key: one.name },
      span({ class: `swatch ${one.mark ? `mark ${one.mark}` : one.dashed ? 'dashed' : ''}`, 'data-colour': one.colour, 'aria-hidden': 'true' }),
      one.name)),
    output({ class: 'point', 'aria-live': 'polite' }, point
      ? `${pointTime(point.at)}: ${series.filter((one) => one.value(point) !== null).map((one) => `${one.name} ${one.shown(point)}`).join(', ')}`
      : '')),
    div({ class: 'plot', ref: box, tabIndex: 0, role: 'group', onKeyDown: move,
      'aria-label': `${title}. ${words} The arrow keys go from point to point; the data are in the table below.` }),
    p({ class: 'words' }, words),
    missing && p({ role: 'alert' }, 'The line cannot be drawn, because the server does not answer. The summary and the table have its data.'),
    h(ChartData, { title, points, columns, file }));
}

const pointTime = (at) => (new Date(at).getHours() + new Date(at).getMinutes() === 0 ? date(at) : time(at));

/** The table is made when it is opened. */
export function ChartData({ title, points, columns, file }) {
  const [open, setOpen] = useState(false);
  return details({ class: 'chart-data', onToggle: (event) => setOpen(event.target.open) },
    summary('The data as a table'),
    open && [
      p(h(CsvButton, { name: file, columns, rows: points })),
      h(DataTable, { title: `${title}, the data`, columns, rows: points, pageSize: 30 })]);
}

/** Horizontal bars: the length says what the number beside it says. */
export function Bars({ title, bars, words }) {
  return div({ class: 'chart' },
    p({ class: 'words' }, words),
    div({ class: 'bars', role: 'list', 'aria-label': title }, bars.map(({ name, shown, share, tone }) =>
      div({ class: 'bar', role: 'listitem', key: name },
        span({ class: 'bar-name' }, name),
        span({ class: 'bar-track', 'aria-hidden': 'true' }, span({ class: `bar-length ${tone ?? ''}`, style: { width: `${share}%` } })),
        span({ class: 'bar-value' }, shown)))));
}

