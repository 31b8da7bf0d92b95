import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { insideWriter } from '../model/index.ts';
import { designOf, GoTreeError, locate, readFacts, splitPoints, UnrecognizedShape } from './index.ts';
import type { Facts } from './index.ts';
import { fixture, knownOfFixtures } from './testing/known.ts';
import type { MiniTree } from './testing/known.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nosplit-facts-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

type Edit = readonly [file: string, from: string, to: string];

let copies = 0;

/** A copy of a small hand-made tree with edits in runtime/, each of a text that stands there exactly once. */
function edited(tree: MiniTree, ...edits: readonly Edit[]): string {
  const copy = join(scratch, String(++copies));
  cpSync(fixture(tree), copy, { recursive: true });
  for (const [file, from, to] of edits) {
    const path = join(copy, 'src/runtime', file);
    const parts = readFileSync(path, 'utf8').split(from);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`);
    writeFileSync(path, parts.join(to));
  }
  return copy;
}

const undone: readonly Edit[] = [
  [
    'traceruntime.go',
    'mp.trace.reentered++\n\t\treturn traceLocker{mp, trace.gen.Load()}',
    'gen := trace.gen.Load()\n\t\tif gen == 0 {\n\t\t\treleasem(mp)\n\t\t\treturn traceLocker{}\n\t\t}\n' +
      '\t\tmp.trace.reentered++\n\t\treturn traceLocker{mp, gen}',
  ],
];
const debugging: Edit = ['traceruntime.go', 'debugTraceReentrancy = false', 'debugTraceReentrancy = true'];

const known = await knownOfFixtures([
  ['seed', edited('seed', ...undone)],
  ['entry-gen', edited('entry-gen', debugging)],
  ['parent', edited('parent', debugging)],
]);
const read = (dir: string): Promise<Facts> => readFacts(dir, { known });

async function refusal(dir: string): Promise<GoTreeError> {
  try {
    designOf(await read(dir));
  } catch (error) {
    if (error instanceof GoTreeError) return error;
    throw error;
  }
  throw new Error('the tree was accepted');
}

const inlined = ['traceSchedResourceState.readyNextGen', 'traceNextGen'];

describe('a recognised tree', () => {
  test('like the parent drops nested events and holds one writer per event', async () => {
    const facts = await read(fixture('parent'));
    expect(facts.lock).toMatchObject({ value: 'seqlock', file: 'traceruntime.go', line: 4 });
    expect(facts.reentry).toMatchObject({ value: 'drop', file: 'traceruntime.go', line: 45 });
    expect(facts.sharedWriter).toMatchObject({ value: true, file: 'traceevent.go', line: 8 });
    expect(facts.growth.map((each) => each.value)).toEqual(['traceTryAcquire', 'traceTryAcquire']);
    expect(facts.version.value).toBeNull();
    expect(designOf(facts)).toMatchObject({ name: 'go tree', debugThrowsplit: false, notOkReleases: false });
    expect(designOf(facts).splitPoints).toContain('traceEventWriter.commit');
  });

  test('like the seed reloads the generation, and nothing can split between writer() and end()', async () => {
    const facts = await read(fixture('seed'));
    expect(facts.version).toMatchObject({ value: 'go1.24-seed', file: 'VERSION', line: 1 });
    expect(facts.reentry).toMatchObject({ value: 'reload', file: 'traceruntime.go', line: 30 });
    expect(designOf(facts)).toMatchObject({ lock: 'seqlock', sharedWriter: false });
    expect(new Set(designOf(facts).splitPoints)).toEqual(new Set(inlined));
    expect(splitPoints(facts).filter((split) => split.insideWriter)).toEqual([]);
  });

  test('says when the statuses of Ps are written, how Ps in system calls are taken, and whether a shutdown alone wakes the reader', async () => {
    const [seed, entryGen] = await Promise.all([read(fixture('seed')), read(fixture('entry-gen'))]);
    expect(seed.procStatuses).toMatchObject({ value: 'afterBump', file: 'trace.go', line: 45 });
    expect(seed.syscalls).toMatchObject({ value: 'procStatus', file: 'tracestatus.go', line: 15 });
    expect(seed.shutdownWakesReader).toMatchObject({ value: true, file: 'trace.go', line: 59 });
    expect(entryGen.procStatuses).toMatchObject({ value: 'beforeBump', file: 'trace.go', line: 17 });
    expect(entryGen.syscalls).toMatchObject({ value: 'scanBit', file: 'tracestatus.go', line: 14 });
    expect(entryGen.shutdownWakesReader).toMatchObject({ value: false, file: 'trace.go', line: 59 });
    expect(designOf(seed)).toMatchObject({ procStatuses: 'afterBump', shutdownWakesReader: true });
    expect(designOf(entryGen)).toMatchObject({ procStatuses: 'beforeBump', shutdownWakesReader: false });
  });

  test('like 1.24 differs from the seed by the nosplit of refill alone', async () => {
    const refill = 'func (w traceWriter) refill()';
    const facts = await read(edited('seed', ['tracebuf.go', `//go:nosplit\n${refill}`, refill]));
    expect(designOf(facts)).toEqual({
      ...designOf(await read(fixture('seed'))),
      splitPoints: expect.arrayContaining(['traceWriter.refill', ...inlined]) as string[],
    });
    expect(splitPoints(facts).find((split) => split.insideWriter)?.sentence).toBe(
      'traceWriter.refill at tracebuf.go:47 lacks //go:nosplit, so a stack may grow between writer() and end() ' +
        '(called traceWriter.event → traceWriter.ensure → traceWriter.refill); ' +
        'cure: put the line //go:nosplit right above tracebuf.go:47',
    );
  });

  test('like 1.26 uses entryGen under a boolean lock', async () => {
    const facts = await read(fixture('entry-gen'));
    expect(facts.lock).toMatchObject({ value: 'writing', file: 'traceruntime.go', line: 4 });
    expect(facts.reentry).toMatchObject({ value: 'entryGen', file: 'traceruntime.go', line: 30 });
    expect(facts.version).toMatchObject({ value: 'devel go1.27', line: 4 });
    expect(designOf(facts).splitPoints.filter(insideWriter)).toEqual(['traceWriter.refill']);
  });

  test('may be given as a GOROOT, as a folder that holds runtime/, and as runtime/ itself', async () => {
    const whole = await read(fixture('entry-gen'));
    for (const below of ['src', 'src/runtime']) {
      expect(designOf(await read(join(fixture('entry-gen'), below)))).toEqual(designOf(whole));
    }
  });

  test('may undo its count where a nested acquire loads generation 0', async () => {
    const facts = await read(edited('seed', ...undone));
    expect(designOf(facts)).toMatchObject({ reentry: 'reload', notOkReleases: true });
  });

  test('may have the debugging mode on', async () => {
    expect(designOf(await read(edited('entry-gen', debugging))).debugThrowsplit).toBe(true);
    // The parent's mode looks for the tracer being entered twice and leaves throwsplit alone.
    expect(designOf(await read(edited('parent', debugging))).debugThrowsplit).toBe(false);
  });

  test('may be laid out, named and commented as it likes', async () => {
    const facts = await read(
      edited(
        'entry-gen',
        ['traceruntime.go', 'mp.trace.reentered++', '/* one more */ mp.trace.reentered++ // counted'],
        ['traceruntime.go', 'return traceLocker{mp, gen}', 'return traceLocker{\n\t\tmp, gen}'],
        [
          'tracebuf.go',
          '//go:nosplit\nfunc (w traceWriter) ensure',
          '//go:nosplit\n\n// Room.\n\nfunc (w traceWriter) ensure',
        ],
      ),
    );
    expect(designOf(facts)).toEqual(designOf(await read(fixture('entry-gen'))));
  });

  test('has its functions found by the source that an action names, wherever they moved', async () => {
    const facts = await read(fixture('seed'));
    expect(locate(facts, 'runtime/tracebuf.go, traceWriter.event')).toEqual({
      file: 'tracebuf.go',
      line: 22,
    });
    expect(locate(facts, 'runtime/elsewhere.go, (*traceBuf).byte; one step')).toEqual({
      file: 'tracebuf.go',
      line: 59,
    });
    expect(locate(facts, 'runtime/stack.go, newstack')).toEqual({ file: 'stack.go', line: 25 });
    expect(locate(facts, 'runtime/proc.go, schedule')).toBeNull();
    expect(locate(facts, 'the reader')).toBeNull();
  });
});

