import fc from 'fast-check';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { checkWith } from '../../check/check.ts';
import type { CheckSettings } from '../../check/options.ts';
import type { Report } from '../../check/report.ts';
import { workerModule } from '../../testing/for-workers.ts';
import grid from '../../testing/grid.ts';
import randomSystem, { specOf } from '../../testing/random-system.ts';
import { judgeResumed, reportText as text, stopsArbitrary } from '../../testing/resumed.ts';
import { runs } from '../../testing/runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-checkpoint-'));
const file = join(folder, 'search');
beforeEach(() => {
  rmSync(file, { force: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const seed = Number(process.env['FUZZ_SEED'] ?? 20261130);
const numRuns = runs({ ofEveryDay: 2, all: 30 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
const url = workerModule('random-system.ts');

test(`${String(numRuns)} random systems, stopped again and again, have the reports of searches that are not, seed ${String(seed)}`, async () => {
  const own = join(folder, 'random');
  await fc.assert(
    fc.asyncProperty(tape, stopsArbitrary, async (choices, stops) => {
      await judgeResumed(randomSystem(choices), url, choices, stops, own).catch((error: unknown) => {
        throw new Error(JSON.stringify(specOf(choices)), { cause: error });
      });
    }),
    { seed, numRuns },
  );
});

describe('a search of one worker', () => {
  const side = 120;
  const search = (options: CheckSettings): Promise<Report> => checkWith(grid({ side }), options);

  // Times are those of this machine; a run that is given none expands a state or two.
  for (const order of ['breadth-first', 'depth-first'] as const)
    for (const times of [[0], [1, 0, 0], [5, 5], [10, 0, 10]])
      test(
        `that was stopped within a level has, ${order}, byte for byte the report of one that was not: after ${times.join(', ')} ms`,
        { tags: times.length === 2 || times[0] === 1 ? ['exhaustive'] : [] },
        async () => {
          let resume: CheckSettings = {};
          for (const timeMaxMs of times) {
            const { limit } = await search({ search: order, checkpoint: { file }, ...resume, timeMaxMs });
            if (limit === null) break;
            resume = { resume: file };
          }
          expect(text(await search({ search: order, ...resume }))).toBe(
            text(await search({ search: order })),
          );
        },
      );

  test('that meets its first violation after a stop shows the same counterexample', async () => {
    const holed = (options: CheckSettings): Promise<Report> =>
      checkWith(grid({ side, hole: [60, 50] }), { checkpoint: { file }, ...options });
    const stopped = await holed({ depthMax: 70 });
    expect(stopped).toMatchObject({ verdict: 'exhausted', limit: 'depth' });
    const resumed = await holed({ resume: file });
    expect(resumed).toMatchObject({ verdict: 'violated' });
    expect(text(resumed)).toBe(text(await checkWith(grid({ side, hole: [60, 50] }))));
  });

  test('is stopped within its level by a signal', async () => {
    const controller = new AbortController();
    const stopped = await search({
      checkpoint: { file },
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    expect(stopped).toMatchObject({ verdict: 'exhausted', limit: 'interrupt' });
    expect(text(await search({ resume: file }))).toBe(text(await search({})));
  });

  test('adds up the time of its runs, and --time bounds each of them', async () => {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    const onProgress = (): void => void Atomics.wait(pause, 0, 0, 100);
    await search({ checkpoint: { file }, depthMax: 100, onProgress });
    // On a quiet machine it takes less than the pauses of the first run, which are its own, too.
    const resumed = await search({ resume: file, timeMaxMs: 60_000 });
    expect(resumed.limit).toBeNull();
    expect(resumed.elapsedMs).toBeGreaterThan(100);
  });
});

describe('a file that a search cannot go on from is refused', () => {
  const params = { side: 20 };
  const written = async (): Promise<Buffer> => {
    await checkWith(grid(params), { checkpoint: { file }, statesMax: 50 });
    return readFileSync(file);
  };
  const resumed = (options: CheckSettings = {}): Promise<Report> =>
    checkWith(grid(params), { resume: file, ...options });
  const damage = 'is cut short or damaged';

  test('wherever it is cut, and whichever byte is another', async () => {
    const whole = await written();
    for (let length = 0; length < whole.length; length += 1 + Math.floor(length / 40)) {
      writeFileSync(file, whole.subarray(0, length));
      await expect(resumed(), String(length)).rejects.toThrow(/is no checkpoint|is cut short or damaged/);
    }
    for (let at = 0; at < whole.length; at += 7) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      writeFileSync(file, flipped);
      await expect(resumed(), String(at)).rejects.toMatchObject({ name: 'SystemError', code: 'checkpoint' });
    }
    writeFileSync(file, Buffer.concat([whole, Buffer.of(0)]));
    await expect(resumed()).rejects.toThrow(damage);
    writeFileSync(file, whole);
    expect(await resumed()).toMatchObject({ verdict: 'holds', distinct: 400 });
  });

  test('where something else is in it, or it is not there', async () => {
    writeFileSync(file, 'export default {}');
    await expect(resumed()).rejects.toThrow('is no checkpoint of this version of nosplit');
    rmSync(file);
    await expect(resumed()).rejects.toThrow(/cannot be read: no such file or directory/);
  });

  test('where the search is another one, with what differs', async () => {
    await written();
    await expect(resumed({ continue: true })).rejects.toThrow('its continue option: false; here: true');
    await expect(resumed({ debug: true })).rejects.toThrow('its debug option: false; here: true');
    await expect(resumed({ search: 'depth-first' })).rejects.toThrow(
      'its search order: breadth-first; here: depth-first',
    );
    await expect(resumed({ properties: ['Corner'] })).rejects.toThrow(
      /its properties: .*NoHole.*; here: Corner/,
    );
    const other = (change: object): Promise<Report> =>
      checkWith({ ...grid(params), ...change }, { resume: file });
    await expect(other({ name: 'other' })).rejects.toThrow('its model: grid; here: other');
    await expect(other({ initial: [{ x: 1, y: 0 }] })).rejects.toThrow(/its initial states: 1 states, /);
    const { actions } = grid(params);
    await expect(other({ actions: { Right: actions['Right'] } })).rejects.toThrow(
      /its actions: 2 instances, /,
    );
    const Up = { ...actions['Up'], effect: (s: { y: number }) => void (s.y += 2) };
    await expect(other({ actions: { ...actions, Up } })).rejects.toThrow(
      'its guards, effects or predicates are others',
    );
    await expect(checkWith(grid({ side: 21 }), { resume: file })).rejects.toThrow(
      'its state schema is another',
    );
  });

  test('where what the functions use has changed, which no text shows', async () => {
    const walking = { by: 1 };
    const system = () => {
      const { actions, ...rest } = grid(params);
      const Right = { ...actions['Right'], effect: (s: { x: number }) => void (s.x += walking.by) };
      return { ...rest, actions: { ...actions, Right } } as ReturnType<typeof grid>;
    };
    await checkWith(system(), { checkpoint: { file }, statesMax: 50 });
    walking.by = 0;
    await expect(checkWith(system(), { resume: file })).rejects.toThrow(
      "so that what the model's functions use has changed since",
    );
  });

  test('where its states do not fit', async () => {
    await checkWith(grid({ side: 400 }), { checkpoint: { file }, statesMax: 50_000 });
    await expect(checkWith(grid({ side: 400 }), { resume: file, memoryMaxBytes: 1000 })).rejects.toThrow(
      /has \d+ states, which need \d+ MiB; give the search more memory/,
    );
  });
});

describe('a checkpoint that cannot be written', () => {
  test('is told before the search begins', async () => {
    const nowhere = join(folder, 'no', 'such', 'folder');
    await expect(checkWith(grid({ side: 9 }), { checkpoint: { file: nowhere } })).rejects.toThrow(
      `the checkpoint ${nowhere} cannot be written: no such file or directory`,
    );
  });

  test('does not stop the search later, which says so once', async () => {
    const away = join(folder, 'away');
    mkdirSync(away);
    const notes: string[] = [];
    // At a bound another one is always written, and how many before that is a matter of time.
    const report = await checkWith(grid({ side: 700 }), {
      statesMax: 400_000,
      checkpoint: { file: join(away, 'search'), everyMs: 0 },
      onNote: (note) => notes.push(note),
      onProgress: ({ distinct }) => {
        if (distinct > 1000) rmSync(away, { recursive: true, force: true });
      },
    });
    expect(report).toMatchObject({ verdict: 'exhausted', limit: 'states' });
    expect(report.distinct).toBeGreaterThan(400_000);
    expect(notes).toEqual([
      expect.stringMatching(/cannot be written: no such file or directory; the search goes on/),
    ]);
  });

  test('is not written over a file that is there', async () => {
    writeFileSync(file, 'precious');
    await expect(checkWith(grid({ side: 9 }), { checkpoint: { file } })).rejects.toThrow('exists already');
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });
});

test('a search that reaches its end leaves its last checkpoint, and nothing beside it', async () => {
  await checkWith(grid({ side: 9 }), { checkpoint: { file } });
  expect(existsSync(file)).toBe(true);
  expect(existsSync(`${file}.part`)).toBe(false);
  expect(await checkWith(grid({ side: 9 }), { resume: file })).toMatchObject({
    verdict: 'holds',
    distinct: 81,
  });
});
