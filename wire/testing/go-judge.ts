/**
 * Go's own reader and raw writer, asked about many traces at once. They are internal to the standard library, so the
 * program that asks them is laid over a folder of the tree's own commands for the time of one build.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
      dispose,
    };
  } catch {
    dispose();
    console.log(`skipped: the tests that ask the reader of ${release}, which no go command could build`);
    return null;
  }
}

const utf8 = new TextEncoder();

const gorootOf = (release: string): string =>
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
  const source = fileURLToPath(new URL('judge/main.go', import.meta.url));
  const place = join(goroot, 'src/cmd/nosplitjudge/main.go');
  writeFileSync(overlay, JSON.stringify({ Replace: { [place]: source } }));
  execFileSync(join(goroot, 'bin/go'), ['build', '-overlay', overlay, '-o', program, 'cmd/nosplitjudge'], {
    cwd: join(goroot, 'src/cmd'),
    env: {
      ...process.env,
      GOROOT: '',
      GOFLAGS: '',
      GOENV: 'off',
      GOWORK: 'off',
      GOPROXY: 'off',
      GOTOOLCHAIN: 'local',
      GOMODCACHE: join(scratch, 'cache'),
    },
    timeout: 240_000,
    stdio: 'pipe',
  });
  return program;
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
