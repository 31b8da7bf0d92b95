/** Edits of go1.26's tracer that mean the same, as a programmer or a formatter might make them. */

/** Changes texts of files of the runtime; a new file begins empty. */
export interface HarmlessEdit {
  readonly name: string;
  readonly apply: (files: RuntimeFiles) => void;
}

export interface RuntimeFiles {
  read(file: string): string;
  write(file: string, text: string): void;
}

/** Replaces what matches, which has to be there. */
const replace = (file: string, from: string | RegExp, to: string): HarmlessEdit['apply'] => {
  return (files) => {
    const before = files.read(file);
    const after = typeof from === 'string' ? before.replace(from, () => to) : before.replace(from, to);
    if (after === before) throw new Error(`${file} does not have ${String(from)}`);
    files.write(file, after);
  };
};

/** Where a function stands, with its comment. */
function functionAt(text: string, head: string): { readonly start: number; readonly end: number } {
  const at = text.indexOf(`\nfunc ${head}(`) + 1;
  if (at === 0) throw new Error(`no function ${head}`);
  let start = at;
  for (;;) {
    const line = text.lastIndexOf('\n', start - 2) + 1;
    if (line >= start || !text.slice(line, start).startsWith('//')) break;
    start = line;
  }
  return { start, end: text.indexOf('\n}\n', at) + 3 };
}

const within = (file: string, head: string, change: (text: string) => string): HarmlessEdit['apply'] => {
  return (files) => {
    const text = files.read(file);
    const { start, end } = functionAt(text, head);
    const before = text.slice(start, end);
    const after = change(before);
    if (after === before) throw new Error(`nothing changes in ${head}`);
    files.write(file, text.slice(0, start) + after + text.slice(end));
  };
};

/** Renames a local: not what follows a dot, and no key. */
const rename = (file: string, head: string, from: string, to: string): HarmlessEdit['apply'] =>
  within(file, head, (text) => text.replace(new RegExp(`(?<![.\\w"])${from}\\b(?!:[^=])`, 'g'), to));

const move = (from: string, head: string, to: string): HarmlessEdit['apply'] => {
  return (files) => {
    const text = files.read(from);
    const { start, end } = functionAt(text, head);
    files.write(from, text.slice(0, start) + text.slice(end));
    files.write(to, `${files.read(to)}\n${text.slice(start, end)}`);
  };
};

const inside = (file: string, head: string, from: string | RegExp, to: string): HarmlessEdit['apply'] =>
  within(file, head, (text) =>
    typeof from === 'string' ? text.replace(from, () => to) : text.replace(from, to),
  );

const add = (file: string, text: string): HarmlessEdit['apply'] => {
  return (files) => {
    files.write(file, files.read(file) + text);
  };
};

const edit = (name: string, apply: HarmlessEdit['apply']): HarmlessEdit => ({ name, apply });

const [ruling, bufs, advance, status] = ['traceruntime.go', 'tracebuf.go', 'trace.go', 'tracestatus.go'];

