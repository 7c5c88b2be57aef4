// Runs before the first paint, so that the page does not appear in one theme and change to the other. Not a module: those wait.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('trakkit-theme');
  } catch {
    // A browser may forbid storage; the theme is that of the system then.
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
