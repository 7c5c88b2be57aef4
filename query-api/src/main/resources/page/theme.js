// Runs before the first paint, so that the page does not appear in one theme and change to the other. Not a module: those wait.
// It is the only place that decides: the colours of page.css follow data-theme.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const show = (chosen) => {
    root.dataset.chosen = chosen === 'light' || chosen === 'dark' ? chosen : 'system';
    root.dataset.theme = root.dataset.chosen !== 'system' ? root.dataset.chosen : system.matches ? 'dark' : 'light';
    dispatchEvent(new Event('themechange'));
  };
  let kept = null;
  try {
    kept = localStorage.getItem('trakkit-theme');
  } catch {
    // A browser may forbid storage; the theme is that of the system then.
  }
  show(kept);
  system.addEventListener('change', () => show(root.dataset.chosen));
  addEventListener('choosetheme', ({ detail }) => {
    show(detail);
    try {
      localStorage.setItem('trakkit-theme', detail);
    } catch {
      // It holds until the page is closed then.
    }
  });
})();
