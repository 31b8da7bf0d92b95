import { describe, expect, test, vi } from 'vitest';
import { checkWith } from '../check/check.ts';
import type { CheckSettings } from '../check/options.ts';
import type { Report } from '../check/report.ts';
import { workerModule } from '../testing/for-workers.ts';
import grid from '../testing/grid.ts';
import type { Limited } from './host.ts';
import { webAssembly } from './webassembly.ts';
import { memoryDefaultBytes, roomBeside, workersThatFit } from './memory.ts';

const GIB = 2 ** 30;
const machine: Limited = { of: 'the machine', kind: 'memory', bytes: 16 * GIB, used: 0 };
const ulimit = (bytes: number, used = GIB): Limited => ({ of: 'ulimit -v', kind: 'addresses', bytes, used });

describe('the room of a search', () => {
  test('is what the tightest limit leaves', () => {
    const cgroup: Limited = { of: 'the cgroup', kind: 'memory', bytes: GIB, used: GIB / 8 };
    expect(roomBeside(0, [machine, cgroup, ulimit(Infinity)])).toMatchObject({ of: 'the cgroup' });
    expect(roomBeside(0, [machine, cgroup, ulimit(1.5 * GIB)])).toMatchObject({ of: 'ulimit -v' });
    expect(roomBeside(0, [machine]).bytes).toBeLessThan(16 * GIB);
  });

  test('is smaller for each worker thread, and never negative', () => {
    const limits = [machine, ulimit(3 * GIB)];
    expect(roomBeside(2, limits).bytes).toBeLessThan(roomBeside(1, limits).bytes);
    expect(roomBeside(1, limits).bytes).toBeLessThan(roomBeside(0, limits).bytes);
    expect(roomBeside(64, limits).bytes).toBe(0);
  });

  test('decides how many threads there can be, and one is always left', () => {
    expect(workersThatFit(4, [machine])).toBe(4);
    expect(workersThatFit(4, [machine, ulimit(3 * GIB)])).toBe(4);
    expect(workersThatFit(4, [machine, ulimit(2.2 * GIB)])).toBe(2);
    expect(workersThatFit(4, [machine, ulimit(GIB)])).toBe(1);
  });

  test('of this machine is a number, and so is its default', () => {
    expect(roomBeside(0).bytes).toBeGreaterThan(0);
    expect(memoryDefaultBytes()).toBeGreaterThan(0);
    expect(Number.isSafeInteger(memoryDefaultBytes())).toBe(true);
  });
});

/** Buffers of at least `bytes` cannot be had, in this thread. */
function refusing<T>(bytes: number, run: () => Promise<T>, kind: 'any' | 'shared' = 'any'): Promise<T> {
  const refuse = <B extends ArrayBufferConstructor | SharedArrayBufferConstructor>(of: B): B =>
    new Proxy(of, {
      construct(target, [length]: [number]) {
        if (length >= bytes) throw new RangeError('Array buffer allocation failed');
        return new target(length);
      },
    });
  if (kind === 'any') vi.stubGlobal('ArrayBuffer', refuse(ArrayBuffer));
  vi.stubGlobal('SharedArrayBuffer', refuse(SharedArrayBuffer));
  const restore = refusingMemories();
  return run().finally(() => {
    vi.unstubAllGlobals();
    restore();
  });
}

/** No WebAssembly memory is given, until what is returned is called. */
function refusingMemories(): () => void {
  if (webAssembly === null) return () => undefined;
  const { Memory } = webAssembly;
  Object.assign(webAssembly, {
    Memory: function (): never {
      throw new RangeError('could not allocate memory');
    },
  });
  return () => Object.assign(webAssembly ?? {}, { Memory });
}

describe('memory that the system refuses', () => {
  const url = workerModule('grid.ts');
  const params = { side: 300 };
  const search = (options: CheckSettings = {}): Promise<Report> =>
    checkWith(grid(params), { module: { url, params }, ...options });

  test('is asked for again in halves, and what is given is searched', async () => {
    const whole = await search();
    const half = await refusing(2 ** 22, () => search());
    expect(half).toMatchObject({
      verdict: 'holds',
      distinct: whole.distinct,
      bytesPerState: whole.bytesPerState,
    });
  });

  test('ends the search as exhausted, with its counts', async () => {
    const report = await refusing(2 ** 17, () => search());
    expect(report).toMatchObject({ verdict: 'exhausted', limit: 'memory' });
    expect(report.left).toBeGreaterThan(0);
    expect(report.distinct).toBeGreaterThan(4000);
  });

  test('leaves the search of several workers to one, and says so', async () => {
    const notes: string[] = [];
    const report = await refusing(
      2 ** 17,
      () => search({ workers: 2, onNote: (note) => notes.push(note) }),
      'shared',
    );
    expect(report).toMatchObject({ verdict: 'holds', limit: null, workers: 1 });
    expect(notes).toEqual(['memory has no room for 2 worker threads; one worker searches']);
  });

  test('is exhausted where liveness asks for it after the search', async () => {
    const properties = { Ends: { kind: 'eventually', reached: () => true } } as const;
    const system = { ...grid({ side: 30 }), properties };
    const typed = Int32Array;
    const report = await checkWith(system);
    expect(report.liveness).not.toBeNull();
    vi.stubGlobal(
      'Int32Array',
      new Proxy(typed, {
        construct(target, args: [number]) {
          // The region of a state: a column as long as there are states.
          if (args[0] === report.distinct) throw new RangeError('Array buffer allocation failed');
          return new target(...args);
        },
      }),
    );
    try {
      expect(await checkWith(system)).toMatchObject({
        verdict: 'exhausted',
        limit: 'memory',
        liveness: null,
      });
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

test('a bound beyond what there is comes with a note', async () => {
  const notes: string[] = [];
  await checkWith(grid({ side: 3 }), { memoryMaxBytes: 2 ** 60, onNote: (note) => notes.push(note) });
  expect(notes).toEqual([expect.stringMatching(/ leaves \d+ MiB for states, and the search stops there/)]);
});
