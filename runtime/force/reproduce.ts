/** Builds the program of a schedule with a Go tree, as it is or with the lines that cure it, and runs it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { designOf, readFacts, readPrograms, sourcesOf, treeHash } from '../../facts/index.ts';
import type { Design } from '../../model/index.ts';
import type { ProgramsFor } from './bugs.ts';
import { judgedWith } from './changed-tree.ts';
import { cureFor } from './cures.ts';
import type { JudgedBy } from '../judge/judged-by.ts';
import { readForced } from './outcome.ts';
import type { ForcedOutcome } from './outcome.ts';
import { createLog, finishLog } from '../record/log-file.ts';
import { RecordError, toolchainFor } from '../record/toolchain.ts';
import { HOOKS_FILE, LOG_VARIABLE, hooksFile } from '../overlay/hooks.ts';
import type { Change } from '../overlay/overlay.ts';
import { patched, unchanged, writeOverlay } from '../overlay/overlay.ts';
import { stepPlaces } from '../overlay/places.ts';
import { recordRules } from '../overlay/rules.ts';
import { programFiles } from './program.ts';
import { TRACE_VARIABLE } from './variables.ts';
import { procRules } from './rules-of-procs.ts';
import { isOfProcs } from './step.ts';
import type { ScheduledStep } from './step.ts';
import { turnsFile } from './turns.ts';
import { withTurns } from './waits.ts';

/** One run of a built program. */
export interface ForcedRun extends ForcedOutcome {
  /** `exit 0`, `SIGSEGV`, or that it did not end. */
  readonly ended: string;
  /** The first line that it printed on standard error. */
  readonly words: string;
  /** Its log; null where it wrote none. */
  readonly log: string | null;
}

export interface ForcedProgram {
  readonly version: string;
  /** The steps of the tree that was built. */
  readonly judgedBy: JudgedBy;
  /** Runs it once, and leaves the log at the path, and the execution trace at another, if that is named. */
  readonly run: (log: string, trace?: string) => ForcedRun;
  readonly remove: () => void;
}

const BUILD_MS = 600_000;
const RUN_MS = 60_000;
/** The log is a mapping, whose size is fixed. A run that times out writes some tens of MB. */
export const LOG_BYTES = 2 ** 28;

/**
 * Builds the program with the tree's own go command. `cured` puts in the lines that prevent the schedule, and is null
 * where there are none; a change of another kind leaves the design of the tree in the log. Throws a RecordError where it does not build, an AnchorError, and facts/' errors.
 */
export async function buildForced(
  go: string,
  schedule: readonly ScheduledStep[],
  runtime: 'as it is' | 'cured' | Change,
  cwd: string,
): Promise<ForcedProgram | null> {
  const toolchain = toolchainFor(go, cwd, process.env);
  try {
    const facts = await readFacts(toolchain.goroot);
    const read = designOf(facts);
    const cure = runtime === 'cured' ? cureFor(schedule, facts, read) : null;
    if (runtime === 'cured' && cure === null) {
      toolchain.remove();
      return null;
    }
    const design = cure?.design ?? read;
    const change = typeof runtime === 'string' ? (cure ?? unchanged) : runtime;
    const version = facts.version.value ?? 'a Go tree';
    const header = { nosplit: 'log', version: 1, go: version, tree: treeHash(sourcesOf(facts)).hash, design };
    const hooks = hooksFile(design.lock, `${JSON.stringify(header)}\n`, turnsFile(isOfProcs(schedule)));
    const files = [
      ...patched(
        facts.runtimeDir,
        withTurns(recordRules, isOfProcs(schedule) ? procRules(read) : []),
        change,
        await stepPlaces(toolchain.goroot),
      ),
      { name: HOOKS_FILE, text: hooks },
    ];
    const list = writeOverlay(join(toolchain.folder, 'overlay'), toolchain.runtimeDir, files);
    const judgedBy = await judgedWith(
      design.name,
      toolchain.goroot,
      // The steps of logs are those of no P, so that a cure of Ps leaves them as they are.
      cure === null || isOfProcs(schedule) ? unchanged : cure,
      join(toolchain.folder, 'changed'),
    );
    const source = join(toolchain.folder, 'program');
    mkdirSync(source);
    for (const [name, text] of Object.entries(programFiles(schedule)))
      writeFileSync(join(source, name), text);
    const path = join(toolchain.folder, 'followed');
    const built = spawnSync(toolchain.go, ['build', `-overlay=${list}`, '-o', path, '.'], {
      cwd: source,
      env: { ...toolchain.env, GOWORK: 'off' },
      encoding: 'utf8',
      timeout: BUILD_MS,
    });
    if (built.status !== 0)
      throw new RecordError(
        `${version} does not build the program that follows the schedule: ${built.stderr.trim() || String(built.error)}`,
      );
    return {
      version,
      judgedBy,
      run: (log, trace = '') => runForced(path, log, trace, schedule),
      remove: toolchain.remove,
    };
  } catch (error) {
    toolchain.remove();
    throw error;
  }
}

function runForced(path: string, log: string, trace: string, schedule: readonly ScheduledStep[]): ForcedRun {
  // A schedule of Ps needs no events but theirs.
  const godebug = isOfProcs(schedule) ? '' : 'traceallocfree=1';
  createLog(log, LOG_BYTES);
  const run = spawnSync(path, {
    env: { ...process.env, [LOG_VARIABLE]: log, [TRACE_VARIABLE]: trace, GODEBUG: godebug },
    encoding: 'utf8',
    timeout: RUN_MS,
    maxBuffer: 2 ** 26,
  });
  const isLate = run.error !== undefined && 'code' in run.error && run.error.code === 'ETIMEDOUT';
  const ended = isLate ? `no end in ${RUN_MS / 1000} s` : (run.signal ?? `exit ${run.status ?? 0}`);
  const finished = finishLog(log, ended, godebug);
  const words = run.stderr.split('\n')[0] ?? '';
  if (finished === null)
    return { outcome: 'timed out', followed: 0, got: null, isLogFull: false, ended, words, log: null };
  return { ...readForced(log, schedule.length), ended, words, log };
}

/** The design of the tree that a go command uses. Throws a RecordError, and facts/' errors. */
export async function designOfGo(go: string, cwd: string): Promise<Design> {
  const toolchain = toolchainFor(go, cwd, process.env);
  toolchain.remove();
  return designOf(await readFacts(toolchain.goroot));
}

/** The programs of the tree that a go command uses; each part is read when it is asked for. Throws a RecordError, and facts/' errors. */
export function programsOfGo(go: string, cwd: string): ProgramsFor {
  const toolchain = toolchainFor(go, cwd, process.env);
  toolchain.remove();
  return async (part) => (await readPrograms(toolchain.goroot, { part })).programs;
}
