/** A search on Apache Spark: writes the kernel of the system, runs the driver beside this file, and makes a report of its answer. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { CheckSettings, Progress, Report } from '../../checker/index.ts';
import { SystemError, chosenOf, isLiveness, kernelOf, reportElsewhere } from '../../checker/index.ts';
import { kernelDocument } from '../../export/index.ts';
import { UsageError } from '../errors.ts';
import { progressLine } from '../reporters/progress.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';
import type { SearchView } from '../searching/search.ts';
import { pythonForSpark } from './tools.ts';

/** `master` is Spark's: `spark://HOST:PORT`, or `local[2]` for this machine. */
export type OnOptions = Pick<CheckSettings, 'properties' | 'continue' | 'safety'> & {
  readonly master: string;
};

const count = v.pipe(v.number(), v.integer(), v.minValue(-1));
const counts = v.array(count);
const FoundSchema = v.object({
  levels: counts,
  ...{ generated: count, expanded: count, bytes: count, degreeMin: count, degreeMax: count },
  ...{ fired: counts, exercised: counts, fresh: counts },
  found: v.array(
    v.object({
      property: count,
      steps: count,
      graph: v.optional(
        v.object({ layers: v.array(v.array(v.tuple([count, count, count]))), ends: count, roots: counts }),
      ),
    }),
  ),
  ...{ elapsedMs: v.number(), cores: count },
});
const FaultSchema = v.object({ fault: counts });
const ProgressSchema = v.object({
  ...{ distinct: count, generated: count, queue: count, depth: count, bytes: count },
});

/** Null where an interrupt ended it. Throws a UsageError where something is missing, and where Spark fails. */
export async function searchOn(
  { system, title }: Selection,
  { master, ...options }: OnOptions,
  view: SearchView,
  world: World,
): Promise<Report | null> {
  const { chosen = Object.keys(system.properties) } = chosenOf(system, options);
  const runs = chosen.filter((name) => {
    const of = system.properties[name];
    return of !== undefined && isLiveness(of);
  });
  if (runs.length > 0)
    throw new UsageError(
      `${title}: claims about runs are not judged on Spark (${runs.join(', ')}); add --safety to leave them out`,
    );
  const python = pythonForSpark();
  const kernel = kernelOf(system, chosen);
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-on-'));
  try {
    const file = (name: string): string => join(folder, name);
    writeFileSync(file('kernel.wasm'), kernel.bytes);
    writeFileSync(file('kernel.json'), JSON.stringify(kernelDocument(kernel, title)));
    const settings = { continue: options.continue === true, named: options.properties !== undefined };
    const words = [
      fileURLToPath(new URL('nosplit_spark.py', import.meta.url)),
      ...[master, file('kernel.wasm'), file('kernel.json'), file('result.json'), JSON.stringify(settings)],
    ];
    if (!(await driven(python, words, view, world))) return null;
    const result: unknown = JSON.parse(readFileSync(file('result.json'), 'utf8'));
    const fault = v.safeParse(FaultSchema, result);
    if (fault.success)
      throw new SystemError(
        `a function of ${title} is at fault in a state that it reaches; search it without --on, which says where`,
        { code: 'options' },
      );
    return reportElsewhere(system, v.parse(FoundSchema, result), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the driver to its end; false where an interrupt ended it. */
async function driven(
  python: string,
  words: readonly string[],
  view: SearchView,
  world: World,
): Promise<boolean> {
  const line = progressLine(world.stderr, view.progress === 'often' ? 1000 : 10_000);
  const began = world.now();
  const child = spawn(python, words, { stdio: ['ignore', 'pipe', 'pipe'], cwd: world.cwd });
  const interrupt = new AbortController();
  const release = world.onInterrupt(() => {
    interrupt.abort();
    child.kill();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-(2 ** 16));
  });
  createInterface({ input: child.stdout }).on('line', (text) => {
    const found = v.safeParse(v.pipe(v.string(), v.parseJson(), ProgressSchema), text);
    if (!found.success) return;
    const elapsedMs = world.now() - began;
    const progress: Progress = { ...found.output, doing: 'searching', elapsedMs, violated: [] };
    if (view.progress !== 'none') line.show(progress);
    view.onProgress?.(progress);
  });
  try {
    const status = await ended;
    if (interrupt.signal.aborted) return false;
    if (status === 0) return true;
    throw new UsageError(`Spark did not search it: ${reasonIn(told)}`);
  } finally {
    line.clear();
    release();
  }
}

/** What the driver says of itself, else the line of Spark that says most: why the cluster gave up, or the last that names an error. */
function reasonIn(told: string): string {
  const lines = told.split('\n').map((line) => line.trim());
  const last = (pattern: RegExp): string | undefined =>
    lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined);
  const own = last(/^nosplit: (.*)/);
  if (own !== undefined) return own;
  const named =
    last(/ ERROR \w*SchedulerBackend: (.*)/) ??
    last(/^(?:: |Caused by: )?((?:\w+\.)*\w*(?:Error|Exception)\b.*: ..*)/) ??
    lines.findLast((line) => line !== '') ??
    'it said nothing';
  return `${named.slice(0, 300)}; look at its logs, or search without --on`;
}