describe('of a tree, what is built on one system is read:', () => {
  const second = (constraint: string): string =>
    `${constraint}package runtime\n\nfunc traceRelease(tl traceLocker) {\n}\n`;
  const withFile = (name: string, text: string): string => {
    const copy = edited('seed');
    writeFileSync(join(copy, 'src/runtime', name), text);
    return copy;
  };

  test('a file of another system is left out', async () => {
    const seed = designOf(await read(fixture('seed')));
    const named = withFile('traceother_windows.go', second(''));
    const tagged = withFile('traceother.go', second('//go:build windows\n\n'));
    for (const tree of [named, tagged]) expect(designOf(await read(tree))).toEqual(seed);
  });

  test('a second declaration in a file of the same system is refused', async () => {
    const error = await refusal(withFile('traceother_linux.go', second('')));
    expect(error.message).toMatch(
      /^traceRelease at traceruntime\.go:\d+ matches no known design: it is declared at traceother_linux\.go:3 too/,
    );
  });

  test('a file may lack its last line break', async () => {
    const last = readFileSync(join(fixture('seed'), 'src/runtime/tracestatus.go'), 'utf8').trimEnd();
    const copy = withFile('tracestatus.go', last);
    expect(designOf(await read(copy))).toEqual(designOf(await read(fixture('seed'))));
  });

  test('a statement within a comment does not count', async () => {
    const hidden = edited('entry-gen', ['trace.go', 'trace.enabled = false', '/* trace.enabled = false */']);
    expect((await refusal(hidden)).message).toContain(
      'a statement is gone: here entry-gen stores trace.enabled ← false',
    );
  });
});