export const harmlessEdits: readonly HarmlessEdit[] = [
  edit('traceAcquireEnabled: mp is thisM', rename(ruling, 'traceAcquireEnabled', 'mp', 'thisM')),
  edit('traceRelease: tl is locker', rename(ruling, 'traceRelease', 'tl', 'locker')),
  edit('traceAdvance: mToFlush is list', rename(advance, 'traceAdvance', 'mToFlush', 'list')),
  edit('traceAdvance: untracedGs is late', rename(advance, 'traceAdvance', 'untracedGs', 'late')),
  edit('StartTrace: firstGen is first', rename(advance, 'StartTrace', 'firstGen', 'first')),
  edit('refill: ts is now', rename(bufs, '(w traceWriter) refill', 'ts', 'now')),
  edit('ensure: refill is full', rename(bufs, '(w traceWriter) ensure', 'refill', 'full')),
  edit('varint: pos is at', rename(bufs, '(buf *traceBuf) varint', 'pos', 'at')),
  edit('push: q is queue', rename(bufs, '(q *traceBufQueue) push', 'q', 'queue')),
  edit(
    'acquireStatus: r is state',
    rename(status, '(r *traceSchedResourceState) acquireStatus', 'r', 'state'),
  ),
  edit(
    'a return below a return',
    inside(
      ruling,
      'traceAcquire',
      'return traceAcquireEnabled()\n',
      'return traceAcquireEnabled()\n\treturn traceAcquireEnabled()\n',
    ),
  ),
  edit('a comment in traceRelease', inside(ruling, 'traceRelease', '{\n', '{\n\t// A comment.\n')),
  edit(
    'a comment behind a statement',
    inside(ruling, 'traceRelease', 'releasem(tl.mp)', 'releasem(tl.mp) // done'),
  ),
  edit(
    'a block comment in an expression',
    inside(ruling, 'traceRelease', 'reentered > 0', 'reentered > /* none */ 0'),
  ),
  edit('all comments of trace.go are gone', replace(advance, /^\t+\/\/ .*\n/gm, '')),
  edit(
    'an arguments list on several lines',
    replace(
      bufs,
      'traceBufFlush(w.traceBuf, w.gen)',
      'traceBufFlush(\n\t\t\t\tw.traceBuf,\n\t\t\t\tw.gen,\n\t\t\t)',
    ),
  ),
  edit(
    'a literal on several lines',
    inside(ruling, 'traceAcquireEnabled', 'traceLocker{mp, gen}', 'traceLocker{\n\t\tmp,\n\t\tgen,\n\t}'),
  ),
  edit(
    'two statements on a line',
    inside(ruling, 'traceAcquireEnabled', '(false)\n\t\treleasem', '(false); releasem'),
  ),
  edit(
    'empty lines',
    within(ruling, 'traceAcquireEnabled', (text) => text.replace(/\n\t/g, '\n\n\t')),
  ),
  edit('spaces in place of tabs', replace(status, /\t/g, '    ')),
  edit('traceRelease moves to tracebuf.go', move(ruling, 'traceRelease', bufs)),
  edit('refill moves to tracestatus.go', move(bufs, '(w traceWriter) refill', status)),
  edit('traceAdvance moves to a new file', (files) => {
    files.write('traceadvance.go', 'package runtime\n');
    move(advance, 'traceAdvance', 'traceadvance.go')(files);
    if (files.read('traceadvance.go').includes('unsafe.'))
      files.write(
        'traceadvance.go',
        files.read('traceadvance.go').replace('package runtime\n', 'package runtime\n\nimport "unsafe"\n'),
      );
  }),
  edit('traceRelease stands at the end of its file', move(ruling, 'traceRelease', ruling)),
  edit('push stands at the end of its file', move(bufs, '(q *traceBufQueue) push', bufs)),
  edit(
    'the fields of the header in another order',
    replace(bufs, /^(\tlink .*\n)(\tlastTime .*\n)/m, '$2$1'),
  ),
  edit(
    'a file of another system',
    add('trace_extra_windows.go', 'package runtime\n\nfunc traceExtra() { trace.gen.Store(7) }\n'),
  ),
  edit(
    'a file that is not built',
    add(
      'traceextra.go',
      '//go:build ignore\n\npackage runtime\n\nfunc traceExtra() { trace.gen.Store(7) }\n',
    ),
  ),
  edit(
    'a file with a function that touches nothing',
    add('traceextra.go', 'package runtime\n\nfunc traceExtra(n int) int { return n + 1 }\n'),
  ),
  edit(
    'a test of the tracer',
    add('traceextra_test.go', 'package runtime\n\nfunc traceExtra() { trace.gen.Store(7) }\n'),
  ),
  edit('a turned comparison in ensure', replace(bufs, 'w.traceBuf == nil || !w', 'nil == w.traceBuf || !w')),
  edit(
    'a turned comparison in traceAcquireEnabled',
    inside(ruling, 'traceAcquireEnabled', 'gen == 0', '0 == gen'),
  ),
  edit('a turned comparison in end', inside(bufs, '(w traceWriter) end', 'w.mp == nil', 'nil == w.mp')),
  edit(
    'a turned order in traceRelease',
    inside(ruling, 'traceRelease', 'tl.mp.trace.reentered > 0', '0 < tl.mp.trace.reentered'),
  ),
  edit('+= 1 in traceAcquireEnabled', inside(ruling, 'traceAcquireEnabled', 'reentered++', 'reentered += 1')),
  edit('-= 1 in traceRelease', inside(ruling, 'traceRelease', 'reentered--', 'reentered -= 1')),
  edit('+= 1 in byte', inside(bufs, '(buf *traceBuf) byte', 'buf.pos++', 'buf.pos += 1')),
  edit(
    'a condition in parentheses',
    inside(ruling, 'traceAcquireEnabled', 'if gen == 0 {', 'if (gen == 0) {'),
  ),
  edit(
    'a call in parentheses',
    inside(ruling, 'traceAcquireEnabled', 'if mp.trace.writing.Load() {', 'if (mp.trace.writing.Load()) {'),
  ),
  edit(
    'parentheses in traceRelease',
    inside(ruling, 'traceRelease', 'if tl.mp.trace.reentered > 0 {', 'if ((tl.mp.trace.reentered) > 0) {'),
  ),
  edit(
    'an assignment in parentheses',
    inside(bufs, '(w traceWriter) ensure', /refill := (.*)/, 'refill := ($1)'),
  ),
  edit('an argument in parentheses', inside(ruling, 'traceRelease', 'releasem(tl.mp)', 'releasem((tl.mp))')),
  edit(
    'an alias of a field in traceAcquireEnabled',
    within(ruling, 'traceAcquireEnabled', (text) =>
      text
        .replace('mp := acquirem()\n', 'mp := acquirem()\n\tt := &mp.trace\n')
        .replace(/\bmp\.trace\./g, 't.'),
    ),
  ),
  edit(
    'an alias of a field in end',
    inside(
      bufs,
      '(w traceWriter) end',
      'w.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf',
      'buf := w.traceBuf\n\tw.mp.trace.buf[w.gen%2][w.exp] = buf',
    ),
  ),
  edit('a nosplit helper that stores a buffer', (files) => {
    inside(
      bufs,
      '(w traceWriter) end',
      'w.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf',
      'w.storeBack()',
    )(files);
    add(
      bufs,
      '\n//go:nosplit\nfunc (w traceWriter) storeBack() {\n\tw.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf\n}\n',
    )(files);
  }),
  edit('a nosplit helper that lowers the flag', (files) => {
    inside(ruling, 'traceRelease', 'tl.mp.trace.writing.Store(false)', 'lowerFlag(tl)')(files);
    add(
      ruling,
      '\n//go:nosplit\nfunc lowerFlag(tl traceLocker) {\n\ttl.mp.trace.writing.Store(false)\n}\n',
    )(files);
  }),
  edit('a nosplit helper that asks for the slot', (files) => {
    inside(status, '(r *traceSchedResourceState) statusWasTraced', 'gen%3', 'slotOf(gen)')(files);
    add(status, '\n//go:nosplit\nfunc slotOf(gen uintptr) uintptr { return gen % 3 }\n')(files);
  }),
  edit(
    'a new check that throws in traceRelease',
    inside(ruling, 'traceRelease', '{\n', '{\n\tif tl.mp == nil {\n\t\tthrow("no m")\n\t}\n'),
  ),
  edit(
    'a new check that throws in refill',
    inside(
      bufs,
      '(w traceWriter) refill',
      '\tw.traceBuf.link = nil\n',
      '\tif w.traceBuf.lenPos < 0 {\n\t\tthrow("bad")\n\t}\n\tw.traceBuf.link = nil\n',
    ),
  ),
  edit(
    'code under a constant that is false',
    inside(ruling, 'traceRelease', '{\n', '{\n\tif debugTraceReentrancy {\n\t\tprintln("release")\n\t}\n'),
  ),
  edit('a local that nothing reads', inside(ruling, 'traceRelease', '{\n', '{\n\tn := 1\n\t_ = n\n')),
  edit(
    'two independent locals in another order',
    inside(bufs, '(buf *traceBuf) varintReserve', '{\n', '{\n\tn := 0\n\t_ = n\n'),
  ),
  edit(
    'independent stores in another order',
    inside(
      bufs,
      '(w traceWriter) refill',
      '\tw.traceBuf.link = nil\n\tw.traceBuf.pos = 0\n',
      '\tw.traceBuf.pos = 0\n\tw.traceBuf.link = nil\n',
    ),
  ),
  edit(
    'the branches of an if change places',
    inside(
      bufs,
      '(w traceWriter) refill',
      /if w\.exp == tracev2\.NoExperiment \{\n(.*\n)\t\} else \{\n(.*\n.*\n)\t\}/,
      'if w.exp != tracev2.NoExperiment {\n$2\t} else {\n$1\t}',
    ),
  ),
  edit('var in place of :=', inside(ruling, 'traceAcquireEnabled', 'gen := trace', 'var gen = trace')),
  edit(
    'a block of its own',
    inside(ruling, 'traceRelease', '\treleasem(tl.mp)\n', '\t{\n\t\treleasem(tl.mp)\n\t}\n'),
  ),
  edit(
    'keys in a literal',
    inside(ruling, 'traceAcquireEnabled', 'traceLocker{mp, gen}', 'traceLocker{mp: mp, gen: gen}'),
  ),
  edit(
    'an early return in place of else',
    inside(
      ruling,
      'traceRelease',
      /reentered--\n\t\} else \{\n\t\t(.*)\n\t\}\n/,
      'reentered--\n\t\treleasem(tl.mp)\n\t\treturn\n\t}\n\t$1\n',
    ),
  ),
  edit(
    '&& as two ifs',
    replace(
      advance,
      /if !stopTrace && \((gcphase.*)\) \{\n((?:.*\n){3})\t\}/,
      'if !stopTrace {\n\tif $1 {\n$2\t}\n\t}',
    ),
  ),
];

