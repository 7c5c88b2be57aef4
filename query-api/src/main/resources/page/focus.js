// The focus of the keyboard is never lost: where the element that has it goes, such as the button of a form that is done, it moves to
// the heading of what remains around it.

/** The ancestors of the element that has the focus, the nearest first. */
let path = [];

const headingIn = (element) => element.querySelector('h1, h2, h3');

/** Focuses a heading, which a person does not reach by Tab. */
export function focusHeading(heading) {
  heading.tabIndex = -1;
  heading.focus();
}

function recover() {
  const isLost = path.length > 0 && !path[0].isConnected && (document.activeElement === document.body || document.activeElement === null);
  if (!isLost) {
    return;
  }
  const around = path.find((element) => element.isConnected && element.closest('main') && headingIn(element));
  path = [];
  if (around) {
    focusHeading(headingIn(around));
  }
}

/** Watches a part of the document from now on. */
export function keepFocusIn(root) {
  root.addEventListener('focusin', (event) => {
    path = [];
    for (let element = event.target; element && element !== root; element = element.parentElement) {
      path.push(element);
    }
  });
  new MutationObserver(recover).observe(root, { childList: true, subtree: true });
}

/** Focuses what matches once the page shows what has just changed; a heading if there is no such element. */
export const focusSoon = (selector) => setTimeout(() => {
  const wanted = document.querySelector(selector);
  if (wanted) {
    wanted.focus();
    return;
  }
  const heading = document.querySelector('main h1');
  if (heading) {
    focusHeading(heading);
  }
});

/** Of a button that is out of use for a while: a disabled one would lose the focus. Whoever handles it does nothing meanwhile. */
export const idle = (isIdle) => (isIdle ? { 'aria-disabled': 'true' } : {});
