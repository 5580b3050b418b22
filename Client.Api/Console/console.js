'use strict';
const $ = id => document.getElementById(id);
const keyName = 'orchestrator-key';

async function call(path, body) {
  const headers = {};
  const key = sessionStorage.getItem(keyName);
  if (key) headers.Authorization = 'Bearer ' + key;
  if (body) headers['Content-Type'] = 'application/json';
  const answer = await fetch('/api/v1/' + path, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.title + ': ' + json.detail + ' (' + json.code + ')');
  return json;
}

const figure = (name, value) => {
  const box = document.createElement('div');
  box.append(Object.assign(document.createElement('dt'), { textContent: name }), Object.assign(document.createElement('dd'), { textContent: value }));
  return box;
};

const row = cells => {
  const line = document.createElement('tr');
  for (const cell of cells) line.append(Object.assign(document.createElement('td'), { textContent: cell ?? '' }));
  return line;
};

async function show() {
  try {
    const [status, book, queue, decisions] = await Promise.all([call('status'), call('portfolio/snapshot'), call('opportunities?take=10'), call('decisions?limit=20')]);
    $('state').textContent = book.trading_state;
    $('state').className = 'badge ' + book.trading_state;
    $('mode').textContent = status.mode;
    $('portfolio').textContent = status.portfolio + ', epoch ' + status.epoch;
    $('figures').replaceChildren(
      figure('Equity, SOL', book.equity_sol), figure('Available, SOL', book.available_sol), figure('Reserved, SOL', book.reserved_sol),
      figure('Realised ever, SOL', book.realised_sol), figure('Drawdown', (book.drawdown * 100).toFixed(2) + ' %'), figure('Queue', status.queue_size),
      figure('Running', status.running + ' of ' + status.running_limit), figure('Executed since start', status.executed), figure('Rejected since start', status.rejected),
      figure('Expired', status.expired), figure('Decision p99', status.decision_p99_ms + ' ms'), figure('Broken equations', book.conservation_violations));
    $('queue').replaceChildren(...queue.items.map(item => row([
      item.rank, item.opportunity.strategy, item.opportunity.expected_profit_sol, item.opportunity.required_capital_sol, item.score.toFixed(1)])));
    $('decisions').replaceChildren(...decisions.items.map(item => row([
      new Date(item.decided_at).toLocaleTimeString(), item.outcome, item.reason, item.strategy, item.expected_profit_sol, item.realised_sol])));
    $('message').textContent = book.halt ? 'Halted by ' + book.halt.by + ': ' + book.halt.detail : '';
  } catch (fault) {
    $('state').textContent = 'unknown';
    $('state').className = 'badge';
    $('message').textContent = fault.message;
  }
}

$('operate').addEventListener('submit', async event => {
  event.preventDefault();
  const action = event.submitter.value;
  try {
    const done = await call(action, { reason: $('reason').value });
    $('reason').value = '';
    await show();
    $('message').textContent = done.outcome + ' by ' + done.actor;
  } catch (fault) {
    $('message').textContent = fault.message;
  }
});

$('enter').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(keyName, $('key').value);
  $('key').value = '';
  show();
});

async function follow() {
  await show();
  setTimeout(follow, 1000);
}
follow();
