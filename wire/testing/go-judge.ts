/**
 * For tests: the reader and the raw writer of a given Go release, asked about many traces at once. They are internal to the standard
 * library, so the program that asks them is laid over a folder of the tree's own commands for the time of one build. What a user
 * asks, one trace and the go command at hand, is `conformance/users-go.ts`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface GoJudge {
  readonly release: string;
  /** The tree that the reader is part of. */
  readonly goroot: string;
  /** For each trace `ok N`, with the number of events, or `error: ...`, or `panic ...`: its first line. */
  readonly verdicts: (traces: readonly Uint8Array[]) => readonly string[];
  /** The bytes that Go's raw writer makes of each text, or its error. */
  readonly encode: (texts: readonly string[]) => readonly (Uint8Array | string)[];
  /** A trace that the release's own tracer writes: so many rounds of the workload, with these settings of GODEBUG. */
  readonly record: (rounds: number, godebug: string) => Uint8Array;
  readonly dispose: () => void;
}

/** The judge of that release, or null, after a line that says so, where Go cannot build it. */
export function goJudge(release: string): GoJudge | null {
  const scratch = mkdtempSync(join(tmpdir(), 'nosplit-judge-'));
  const dispose = (): void => {
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    const goroot = gorootOf(release);
    const program = build(goroot, scratch);
    return {
      release,
      goroot,
      verdicts: (traces) => ask(program, 'v', traces),
      encode: (texts) =>
        ask(
          program,
          'e',
          texts.map((text) => utf8.encode(text)),
        ).map(bytesOf),
      record: (rounds, godebug) => record(goroot, scratch, rounds, godebug),
      dispose,
    };
  } catch {
    dispose();
    console.log(`skipped: the tests that ask the reader of ${release}, which no go command could build`);
    return null;
  }
}

const utf8 = new TextEncoder();

/** The tree of that release. Throws where no go command has it. */
export const gorootOf = (release: string): string =>
  execFileSync('go', ['env', 'GOROOT'], {
    env: { ...process.env, GOTOOLCHAIN: release, GOFLAGS: '' },
    encoding: 'utf8',
    timeout: 120_000,
    stdio: 'pipe',
  }).trim();

/** A tree that lies in the module cache may not be overlaid; with another cache named, it is a tree like any other. */
function build(goroot: string, scratch: string): string {
  const program = join(scratch, 'judge');
  const overlay = join(scratch, 'overlay.json');
  const place = join(goroot, 'src/cmd/nosplitjudge/main.go');
  writeFileSync(overlay, JSON.stringify({ Replace: { [place]: source('judge') } }));
  goBuild(goroot, scratch, ['-overlay', overlay, '-o', program, 'cmd/nosplitjudge']);
  return program;
}

function record(goroot: string, scratch: string, rounds: number, godebug: string): Uint8Array {
  const program = join(scratch, 'workload');
  const file = join(scratch, 'trace');
  if (!existsSync(program)) goBuild(goroot, scratch, ['-o', program, source('workload')]);
  execFileSync(program, [file, String(rounds)], {
    env: { ...process.env, GODEBUG: godebug },
    timeout: 60_000,
    stdio: 'pipe',
  });
  return new Uint8Array(readFileSync(file));
}

const source = (name: string): string => fileURLToPath(new URL(`${name}/main.go`, import.meta.url));

/** With nothing of the user's Go settings, and without network. */
export const neutralGo = {
  GOROOT: '',
  GOFLAGS: '',
  GOENV: 'off',
  GOWORK: 'off',
  GOPROXY: 'off',
  GOTOOLCHAIN: 'local',
} as const;

function goBuild(goroot: string, scratch: string, args: readonly string[]): void {
  execFileSync(join(goroot, 'bin/go'), ['build', ...args], {
    cwd: join(goroot, 'src/cmd'),
    env: { ...process.env, ...neutralGo, GOMODCACHE: join(scratch, 'cache') },
    timeout: 240_000,
    stdio: 'pipe',
  });
}

function ask(program: string, kind: 'v' | 'e', inputs: readonly Uint8Array[]): string[] {
  const framed = inputs.flatMap((input) => {
    const head = Buffer.alloc(5, kind);
    head.writeUInt32LE(input.length, 1);
    return [head, Buffer.from(input)];
  });
  const { stdout, status, stderr } = spawnSync(program, {
    input: Buffer.concat(framed),
    maxBuffer: 2 ** 28,
    timeout: 240_000,
  });
  const lines = stdout.toString('utf8').split('\n').slice(0, -1);
  if (status !== 0 || lines.length !== inputs.length) {
    throw new Error(`Go's reader answered ${lines.length} of ${inputs.length} times: ${stderr.toString()}`);
  }
  return lines;
}

const bytesOf = (line: string): Uint8Array | string =>
  line.startsWith('error') ? line : Uint8Array.from(Buffer.from(line, 'hex'));
