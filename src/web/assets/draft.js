// Keeps what is typed in this tab until it has been sent and accepted, and says on the
// button that writing is going on. Nothing of it leaves the browser; passwords are left out.

const forms = document.querySelectorAll('form[data-draft]');
const name = (form) => `draft ${form.dataset.draft}`;
const fields = (form) =>
  [...form.elements].filter((e) => e.name && /^(text|textarea|select-one)$/.test(e.type));

function keep(form) {
  const values = Object.fromEntries(fields(form).map((e) => [e.name, e.value]));
  sessionStorage.setItem(name(form), JSON.stringify({ values, sent: false }));
  const said = form.querySelector('[data-saved]');
  const now = new Date();
  if (said) said.textContent = `自動保存 ${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`;
}

function restore(form) {
  const kept = JSON.parse(sessionStorage.getItem(name(form)) ?? 'null');
  if (!kept) return;
  // A refused form has come back from the server as it was typed, one it filled in with more.
  if (form.dataset.filled !== undefined || form.querySelector('[aria-invalid]') || document.querySelector('[data-first]')) {
    sessionStorage.removeItem(name(form));
    return;
  }
  let changed = false;
  for (const field of fields(form)) {
    const value = kept.values[field.name];
    if (value === undefined || value === field.value) continue;
    field.value = value;
    changed = true;
  }
  const said = form.querySelector('[data-saved]');
  if (changed && said) said.textContent = '書きかけの内容を戻しました';
}

// What was sent and accepted is said on another page than the form's, as a rule.
if (document.querySelector('.told'))
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith('draft ') && JSON.parse(sessionStorage.getItem(key)).sent) sessionStorage.removeItem(key);

for (const form of forms) {
  let timer;
  restore(form);
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), 400);
  });
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    keep(form);
    const kept = JSON.parse(sessionStorage.getItem(name(form)));
    sessionStorage.setItem(name(form), JSON.stringify({ ...kept, sent: true }));
  });
}

const sending = new WeakSet();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.getAttribute('action') === '/sign-out') sessionStorage.clear();
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  sending.add(form);
  const button = event.submitter;
  if (button) setTimeout(() => { if (sending.has(form)) button.textContent = '書き込んでいます'; }, 1000);
});

// Back from the next page, the form can be sent again.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
