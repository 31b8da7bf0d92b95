/**
 * The steps about system calls, which are read out of reentersyscall, exitsyscall, retake, and what they call. p.status, p.m
 * and the status of a goroutine are looked at in turn, and others may come in between.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed, programSystem, programsOfRelease } from '../../model/index.ts';
import { gorootOf, treeCopies } from '../testing/go-trees.ts';
import { TreesOfPart, options, violatedIn } from './testing/scheduled-parts.ts';
import { handoffEdits } from './testing/handoff-edits.ts';
import { syscallEdits } from './testing/syscall-edits.ts';

const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

const part = 'syscalls';
const trees = new TreesOfPart(part);

const sections = (...counts: readonly number[]) => counts.map((count) => ({ sections: count, growths: 0 }));

test('the programs kept of 1.26 are searched alike by the naive twin, and in debug mode', async () => {
  const { programs } = programsOfRelease('1.26', part) ?? {};
  if (programs === undefined) throw new Error('no programs are kept');
  const bounds = { ...boundsNamed('syscalls-blocked'), programs: sections(1, 1), generations: 1 };
  const system = programSystem(programs, bounds, { name: '1.26' });
  const { distinct, generated, diameter } = await check(system, { continue: true, debug: true });
  expect(naiveCheck(system, true)).toMatchObject({ distinct, generated, diameter });
  expect(distinct).toBeGreaterThan(100);
});

test.each(['1.23', '1.25', '1.26', '1.27'])(
  'who looks for an idle P in %s does not wait until there is one',
  async (release) => {
    const { programs } = programsOfRelease(release, part) ?? {};
    if (programs === undefined) throw new Error('no programs are kept');
    // The thief keeps the P that the other M would take.
    const bounds = { ...boundsNamed('syscalls-blocked'), programs: sections(2, 2), generations: 1 };
    const system = programSystem(programs, bounds, { name: release, granularity: 'coarse' });
    const { verdict } = await check(system, { properties: ['NoDeadlock', 'ReaderEnds'] });
    expect(verdict).toBe('holds');
  },
);

/** One M acquires a P, and enters a system call for which it may hand that off; the other does one thing of its own. */
const handoff = { ...boundsNamed('syscalls-handoff'), programs: sections(2, 1) };

const handsOff = (release: string, bounds = boundsNamed('syscalls-handoff')) => {
  const { programs } = programsOfRelease(release, part) ?? {};
  if (programs === undefined) throw new Error('no programs are kept');
  return check(programSystem(programs, bounds, { name: release, granularity: 'coarse' }), options);
};

test('who hands its P off in 1.25 ends its section before that', async () => {
  expect(violatedIn(await handsOff('1.25', handoff))).toEqual({ GenerationsAgree: 28 });
});

// Their ProcStop stops a P that is in a system call.
test.each(['1.26', '1.27'])(
  'who hands its P off in %s does so in one section',
  { tags: 'exhaustive' },
  async (release) => {
    const found = { verdict: 'holds', distinct: 124_123, generated: 368_470, diameter: 87 };
    expect(await handsOff(release)).toMatchObject(found);
  },
);

test.each(['1.23', '1.25'])(
  'in %s a P is handed off in two generations, or stolen in the one before its system call',
  { tags: 'exhaustive' },
  async (release) => {
    const found = { GenerationsAgree: 28, SequenceContiguous: 53, EventFitsStatus: 53 };
    expect(violatedIn(await handsOff(release))).toEqual(found);
  },
);

const installed = gorootOf('go1.26.8');

describe.skipIf(installed === null)('programs of the installed tree', () => {
  const goroot = installed ?? '';

  test('are the programs kept of 1.26', { tags: ['exhaustive'] }, async () => {
    const { programs } = await trees.programsIn(goroot);
    expect(programs).toEqual(programsOfRelease('1.26', part)?.programs);
  });

  test.each(['syscalls-small', 'syscalls-blocked'])(
    'hold at %s',
    { tags: ['exhaustive'] },
    async (bounds) => {
      const report = await check(await trees.system(goroot, bounds), options);
      expect(report).toMatchObject({ verdict: 'holds', distinct: 41_532, generated: 121_575, diameter: 77 });
    },
  );

  test('hold where the thief has a P of its own', { tags: ['exhaustive'] }, async () => {
    const { programs } = await trees.programsIn(goroot);
    const bounds = {
      ...boundsNamed('syscalls-blocked'),
      programs: sections(1, 2),
      parts: { procs: { ps: 2, resizes: 0, syscalls: true as const, blockedEnds: true as const } },
    };
    const { verdict } = await check(programSystem(programs, bounds, { name: goroot }), options);
    expect(verdict).toBe('holds');
  });
});

test.skipIf(gorootOf('go1.25.12') === null)(
  'go1.25.12 writes a ProcSteal to the generation before the system call that the P is stolen from',
  { tags: ['exhaustive'] },
  async () => {
    const report = await check(await trees.system(gorootOf('go1.25.12') ?? '', 'syscalls-small'), options);
    expect(violatedIn(report)).toEqual({ SequenceContiguous: 56, EventFitsStatus: 56, GenerationsAgree: 61 });
  },
);

describe.skipIf(installed === null)('a tree of go1.26.8, in which', () => {
  for (const edit of syscallEdits)
    test(edit.name, { tags: 'refused' in edit.expected ? [] : ['exhaustive'] }, async () => {
      await trees.expectEdit(edit, { goroot: installed ?? '', bounds: 'syscalls-blocked', copies });
    });
  for (const edit of handoffEdits)
    test(edit.name, { tags: ['exhaustive'] }, async () => {
      await trees.expectEdit(edit, { goroot: installed ?? '', bounds: handoff, copies });
    });
});
