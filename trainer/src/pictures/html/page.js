'use strict';
const {run, steps} = JSON.parse(document.getElementById('data').textContent);
const at = name => document.getElementById(name);
const [DEPTH, TAKEN, CALL, END, CAPTION, CHANGES, EVIDENCE, HIDDEN] = [0, 1, 2, 3, 4, 5, 6, 7];
const last = steps.length, LOGIT = 65536, CELL = 20; // CELL: the least width of a cell, in pixels
const depth = Math.min(6, 1 + steps.reduce((most, step) => Math.max(most, step[DEPTH]), 0)); // levels drawn
const cells = run.cells.map(row => [...row]), pointers = [...run.pointers];
let frame = 0, timer = 0;

// For each step: the step before of its own call, and the waiting step of the frame below.
const prior = [], below = [];
{
  const stack = [];
  steps.forEach((step, index) => {
    stack.length = step[DEPTH] + 1;
    prior[index] = step[TAKEN] ? stack[step[DEPTH]] : -1;
    below[index] = step[DEPTH] ? stack[step[DEPTH] - 1] : -1;
    stack[step[DEPTH]] = index;
  });
}

function apply([row, ...change], forwards) {
  if (change.length === 2) pointers[row] = change[forwards ? 1 : 0];
  else cells[row][change[0]] = change[forwards ? 2 : 1];
}

