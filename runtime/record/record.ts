/** Runs a go command, or a program that one has built, so that its tracer's steps come into a log. */
import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { designOf, readFacts, sourcesOf, treeHash } from '../../facts/index.ts';
import { HOOKS_FILE, LOG_VARIABLE, hooksFile } from '../overlay/hooks.ts';
import type { Change, OverlayFile } from '../overlay/overlay.ts';
import { patched, unchanged, writeOverlay } from '../overlay/overlay.ts';
import { stepPlaces } from '../overlay/places.ts';
import { recordRules } from '../overlay/rules.ts';
import { statusRules } from '../overlay/status-rules.ts';
import { transitionRules, withTransitions } from '../overlay/transitions.ts';
import type { Rewritten } from '../overlay/transitions.ts';
import type { LogPart } from '../log/header.ts';
import { createLog, finishLog } from './log-file.ts';
import type { FinishedLog } from './log-file.ts';
import { RecordError, toolchainFor, whyNotStarted } from './toolchain.ts';

export interface RecordOptions {
  /** The words of the command. */
  readonly command: readonly string[];
  /** The log's path. */
  readonly out: string;
  /** The most that the log takes, in bytes. */
  readonly capacity: number;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Of the tree that is built, beside the hooks. The log says nothing of it. */
  readonly change?: Change;
  /** What is recorded of it. Default: the core. A program that was built with hooks has those that it was built with. */
  readonly parts?: readonly LogPart[];
}

export interface Recorded {
  /** How the command ended: `exit 0`, `SIGKILL`. */
  readonly ended: string;
  /** Null where nothing was written: the program did not trace, or was only built. */
  readonly log: FinishedLog | null;
  /** Whether the command only builds. */
  readonly builds: boolean;
}

const [running, building] = [
  ['run', 'test'],
  ['build', 'install'],
];

/**
 * Runs the command with the standard streams of this process. Throws a RecordError, an AnchorError, facts/' errors for a tree that is not
 * recognised, and the file system's where the log cannot be made.
 */
export async function record({
  command,
  out,
  capacity,
  cwd,
  env,
  change = unchanged,
  parts = ['core'],
}: RecordOptions): Promise<Recorded> {
  const [name = '', verb = '', ...rest] = command;
  if (basename(name) !== 'go')
    return runInto(command, { out, capacity, cwd, env, godebug: env['GODEBUG'] ?? '' });
  if (![...running, ...building].includes(verb))
    throw new RecordError(
      `go ${verb} builds no program; record takes go run, go test, go build and go install`,
    );
  if ([...rest, env['GOFLAGS'] ?? ''].some((word) => word.includes('-overlay')))
    throw new RecordError('there is an -overlay already, and go takes one; leave it out');
  const toolchain = toolchainFor(name, cwd, env);
  try {
    const files = await overlayFiles(toolchain.goroot, change, parts);
    const list = writeOverlay(join(toolchain.folder, 'overlay'), toolchain.runtimeDir, files);
    const words = [toolchain.go, verb, `-overlay=${list}`, ...rest];
    if (building.includes(verb))
      return { ended: await run(words, cwd, toolchain.env), log: null, builds: true };
    return await runInto(words, { out, capacity, cwd, env: toolchain.env, godebug: env['GODEBUG'] ?? '' });
  } finally {
    toolchain.remove();
  }
}

/** The files of a tree with the hooks of record in them. Throws an AnchorError, and facts/' errors for a tree that is not recognised. */
async function overlayFiles(
  goroot: string,
  change: Change,
  parts: readonly LogPart[],
): Promise<OverlayFile[]> {
  const facts = await readFacts(goroot);
  const design = designOf(facts);
  const { hash } = treeHash(sourcesOf(facts));
  const { files, sites }: Rewritten = parts.includes('transitions')
    ? withTransitions(facts.runtimeDir)
    : { files: new Map(), sites: [] };
  const header = {
    nosplit: 'log',
    version: 2,
    go: facts.version.value ?? 'a Go tree',
    tree: hash,
    design,
    parts,
    sites,
  };
  const rules = [
    ...recordRules,
    ...(parts.includes('statuses') ? statusRules : []),
    ...(sites.length > 0 ? transitionRules : []),
  ];
  const text = hooksFile(design.lock, `${JSON.stringify(header)}\n`, '', sites.length > 0);
  return [
    ...patched(facts.runtimeDir, rules, change, await stepPlaces(goroot), files),
    { name: HOOKS_FILE, text },
  ];
}

async function runInto(
  words: readonly string[],
  {
    out,
    capacity,
    cwd,
    env,
    godebug,
  }: Omit<RecordOptions, 'command' | 'change' | 'parts'> & { readonly godebug: string },
): Promise<Recorded> {
  createLog(out, capacity);
  let ended = 'no end';
  try {
    ended = await run(words, cwd, { ...env, [LOG_VARIABLE]: out });
  } catch (error) {
    finishLog(out, ended, godebug);
    throw error;
  }
  return { ended, log: finishLog(out, ended, godebug), builds: false };
}

/** Runs a command to its end, which is returned as `exit 0` or as the name of a signal. */
function run(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const [name = '', ...rest] = words;
  return new Promise((resolve, reject) => {
    const child = spawn(name, rest, { cwd, env, stdio: 'inherit' });
    child.on('error', (error) => {
      reject(
        new RecordError(
          `${name} cannot be run (${whyNotStarted(name, error)}); give a go command, or a program that record built`,
        ),
      );
    });
    child.on('exit', (code, signal) => {
      resolve(signal ?? `exit ${code ?? 0}`);
    });
  });
}
