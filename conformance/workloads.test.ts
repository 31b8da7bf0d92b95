import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { designNamed, recordProcess, workloadNamed, workloads } from '../reference/index.ts';
import type { RecordedProcess, Workload } from '../reference/index.ts';
import { eventId, eventOfId, validate } from '../wire/index.ts';
import { goJudge } from '../wire/testing/go-judge.ts';
import { balance } from './ledger/ledger.ts';

/** A free choice before each step, a choice now and then, and long turns: each finds other interleavings. */
const turns = [1, 20, 500] as const;

const traced = (workload: Workload, design: string, seed: number): RecordedProcess =>
  recordProcess({
    workload,
    design: designNamed(design),
    seed,
    rounds: 8,
    advances: seed % 5,
    stepsMax: turns[seed % 3] ?? 1,
  });

const designs = ['1.23', 'seed', '1.24', '1.25', '1.26', '1.26-nosplit'] as const;
const seeds = [1, 2, 3, 4] as const;
const tagsOf = (seed: number): string[] => (seed === 1 ? [] : ['exhaustive']);

/** A refill that is not nosplit loses buffers where stacks grow in it, as only those of one workload do. */
const mayLose = (workload: Workload, design: string): boolean =>
  workload.name === 'storm' && ['1.24', '1.25', '1.26'].includes(design);

describe.each(workloads)('the workload $name', (workload) => {
  for (const seed of seeds)
    test.each(designs)(
      `in %s ends with a valid execution trace of all that was written, or the design loses buffers: seed ${seed}`,
      { tags: tagsOf(seed) },
      (design) => {
        const { failure, bytes, log } = traced(workload, design, seed);
        expect(failure).toBe('');
        const { violation } = validate(bytes);
        const findings = balance(bytes, log);
        // A trace that a reader refuses is never one that the ledger finds whole.
        if (mayLose(workload, design)) expect(violation === null || findings.length > 0).toBe(true);
        else expect({ violation, findings }).toEqual({ violation: null, findings: [] });
      },
    );
});

test('the same seed gives the same bytes, and another seed others', () => {
  const [first, same, other] = [3, 3, 4].map((seed) => traced(workloadNamed('syscalls'), 'seed', seed).bytes);
  expect(first).toEqual(same);
  expect(first).not.toEqual(other);
});

test('a thief whose own P was taken from its system call is written as in a system call, in 1.26 as before', () => {
  const { bytes } = recordProcess({
    workload: workloadNamed('syscalls'),
    design: designNamed('1.26-nosplit'),
    seed: 2,
    rounds: 4,
    advances: 4,
    stepsMax: 20,
  });
  expect(validate(bytes).violation).toBeNull();
});

for (const [seeds, tags] of [[6], [24, 'exhaustive']] as const)
  test(
    `where refill may grow the stack, buffers are lost that hold a growth, and only the ledger notices: ${seeds} seeds`,
    { tags: tags ?? [] },
    () => {
      const storm = workloadNamed('storm');
      const lost = (design: string): string[] =>
        Array.from({ length: seeds }, (_, seed) => traced(storm, design, seed + 1)).flatMap(
          ({ bytes, log }) => {
            const findings = balance(bytes, log).map(
              ({ rule, text }) => `${rule} ${text.split(' ')[0] ?? ''}`,
            );
            return findings.length > 0 && validate(bytes).violation === null ? findings : [];
          },
        );
      expect(lost('1.26')).toContain('lost GoroutineStackAlloc');
      expect(lost('1.26-nosplit')).toEqual([]);
      expect(lost('seed-entry-gen')).toEqual([]);
    },
  );

test('a workload grows stacks inside sections, and the growths are traced', () => {
  const { growths, nestedGrowths, log } = traced(workloadNamed('storm'), 'seed-entry-gen', 2);
  expect(nestedGrowths).toBeGreaterThan(20);
  expect(growths).toBeGreaterThanOrEqual(nestedGrowths);
  expect(log.length).toBeGreaterThan(500);
});

test('threads exit while they are traced, and what is left in their buffers is delivered', () => {
  const { rt, log, bytes } = traced(workloadNamed('fork-join'), '1.26', 4);
  const alive = new Set(rt.allm.map(({ procid }) => procid));
  const gone = new Set(log.map(({ m }) => m).filter((m) => m >= 0 && !alive.has(m)));
  expect(gone.size).toBeGreaterThan(5);
  expect(rt.freem.length).toBeLessThan(gone.size);
  expect(balance(bytes, log)).toEqual([]);
});

test('a CPU profile has samples with and without a goroutine', () => {
  const { log } = traced(workloadNamed('fork-join'), '1.26', 3);
  const samples = log.filter(({ ev }) => ev === eventId('CPUSample'));
  expect(samples.length).toBeGreaterThan(50);
  expect(samples.some(({ args }) => args[3] === 0)).toBe(true);
  expect(samples.some(({ args }) => (args[3] ?? 0) > 0)).toBe(true);
});

test('of the heap, what is freed has been allocated, and a span goes after its objects', () => {
  const { log } = traced(workloadNamed('gc'), '1.26', 2);
  const live = { Span: new Set<number>(), HeapObject: new Set<number>() };
  let freed = 0;
  for (const { ev, args } of log.toSorted((a, b) => (a.ts ?? 0) - (b.ts ?? 0))) {
    const [, kind, does] = /^(Span|HeapObject)(Alloc|Free)$/.exec(eventOfId(ev)?.name ?? '') ?? [];
    const [id = 0] = args;
    if (kind !== 'Span' && kind !== 'HeapObject') continue;
    expect(live[kind].has(id)).toBe(does === 'Free');
    if (does === 'Alloc') {
      live[kind].add(id);
      continue;
    }
    freed++;
    live[kind].delete(id);
    // Ids are counted in units of eight bytes and of pages; eight pages are a span.
    if (kind === 'Span')
      expect(
        [...live.HeapObject].filter((object) => object >= id * 1024 && object < (id + 8) * 1024),
      ).toEqual([]);
  }
  expect(freed).toBeGreaterThan(100);
});

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.log('skipped: no go command, so that no reader of Go judges the workloads');

describe.skipIf(!hasGo)("Go's own readers", () => {
  // What a release's reader takes: the headers up to its own.
  const readers = {
    'go1.23.12': ['1.23', 'seed', '1.24'],
    'go1.25.12': ['seed', '1.25'],
    local: designs,
  } as const;

  for (const [release, names] of Object.entries(readers))
    test(
      `of ${release} accept every execution trace`,
      { tags: release === 'local' ? [] : ['exhaustive'] },
      () => {
        const judge = goJudge(release);
        if (judge === null) return;
        try {
          const runs = workloads.flatMap((workload) =>
            names.filter((design) => !mayLose(workload, design)).map((design) => traced(workload, design, 7)),
          );
          expect(
            judge.verdicts(runs.map(({ bytes }) => bytes)).filter((verdict) => !verdict.startsWith('ok')),
          ).toEqual([]);
        } finally {
          judge.dispose();
        }
      },
    );
});
