/** Where in the programs of a tree the records of a log stand. */
import type { Instruction, ThreadKind } from '../../model/index.ts';
import type { RecordKind } from '../log/records.ts';

type List = readonly Instruction[];
export type Find = (list: List) => readonly number[];

/** The instructions that are like this. */
export const all =
  (is: (one: Instruction) => boolean): Find =>
  (list) =>
    list.flatMap((one, index) => (is(one) ? [index] : []));

/** Of those, the ones of the first line of the tree, or of the last. */
const atLine =
  (find: Find, which: 'first' | 'last'): Find =>
  (list) => {
    const found = find(list);
    const lines = found.map((index) => list[index]?.line ?? 0);
    const line = which === 'first' ? Math.min(...lines) : Math.max(...lines);
    return found.filter((index) => list[index]?.line === line);
  };

const after =
  (find: Find): Find =>
  (list) =>
    find(list).map((index) => index + 1);

export const stores = (fn: string, place: string, value?: (isZero: boolean) => boolean): Find =>
  all(
    (one) =>
      one.fn === fn &&
      (one.op === 'store' || one.op === 'add') &&
      one.to.place === place &&
      (value === undefined || (one.op === 'store' && value('lit' in one.is && one.is.lit === 0))),
  );
export const loads = (fn: string, place: string): Find =>
  all((one) => one.fn === fn && one.op === 'load' && one.from.place === place);
export const calls = (fn: string, name: string, lock?: string): Find =>
  all((one) => one.fn === fn && one.op === 'call' && one.name === name && one.lock === lock);
const entry = (fn: string): Find => all((one) => one.fn === fn && one.op === 'entry');

const either =
  (...finds: readonly Find[]): Find =>
  (list) => {
    const found = finds.map((find) => find(list));
    return found.find(({ length }) => length > 0) ?? [];
  };

/** The flag is a word of its own from 1.26 on, and the parity of a counter before. */
const flag = (fn: string, access: (fn: string, place: string) => Find): Find =>
  either(access(fn, 'm.trace.writing'), access(fn, 'm.trace.seqlock'));

/** The branch that the shutdown takes. */
const whereShutdown: Find = (list) =>
  list.flatMap((one, index) => {
    const next = list[index + 1];
    const isAsked = one.fn === 'readTrace0' && one.op === 'load' && one.from.place === 'trace.shutdown';
    return isAsked && next?.op === 'branch' ? [next.then] : [];
  });

export interface Mark {
  readonly thread: ThreadKind;
  readonly find: Find;
}

export const mark = (thread: ThreadKind, find: Find): Mark => ({ thread, find });

/** Kinds that no step of a program of this part stands for. */
const unmarked = ['otherBuffer', 'status', 'scheduler'] as const satisfies readonly RecordKind[];
export type MarkedKind = Exclude<RecordKind, (typeof unmarked)[number]>;
const others: ReadonlySet<RecordKind> = new Set(unmarked);
export const isMarked = (kind: RecordKind): kind is MarkedKind => !others.has(kind);

/** Kinds of records by the thread that writes them. An M's are `own` outside of a growth, and `growth` inside. */
export const marks: Readonly<Record<MarkedKind, Mark>> = {
  acquireFlag: mark('own', atLine(flag('traceAcquireEnabled', stores), 'first')),
  acquireUndo: mark('own', atLine(flag('traceAcquireEnabled', stores), 'last')),
  acquireGen: mark('own', atLine(loads('traceAcquireEnabled', 'trace.gen'), 'last')),
  acquireNested: mark(
    'own',
    either(
      loads('traceAcquireEnabled', 'm.trace.entryGen'),
      atLine(loads('traceAcquireEnabled', 'trace.gen'), 'first'),
    ),
  ),
  release: mark('own', flag('traceRelease', stores)),
  releaseNested: mark('own', stores('traceRelease', 'm.trace.reentered')),
  writer: mark('own', loads('traceLocker.writer', 'm.trace.buf[][]')),
  noRoom: mark('own', entry('traceWriter.refill')),
  refill: mark('own', after(calls('traceWriter.refill', 'lock', 'trace.lock'))),
  refilled: mark('own', stores('traceWriter.refill', 'buf.header.gen')),
  event: mark('own', entry('traceBuf.byte')),
  end: mark('own', stores('traceWriter.end', 'm.trace.buf[][]')),
  startEnable: mark('caller', stores('StartTrace', 'trace.enabled')),
  startPublish: mark('caller', stores('StartTrace', 'trace.gen')),
  advanceGen: mark(
    'caller',
    stores('traceAdvance', 'trace.gen', (isZero) => !isZero),
  ),
  stopGen: mark(
    'caller',
    stores('traceAdvance', 'trace.gen', (isZero) => isZero),
  ),
  stopEnabled: mark('caller', stores('traceAdvance', 'trace.enabled')),
  snapshot: mark('caller', after(calls('traceAdvance', 'lock', 'sched.lock'))),
  flagSeen: mark('caller', flag('traceAdvance', loads)),
  advanceFlush: mark('caller', loads('traceAdvance', 'm.trace.buf[][]')),
  flushedGen: mark('caller', stores('traceAdvance', 'trace.flushedGen')),
  advanceDone: mark('caller', atLine(calls('traceAdvance', 'queueEmpty'), 'first')),
  readerTake: mark('reader', calls('readTrace0', 'pop')),
  readerNext: mark('reader', stores('readTrace0', 'trace.readerGen')),
  readerStop: mark('reader', whereShutdown),
  destroyFlag: mark('allocm', atLine(flag('traceThreadDestroy', stores), 'first')),
  destroyFlush: mark('allocm', after(calls('traceThreadDestroy', 'lock', 'trace.lock'))),
  destroyDone: mark('allocm', atLine(flag('traceThreadDestroy', stores), 'last')),
};