/** Edits that look like some of these and change what the tracer does. */
export const lookAlikes: readonly HarmlessEdit[] = [
  edit(
    'a check below a jump',
    inside(
      advance,
      'ReadTrace',
      '\t\t\t\tthrow("unexpected trace reader")',
      '\t\t\t\treturn true\n\t\t\t\tthrow("unexpected trace reader")',
    ),
  ),
  edit(
    'a label below a jump',
    inside(
      ruling,
      'traceRelease',
      '\treleasem(tl.mp)',
      '\tgoto end\nend:\n\treleasem(tl.mp)\n\treleasem(tl.mp)',
    ),
  ),
  edit('a check that no longer ends the program', (files) => {
    inside(
      'trace.go',
      'traceAdvance',
      'throw("trace: non-empty full trace buffer for done generation")',
      '',
    )(files);
  }),
  edit('a helper that forgets the buffer of its own copy', (files) => {
    inside(bufs, '(w traceWriter) flush', '\tw.traceBuf = nil\n\treturn', '\tw.forget()\n\treturn')(files);
    add(bufs, '\n//go:nosplit\nfunc (w traceWriter) forget() {\n\tw.traceBuf = nil\n}\n')(files);
  }),
  edit('a helper that is used where nobody reads it, too', (files) => {
    inside(ruling, 'traceRelease', 'tl.mp.trace.writing.Store(false)', 'lowerFlag(tl)')(files);
    add(
      ruling,
      '\n//go:nosplit\nfunc lowerFlag(tl traceLocker) {\n\ttl.mp.trace.writing.Store(false)\n}\n',
    )(files);
    add('mbitmap.go', '\nvar lower = lowerFlag\n')(files);
  }),
  edit(
    'a field by a local that is set again',
    within(ruling, 'traceAcquireEnabled', (text) =>
      text
        .replace('mp := acquirem()\n', 'mp := acquirem()\n\tt := &mp.trace\n\tmp = getg().m\n')
        .replace('mp.trace.writing.Store(false)', 't.writing.Store(false)'),
    ),
  ),
  edit(
    'parentheses around another sum',
    inside(bufs, '(w traceWriter) event', '1 + (len(args)+1)*', '(1 + len(args) + 1) * '),
  ),
  edit(
    'a turned order of unequal sides',
    inside(ruling, 'traceRelease', 'tl.mp.trace.reentered > 0', '0 > tl.mp.trace.reentered'),
  ),
  edit('+= 2', inside(ruling, 'traceAcquireEnabled', 'reentered++', 'reentered += 2')),
];