function seek(to) {
  for (; frame < to; frame++) steps[frame][CHANGES].forEach(change => apply(change, true));
  while (frame > to) [...steps[--frame][CHANGES]].reverse().forEach(change => apply(change, false));
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// The column of the pointer that moved last.
function moved() {
  for (let step = frame - 1; step >= 0; step--) {
    const change = steps[step][CHANGES].findLast(change => change.length === 3);
    if (change) return change[2];
  }
  return Math.min(...pointers);
}

// The columns shown where only some have room: turned like pages, after the pointers, or after the one that moved last.
function columns(room) {
  const fit = Math.max(1, Math.min(run.columns, Math.floor(room / CELL))), page = Math.max(1, Math.floor(fit / 2));
  const low = Math.min(...pointers), followed = Math.max(...pointers) - low < fit - Math.floor(fit / 2) ? low : moved();
  const from = Math.max(0, Math.min(run.columns - fit, Math.floor(followed / page) * page - (fit > 2 ? 1 : 0)));
  const shown = Array.from({length: fit}, (_, index) => from + index), beyond = [from, run.columns - from - fit];
  return run.mirrored ? [shown.reverse(), beyond.reverse()] : [shown, beyond];
}

function place() {
  const [low, high] = [Math.min(...pointers) + 1, Math.max(...pointers) + 1];
  return low === high ? `column ${low} of ${run.columns}` : `columns ${low} to ${high} of ${run.columns}`;
}

// A table of some columns: cells, pointers, and those that are new.
function table(shown, cells, pointers, fresh) {
  return run.rows.map((name, row) => {
    const arrow = shown.includes(pointers[row]) ? '' : (pointers[row] > shown[0]) === run.mirrored ? ' ‹' : ' ›';
    const line = element('tr', {}, element('th', {scope: 'row', textContent: name + arrow}));
    line.style.setProperty('--k', `var(--r${row % 4})`);
    for (const column of shown) {
      const cell = element('td', {textContent: cells[row][column] ?? ' '});
      if (pointers[row] === column) { cell.className = 'here'; cell.setAttribute('aria-current', 'true'); }
      if (fresh.has(row + ' ' + column)) cell.classList.add('new');
      line.append(cell);
    }
    return line;
  });
}

// The views so far, where there is no world.
function drawViews() {
  at('views').replaceChildren(...run.views.slice(0, frame + 1).map(view => element('li', {textContent: view})));
}

// The room for columns, in pixels; the call stack's panel is no wider.
function room() {
  return Math.min(at('pad').clientWidth, at('stack').clientWidth + 26) - 10 * Math.max(...run.rows.map(name => name.length)) - 56;
}

function drawPad() {
  if (run.views) { drawViews(); return; }
  const [shown, [left, right]] = columns(room()), fresh = new Set();
  if (frame) for (const [row, column, , after] of steps[frame - 1][CHANGES]) if (after !== undefined) fresh.add(row + ' ' + column);
  const wide = Math.max(9, Math.min(44, room() / shown.length - 2));
  document.body.style.setProperty('--cell', wide + 'px');
  document.body.style.setProperty('--font', Math.max(11, wide / 2) + 'px');
  at('cells').replaceChildren(...table(shown, cells, pointers, fresh));
  if (frame === last) for (const [row, column] of run.wrong) if (shown.includes(column)) at('cells').rows[row].cells[shown.indexOf(column) + 1].classList.add('bad');
  at('place').textContent = place();
  at('left').textContent = left ? `‹ ${left} more` : '';
  at('right').textContent = right ? `${right} more ›` : '';
}

const shade = unit => Math.max(0, Math.min(10, Math.floor(((unit + 127) * 10 + 127) / 254)));

function strip(index) {
  const made = element('div', {className: 'strip'});
  made.setAttribute('aria-hidden', 'true');
  for (const unit of steps[index][HIDDEN]) {
    const cell = element('i', {});
    cell.style.background = `var(--h${shade(unit)})`;
    made.append(cell);
  }
  return made;
}

// The hidden state after each step of a call, the last ones: blank when a call begins.
function strips(index) {
  const found = [];
  for (; index >= 0 && found.length < 4; index = prior[index]) found.unshift(strip(index));
  while (found.length < 4) found.push(element('div', {className: 'strip'}));
  return found;
}

function stack() {
  const found = [];
  for (let index = frame; frame < last && index >= 0; index = below[index]) found.unshift(index);
  return found;
}

function drawStack() {
  const beside = frame === last && run.expected && !run.views;
  at('calls').textContent = beside ? run.teacher : 'call stack';
  if (beside) {
    const [shown] = columns(room()), expected = run.expected.cells.map(row => [...row]);
    const made = element('table', {className: 'cells'}, ...table(shown, expected, run.expected.pointers, new Set()));
    at('stack').replaceChildren(made);
    return;
  }
  if (frame === last) {
    const words = element('div', {className: 'answer'}, run.answer !== null ? 'the stack is empty' : run.views ? 'these views lead it' : 'no answer', element('b', {id: 'answer', textContent: run.answer ?? (run.views ? 'astray' : 'the run failed')}));
    at('stack').replaceChildren(words);
    return;
  }
  const found = stack(), skipped = Math.max(0, found.length - 6);
  let inner = null;
  for (const index of found.slice(skipped).reverse()) {
    const name = element('b', {textContent: run.calls[steps[index][CALL]]});
    const box = element('div', {className: index === frame ? 'box top' : 'box'},
      element('div', {}, name, element('span', {className: 'soft', textContent: 'step ' + steps[index][TAKEN]})));
    if (run.units) box.append(...index === frame ? strips(index) : [strip(index)]);
    if (inner) box.append(inner);
    inner = box;
  }
  at('stack').replaceChildren(...skipped ? [element('div', {className: 'soft', textContent: skipped + ' more'})] : [], inner);
}

function bar(name, value, on) {
  const line = element('div', {className: on ? 'bar' : 'bar no'}, element('span', {textContent: name}), element('i', {}), (value / LOGIT).toFixed(2));
  line.children[1].style.width = Math.abs(value) / run.loudest * 45 + '%';
  return line;
}

// A caption's pieces: plain, strong, wrong, or in a row's colour.
function pieces(caption) {
  return caption.map(piece => {
    if (typeof piece === 'string') return piece;
    const [kind, text] = piece, made = element(kind === 'w' || kind === 'x' ? 'b' : 'span', {textContent: text});
    if (kind === 'x') made.className = 'wrong';
    else if (kind !== 'w') made.style.color = `var(--r${kind % 4})`;
    return made;
  });
}

const caption = () => run.captions[frame < last ? steps[frame][CAPTION] : run.captions.length - 1];

function drawDecision() {
  at('caption').replaceChildren(...pieces(caption()));
  const [end, program, parts] = frame < last && steps[frame][EVIDENCE] || [];
  at('bars').replaceChildren(...program === undefined ? [] : [
    bar('margin', Math.min(program, parts ?? program), true),
    bar(steps[frame][END] ? 'end: yes' : 'end: no', end, steps[frame][END])]);
}

// The whole run: calls within calls, hidden states below; those of a very long run around where it is.
function drawRun() {
  const canvas = at('run'), ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, level = 20, most = 600;
  const unit = run.units ? Math.max(1, Math.min(6, Math.floor(96 / run.units))) : 0;
  const height = depth * level + 6 + run.units * unit;
  canvas.style.height = height + 'px';
  canvas.width = width * ratio; canvas.height = height * ratio;
  const draw = canvas.getContext('2d'), style = getComputedStyle(document.documentElement), colour = name => style.getPropertyValue(name);
  const from = last <= most ? 0 : Math.max(0, Math.min(last - most, frame - most / 2)), shown = Math.min(last, most), wide = width / shown;
  draw.scale(ratio, ratio);
  draw.font = '11px ui-monospace,Menlo,Consolas,monospace';
  const shades = Array.from({length: 11}, (_, index) => colour('--h' + index));
  for (let index = from; index < from + shown; index++) {
    const step = steps[index], x = (index - from) * wide;
    (step[HIDDEN] || []).forEach((value, line) => {
      draw.fillStyle = shades[shade(value)];
      draw.fillRect(x + (step[TAKEN] ? 0 : Math.min(2, wide / 4)), depth * level + 6 + line * unit, wide, unit);
    });
    if (step[TAKEN] && index > from || step[DEPTH] >= depth) continue;
    let end = index + 1;
    while (end < from + shown && (steps[end][DEPTH] > step[DEPTH] || steps[end][DEPTH] === step[DEPTH] && steps[end][TAKEN])) end++;
    const box = [x + .5, step[DEPTH] * level + .5, Math.max(1, (end - index) * wide - 2), level - 3], name = run.calls[step[CALL]];
    draw.fillStyle = colour('--bg'); draw.fillRect(...box);
    draw.strokeStyle = colour('--line'); draw.strokeRect(...box);
    draw.fillStyle = colour('--soft');
    if (name.length * 7 + 6 < box[2]) draw.fillText(name, x + 5, step[DEPTH] * level + 13);
  }
  const x = (frame - from) * wide;
  draw.globalAlpha = .75; draw.fillStyle = colour('--panel'); draw.fillRect(x + wide, 0, width, height); draw.globalAlpha = 1;
  draw.fillStyle = colour('--accent'); draw.fillRect(Math.min(x, width - 2), 0, 2, height);
  canvas.onclick = event => go(Math.min(last, from + Math.floor(event.offsetX / wide)));
}

// What a step is, for those who listen.
function sentence() {
  const said = pieces(caption()).map(piece => piece.textContent ?? piece).join('');
  if (frame === last) return said + '.';
  const below = stack().slice(0, -1).map(index => run.calls[steps[index][CALL]]);
  const within = below.length ? `, within ${below.reverse().join(', within ')}` : '', found = steps[frame][EVIDENCE];
  const sure = found ? `, by a margin of ${(Math.min(found[1], found[2] ?? Infinity) / LOGIT).toFixed(1)}` : '';
  return `Step ${frame} of ${last}${within}. ${said}${sure}.`;
}

function draw() {
  drawPad(); drawStack(); drawDecision(); drawRun();
  at('count').textContent = `step ${frame} of ${last}`;
  at('scrub').value = frame;
  at('scrub').setAttribute('aria-valuetext', frame === last ? 'the end' : `step ${frame} of ${last}, ${run.calls[steps[frame][CALL]]}`);
  if (!timer) at('said').textContent = sentence(); // a reader would fall behind while it plays
}

function go(to, keep) {
  if (!keep) pause();
  seek(Math.max(0, Math.min(last, to)));
  if (!timer) history.replaceState(null, '', '#step=' + frame);
  draw();
}

function pause() {
  clearInterval(timer); timer = 0;
  at('play').textContent = '▶'; at('play').setAttribute('aria-label', 'play');
}

function play() {
  if (frame === last) seek(0);
  at('play').textContent = '❚❚'; at('play').setAttribute('aria-label', 'pause');
  timer = setInterval(() => { frame + 1 >= last ? go(last) : go(frame + 1, true); }, 1000 / at('speed').value);
  draw();
}

const toggle = () => timer ? go(frame) : play();

// The next step outside of the call made now; a tail call replaces its caller, and so is entered.
function over() {
  let to = frame + 1;
  while (to < last && steps[to][DEPTH] > steps[frame][DEPTH]) to++;
  go(to);
}

// The next frame with all pointers on the next column, or else with another lowest column.
function column() {
  const lowest = Math.min(...pointers), now = frame;
  let to = frame, other = -1;
  while (to < last && !pointers.every(pointer => pointer === lowest + 1)) {
    seek(++to);
    if (other < 0 && Math.min(...pointers) > lowest) other = to;
  }
  const found = pointers.every(pointer => pointer === lowest + 1);
  seek(now);
  go(found ? to : other < 0 ? now : other);
}

const keys = {ArrowLeft: () => go(frame - 1), ArrowRight: () => go(frame + 1), Home: () => go(0), End: () => go(last), n: over, c: column, ' ': toggle};
addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === 'SELECT') return;
  if (event.key === ' ' && event.target.tagName === 'BUTTON') return;
  const action = keys[event.key];
  if (action) { event.preventDefault(); action(); }
});
at('first').onclick = keys.Home; at('back').onclick = keys.ArrowLeft; at('play').onclick = toggle;
at('next').onclick = keys.ArrowRight; at('over').onclick = over; at('last').onclick = keys.End;
at('scrub').max = last; at('scrub').oninput = event => go(+event.target.value);
at('speed').onchange = () => { if (timer) { pause(); play(); } };
const named = () => { const found = /^#step=(\d+)$/.exec(location.hash); return found ? +found[1] : 0; };
addEventListener('hashchange', () => go(named()));
addEventListener('resize', draw);
matchMedia('(prefers-color-scheme:dark)').addEventListener('change', drawRun);
at('problem').textContent = run.title; at('about').textContent = run.by;
at('cells').hidden = at('beyond').hidden = at('of-pointer').hidden = !!run.views; if (run.views) at('world').textContent = 'views, step by step';
for (const [sign, known] of [['units', run.units], ['margin', last && steps[0][EVIDENCE]]]) at('of-' + sign).hidden = !known;
for (let shade = 0; shade <= 10; shade++) at('ramp').append(element('i', {style: `background:var(--h${shade})`}));
go(named());
