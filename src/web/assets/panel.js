// Opens and changes the side panel without loading the list again. The addresses are the
// ones that work without script.

const here = () => location.pathname + location.search;
let shown = here();

const wide = window.matchMedia('(min-width: 64rem)');

async function load(address, focus) {
  const answer = await fetch(address, { headers: { Accept: 'text/html' } });
  if (!answer.ok || answer.redirected) {
    location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const panel = page.querySelector('[data-panel]');
  const main = document.getElementById('main');
  document.querySelector('[data-panel]')?.remove();
  main.className = page.getElementById('main').className;
  if (panel) main.append(document.adoptNode(panel));
  mark(page);
  document.title = page.title;
  if (focus) document.querySelector('[data-panel] [data-close]')?.focus();
}

// The rows stay as they are; only the bar at the open one moves.
function mark(page) {
  const open = page.querySelector('.list tr.open th a')?.getAttribute('href');
  for (const row of document.querySelectorAll('.list tbody tr')) {
    const here = open !== undefined && row.querySelector('th a')?.getAttribute('href') === open;
    row.classList.toggle('open', here);
    if (here) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-beside], a[data-close]');
  if (!link || !wide.matches || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  shown = here();
  load(link.href, link.hasAttribute('data-beside')).catch(() => location.assign(link.href));
});

// Going to a place within the page is no other address.
window.addEventListener('popstate', () => {
  if (here() !== shown) location.reload();
});
