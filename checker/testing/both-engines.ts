/** Searches in both engines, whose reports are compared as texts. */
import { checkWith } from '../check/check.ts';
import type { CheckSettings } from '../check/options.ts';
import type { Report } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { System } from '../language/system.ts';
import { pace } from '../search/wasm/going-over.ts';
import { runsMax } from '../structures/structures.ts';

/** What a check says, in the way of the report or of what it throws. */
export async function said<S extends RecordField>(
  system: System<S>,
  options: CheckSettings,
): Promise<string> {
  try {
    const report: Report = await checkWith(system, options);
    return JSON.stringify({ ...report, elapsedMs: 0, statesPerSecond: 0 });
  } catch (thrown) {
    return String(thrown);
  }
}

/** Without what a search of another number of workers may differ in. */
export const alike = (said: string): string =>
  said.replace(/"bytesPerState":[\d.]+/, '').replace(/"workers":\d+/, '');

/** Runs searches that go over as soon as their store can be reached. */
export async function goingOverAtOnce<T>(run: () => Promise<T>): Promise<T> {
  const before = { ...pace };
  Object.assign(pace, { afterMs: 0, leftMs: 0, lookMs: 0 });
  try {
    return await run();
  } finally {
    Object.assign(pace, before);
  }
}

/** Runs searches in which some functions, or all, have no structure and are asked; which are, the choices say. */
export async function askingFunctions<T>(
  [first = 0, second = 0]: readonly number[],
  run: () => Promise<T>,
): Promise<T> {
  const before = { ...runsMax };
  Object.assign(runsMax, { instance: first % 40, guard: second % 12 });
  try {
    return await run();
  } finally {
    Object.assign(runsMax, before);
  }
}
