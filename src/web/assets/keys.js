// One-letter keys and a few others. Never during conversion by an input method, never
// while something is typed, and the letters only where the reader has not switched them off.

const letters = document.body.dataset.keys === 'on';

const rows = () => [...document.querySelectorAll('.list tbody tr')];
const rowLink = (row) => row.querySelector('th a');

function isTyping(target) {
  return target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
}

function currentRow() {
  return document.activeElement.closest('.list tbody tr') ?? document.querySelector('.list tr.open');
}

function step(by) {
  const all = rows();
  if (!all.length) {
    press(by > 0 ? 'j' : 'k');
    return;
  }
  const at = all.indexOf(currentRow());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  rowLink(next)?.focus();
  next.scrollIntoView({ block: 'nearest' });
}

function press(key) {
  document.querySelector(`[data-key="${key}"]`)?.click();
}

function write(as) {
  const radio = document.querySelector(`.composer [name="as"][value="${as}"]`);
  if (radio) radio.checked = true;
  document.querySelector('.composer textarea')?.focus();
}

function pick() {
  const box = currentRow()?.querySelector('[name="pick"]');
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event('change', { bubbles: true }));
}

const acts = {
  j: () => step(1),
  k: () => step(-1),
  o: () => currentRow()?.querySelector('[data-beside]')?.click(),
  x: pick,
  n: () => press('n'),
  e: () => press('e'),
  r: () => write('answer'),
  m: () => write('note'),
  '/': () => document.getElementById('find').focus(),
  '?': () => document.querySelector('.mine a').click(),
};

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.defaultPrevented) return;
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key === 'k') {
    event.preventDefault();
    document.getElementById('find').focus();
  } else if (control && event.key === 'Enter') {
    event.target.closest('form')?.requestSubmit(event.target.closest('form').querySelector('.main-act'));
  } else if (event.key === 'Escape') {
    if (isTyping(event.target)) event.target.blur();
    else document.querySelector('[data-close]')?.click();
  } else if (!control && letters && !isTyping(event.target) && acts[event.key]) {
    event.preventDefault();
    acts[event.key]();
  }
});

document.addEventListener('change', (event) => {
  if (event.target.name === 'pick') event.target.closest('tr').classList.toggle('picked', event.target.checked);
});

// After a refusal reading goes on at the list of faults.
document.querySelector('[data-first]')?.focus();
