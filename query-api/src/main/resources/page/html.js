// The elements of HTML as functions: div({ class: 'x' }, 'text'). Text is always text here: nothing parses HTML from data.
import { h } from './preact/dist/preact.module.js';

export { h, render, Fragment } from './preact/dist/preact.module.js';
export { useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useRef, useState }
  from './preact/hooks/dist/hooks.module.js';

const isAttributes = (value) => value !== null && typeof value === 'object' && value.constructor === Object;

const element = (name) => (first, ...rest) =>
  (isAttributes(first) ? h(name, first, ...rest) : h(name, null, first, ...rest));

export const {
  a, bdi, button, caption, code, dd, details, div, dl, dt, fieldset, footer, form, h1, h2, h3, header, input, label, legend, li, main, nav, ol,
  option, output, p, pre, progress, section, select, small, span, strong, summary, table, tbody, td, textarea, th, thead, tr, ul,
} = new Proxy({}, { get: (_, name) => element(name) });