describe('a tree is refused, with its line, when', () => {
  test.each<[string, MiniTree, Edit[], string]>([
    [
      'a nested acquire counts differently',
      'seed',
      [['traceruntime.go', 'mp.trace.reentered++', 'mp.trace.reentered += 2']],
      'traceAcquireEnabled at traceruntime.go:29 matches no known design: it adds 2 to mp.trace.reentered where seed adds 1 to mp.trace.reentered',
    ],
    [
      'entryGen is stored before the lock is taken',
      'entry-gen',
      [
        ['traceruntime.go', '\tmp.trace.entryGen = gen\n', ''],
        [
          'traceruntime.go',
          '\tmp.trace.writing.Store(true)\n\tgen := trace.gen.Load()\n',
          '\tgen := trace.gen.Load()\n\tmp.trace.entryGen = gen\n\tmp.trace.writing.Store(true)\n',
        ],
      ],
      'traceAcquireEnabled at traceruntime.go:32 matches no known design: it takes trace.gen where entry-gen stores mp.trace.writing ← true',
    ],
    [
      'the lock is let go while sections are nested',
      'seed',
      [
        [
          'traceruntime.go',
          '\t} else {\n\t\ttl.mp.trace.seqlock.Add(1)\n\t}',
          '\t}\n\ttl.mp.trace.seqlock.Add(1)',
        ],
      ],
      'traceRelease at traceruntime.go:47 matches no known design: it adds 1 to tl.mp.trace.seqlock, and seed does so with other operands',
    ],
    [
      'nothing keeps a nested acquire from taking the lock',
      'parent',
      [['traceruntime.go', 'func traceTryAcquireEnabled', 'func traceMaybeAcquireEnabled']],
      'traceMaybeAcquireEnabled at traceruntime.go:43 matches no known design: parent has no such function, and it touches what the tracer shares, and another function differs (traceTryAcquireEnabled)',
    ],
    [
      'a nested acquire both counts itself and gives up',
      'seed',
      [
        [
          'traceruntime.go',
          '//go:nosplit\nfunc traceRelease',
          'func traceTryAcquireEnabled() traceLocker {\n\treturn traceAcquireEnabled()\n}\n\n//go:nosplit\nfunc traceRelease',
        ],
      ],
      'traceTryAcquireEnabled at traceruntime.go:42 matches no known design: seed has no such function, and it touches what the tracer shares',
    ],
    [
      'the event writer holds something else',
      'seed',
      [['traceevent.go', 'tl traceLocker\n}', 'tl *traceLocker\n}']],
      'traceEventWriter at traceevent.go:4 matches no known design: it has the field tl *traceLocker where seed has the field tl traceLocker',
    ],
    [
      'the debugging mode is not a constant',
      'seed',
      [['traceruntime.go', 'debugTraceReentrancy = false', 'debugTraceReentrancy = 1 == 2']],
      'traceLocker.writer at tracebuf.go:15 matches no known design: it asks whether debugTraceReentrancy, which seed does not do here, and another function differs (traceWriter.end)',
    ],
    [
      'an inner section of a growth acquires as no other',
      'parent',
      [
        [
          'stack.go',
          'trace := traceTryAcquire()\n\t\tif trace.ok() {\n\t\t\ttrace.GoroutineStackFree',
          'trace := traceAcquire()\n\t\tif trace.ok() {\n\t\t\ttrace.GoroutineStackFree',
        ],
      ],
      'stackfree at stack.go:15 matches no known design: it is as entry-gen has it, and the rest of the tree is as parent has it',
    ],
    [
      'the lock is of no known kind',
      'seed',
      [['traceruntime.go', 'atomic.Uintptr', 'mutex']],
      'mTraceState at traceruntime.go:4 matches no known design: it has the field seqlock mutex where seed has the field seqlock atomic.Uintptr',
    ],
    [
      'a writer is held across statements',
      'seed',
      [
        [
          'traceevent.go',
          'e.tl.writer().event(ev, args...).end()',
          'w := e.tl.writer()\n\tw.event(ev, args...).end()',
        ],
      ],
      'traceEventWriter.event at traceevent.go:15 matches no known design: it takes e.tl.writer() where seed calls e.tl.writer().event(ev,args...).end()',
    ],
    [
      'a split point is none that the model has a step for',
      'seed',
      [
        ['tracebuf.go', 'w = w.ensure(len(args))', 'w = w.ensure(roomFor(args))'],
        [
          'stack.go',
          'func newstack()',
          'func roomFor(args []uint64) int {\n\treturn len(args)\n}\n\nfunc newstack()',
        ],
      ],
      'traceWriter.event at tracebuf.go:23 matches no known design: it takes w.ensure(roomFor(args)) where seed takes w.ensure(len(args))',
    ],
    [
      'an argument is evaluated after writer()',
      'seed',
      [['traceevent.go', 'tl.writer().event(2).end()', 'tl.writer().event(byte(traceNextGen(2))).end()']],
      'traceLocker.eventWriter at traceevent.go:9 matches no known design: it calls tl.writer().event(byte(traceNextGen(2))).end() where seed calls tl.writer().event(2).end()',
    ],
    [
      'traceAdvance flushes without looking at the lock',
      'entry-gen',
      [['trace.go', 'if mp.trace.writing.Load()', 'if false']],
      'traceAdvance at trace.go:42 matches no known design: a statement is gone: here entry-gen asks whether mp.trace.writing',
    ],
    [
      'traceAdvance does not visit the Ps',
      'seed',
      [['trace.go', 'forEachP(', 'forSomeP(']],
      'traceAdvance at trace.go:45 matches no known design: it calls forSomeP(code) where seed calls forEachP(code)',
    ],
    [
      'stop clears enabled before the generation',
      'seed',
      [
        ['trace.go', '\t\t\ttrace.enabled = false\n', ''],
        [
          'trace.go',
          '\t\t\tlock(&trace.lock)\n\t\t\ttrace.shutdown',
          '\t\t\ttrace.enabled = false\n\t\t\tlock(&trace.lock)\n\t\t\ttrace.shutdown',
        ],
      ],
      'traceAdvance at trace.go:19 matches no known design: it stores trace.enabled ← false, which seed does not do here',
    ],
    [
      'a P in a system call is told in another way',
      'seed',
      [['tracestatus.go', '_Psyscall', '_Pidle']],
      'traceWriter.writeProcStatusForP at tracestatus.go:15 matches no known design: it has the branch case _Pidle where seed has the branch case _Psyscall',
    ],
    [
      'there are two status flags per resource',
      'seed',
      [['tracestatus.go', '[3]atomic.Uint32', '[2]atomic.Uint32']],
      'traceSchedResourceState at tracestatus.go:4 matches no known design: it has the field statusTraced [2]atomic.Uint32 where seed has the field statusTraced [3]atomic.Uint32',
    ],
    [
      'only one end of the writer minds the debugging mode',
      'seed',
      [['tracebuf.go', 'getg().throwsplit = false', '']],
      'throwsplit at tracebuf.go:14 matches no known design: writer() and end() do not both set it',
    ],
    [
      'a function is gone',
      'seed',
      [['tracebuf.go', 'func (tl traceLocker) writer()', 'func (tl traceLocker) pen()']],
      'traceLocker.pen at tracebuf.go:14 matches no known design: seed has no such function, and it touches what the tracer shares, and another function differs (traceLocker.writer)',
    ],
    [
      'it does not parse',
      'seed',
      [['tracebuf.go', 'return w.refill()\n\t}', 'return w.refill(\n']],
      'a declaration at tracebuf.go:42 matches no known design: it does not parse as Go',
    ],
  ])('%s', async (_, tree, edits, message) => {
    const error = await refusal(edited(tree, ...edits));
    expect(error).toBeInstanceOf(UnrecognizedShape);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(
      /; check a known design with --design, or teach this shape to facts\/$|; where you have reviewed that it means the same: --accept \S+@\w+( --accept \S+)*$/,
    );
    expect(error.message).not.toContain('\n');
  });
});

describe('what is no Go tree is said in one line:', () => {
  test('a folder that does not exist', async () => {
    const error = await refusal(join(scratch, 'nowhere'));
    expect(error).not.toBeInstanceOf(UnrecognizedShape);
    expect(error.message).toMatch(/nowhere is no directory; give a GOROOT or any Go source tree$/);
  });

  test('a folder without a runtime, or with a runtime that has no tracer', async () => {
    expect((await refusal(dirname(fixture('seed')))).message).toMatch(/ holds no src\/runtime\/trace\.go, /);
    const empty = join(scratch, 'empty');
    mkdirSync(join(empty, 'src/runtime'), { recursive: true });
    expect((await refusal(empty)).message).toMatch(/ holds no src\/runtime\/trace\.go, /);
  });
});
