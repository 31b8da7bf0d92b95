/**
 * The steps about statuses of Gs that enter system calls, which are read out of what the part about statuses reads, and of reentersyscall,
 * exitsyscall and what they call. To lose the P, and to come to the system call's end, are two steps.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed, programSystem, programsOfRelease } from '../../model/index.ts';
import { gorootOf, treeCopies } from '../testing/go-trees.ts';
import { TreesOfPart, options, violatedIn } from './testing/scheduled-parts.ts';
import { statusSyscallEdits } from './testing/status-syscall-edits.ts';

const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

const part = 'statuses-syscalls';
const trees = new TreesOfPart(part);

// Every day it is the parts with statuses alone and with system calls alone.
test(
  'the programs kept of 1.26 are searched alike by the naive twin, and in debug mode',
  { tags: ['exhaustive'] },
  async () => {
    const { programs } = programsOfRelease('1.26', part) ?? {};
    if (programs === undefined) throw new Error('no programs are kept');
    const sections = [{ sections: 1, growths: 0 }];
    const statuses = { gs: ['running'], syscalls: true } as const;
    const bounds = { ...boundsNamed(part), programs: sections, parts: { statuses } };
    const system = programSystem(programs, bounds, { name: '1.26' });
    const { distinct, generated, diameter } = await check(system, { continue: true, debug: true });
    expect(naiveCheck(system, true)).toMatchObject({ distinct, generated, diameter });
    expect(distinct).toBeGreaterThan(100);
  },
);

const installed = gorootOf('go1.26.8');

/** What the newest release of each series has here, where that is said. */
const found: Readonly<Record<string, object>> = {
  'go1.25.12': { OneGenerationPerOuterSection: 16, GenerationsAgree: 31 },
  'go1.26.8': { distinct: 175_929, generated: 401_239, diameter: 94 },
};

describe.each(Object.keys(found))('programs of %s', { tags: ['exhaustive'] }, (release) => {
  const goroot = gorootOf(release);

  test.skipIf(goroot === null)('violate what is said', async () => {
    const report = await check(await trees.system(goroot ?? '', part), options);
    expect({ ...report, ...violatedIn(report) }).toMatchObject(found[release] ?? {});
  });
});

describe.skipIf(installed === null)('a tree of go1.26.8, in which', () => {
  for (const edit of statusSyscallEdits)
    test(edit.name, { tags: 'refused' in edit.expected ? [] : ['exhaustive'] }, async () => {
      await trees.expectEdit(edit, { goroot: installed ?? '', bounds: part, copies });
    });
});
