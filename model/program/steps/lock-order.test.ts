import { describe, expect, test } from 'vitest';
import { designs } from '../../designs.ts';
import { programsOfDesign } from '../edits/cures.ts';
import { edited } from '../edits/edit.ts';
import { circularLocks } from './lock-order.ts';
import { programParts } from '../language/parts.ts';
import type { Programs } from '../language/program.ts';
import { programsOfRelease } from '../releases/releases.ts';

const kept = (release: string, part: 'core' | 'sections' | 'threads'): Programs => {
  const found = programsOfRelease(release, part);
  if (found === undefined) throw new Error(`${release} has no programs of ${part}`);
  return found.programs;
};

const around = (fn: string, line: string, lock: string): { fn: string; from: string; to: string } => ({
  fn,
  from: line,
  to: `lock(${lock})\n${line}\nunlock(${lock})`,
});

test('no design takes locks in a circle, so that its steps end where they would without the question', () => {
  for (const design of Object.keys(designs))
    for (const part of programParts) {
      const found = programsOfDesign(design, part);
      expect([design, part, ...circularLocks(found.programs)]).toEqual([design, part]);
    }
});

describe('a circle', () => {
  test('of two threads, which take two locks in opposite orders', () => {
    const programs = edited(kept('1.26', 'threads'), [
      {
        fn: 'traceAdvance',
        from: 'lock(sched.lock)',
        to: 'lock(trace.lock)\nlock(sched.lock)\nunlock(trace.lock)',
      },
    ]);
    expect([...circularLocks(programs)].sort()).toEqual(['sched.lock', 'trace.lock']);
  });

  test('of an M that waits in its section, and who waits for sections with the lock held', () => {
    const programs = edited(kept('1.25', 'core'), [
      around('traceWriter.end', 'm.trace.buf[(result.gen % 2)][0] := w.traceBuf', 'worldsema'),
    ]);
    expect([...circularLocks(programs)].sort()).toEqual(['a section of an M', 'worldsema']);
  });

  test('is none where an M on its own stack waits before its flag is up, and is one in a growth', () => {
    const programs = kept('1.25', 'core');
    const early = around('traceEnabled', 'enabled := trace.enabled', 'worldsema');
    expect([...circularLocks(edited(programs, [{ ...early, kind: 'own' }]))]).toEqual([]);
    expect([...circularLocks(edited(programs, [{ ...early, kind: 'growth' }]))]).toContain('worldsema');
  });
});
