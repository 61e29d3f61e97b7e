// Says when what this page shows was changed by someone else. The page is not changed by
// itself: the reader loads it again when it suits.

const ledger = document.body.dataset.ledger;
const record = Number(document.body.dataset.record ?? 0);
let source;

function tell() {
  if (document.querySelector('.told.live')) return;
  const hint = document.createElement('p');
  const link = document.createElement('a');
  hint.className = 'told live';
  hint.setAttribute('role', 'status');
  link.href = location.href;
  link.textContent = '読み直す';
  hint.append(record ? 'ほかの方がこの記録を変えました。' : '一覧に新しい変更があります。', link);
  document.getElementById('main').prepend(hint);
}

// Pages that are only passed through ask for no stream.
function listen() {
  setTimeout(open, 2000);
}

function open() {
  if (source || document.hidden) return;
  source = new EventSource('/live');
  source.addEventListener('change', (event) => {
    const change = JSON.parse(event.data);
    if (change.ledger === ledger && (!record || change.id === record)) tell();
  });
  source.addEventListener('reload', tell);
}

// A page that nobody looks at holds no stream: there are only a few for each session.
function hush() {
  source?.close();
  source = undefined;
}

if (ledger && 'EventSource' in window) {
  listen();
  document.addEventListener('visibilitychange', () => (document.hidden ? hush() : listen()));
  window.addEventListener('pagehide', hush);
}
