/** What a program that followed a schedule left in the words of its log. */
import { closeSync, openSync, readSync } from 'node:fs';
import { control, LOG_START } from '../log/format.ts';
import { recordKinds } from '../log/records.ts';
import { codeOfStep, procKinds } from './step.ts';
import type { StepKind } from './step.ts';
import { DIVERGED } from './turns-of-advance.ts';

export interface ForcedOutcome {
  readonly outcome: 'followed' | 'diverged' | 'timed out';
  /** Steps of the schedule that were followed. */
  readonly followed: number;
  /** What came instead of the next one, where it diverged. */
  readonly got: StepKind | null;
  /** Whether the log was full before the end. No step is followed after that, and the verdict is that of what was logged. */
  readonly isLogFull: boolean;
}

/** The outcome; a run that ended by itself before the last step, say by a crash, counts as one that timed out. */
export function readForced(path: string, steps: number): ForcedOutcome {
  const page = Buffer.alloc(LOG_START);
  const fd = openSync(path, 'r');
  readSync(fd, page, 0, LOG_START, 0);
  closeSync(fd);
  const word = (offset: number): number => Number(page.readBigUInt64LE(offset));
  const followed = word(control.followed);
  const isLogFull = word(control.full) !== 0;
  const both = { followed, got: null, isLogFull };
  if (followed === steps) return { outcome: 'followed', ...both };
  if (word(control.outcome) !== DIVERGED) return { outcome: 'timed out', ...both };
  const got = [...recordKinds, ...procKinds].find((kind) => codeOfStep(kind) === word(control.got)) ?? null;
  return { ...both, outcome: 'diverged', got };
}
