/** Logs of the workloads: built once for each toolchain, and run for longer until a log is as long as is asked. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { record } from '../../runtime/index.ts';
import type { LogPart } from '../../runtime/index.ts';

export interface Workloads {
  readonly names: readonly string[];
  /**
   * Records one run with at least so many records, which begins with so many milliseconds. Throws an Error where the program ends badly, or
   * never writes enough.
   */
  readonly run: (name: string, allocFree: boolean, records: number, millis: number) => Promise<string>;
  readonly remove: () => void;
}

const everywhere: readonly string[] = [
  ...['http', 'collect', 'gomaxprocs', 'restarts', 'timers', 'locks'],
  ...['channels', 'children', 'threads', 'growth', 'cgo'],
];
/** From Go 1.25 on. */
const recent: readonly string[] = ['flight'];

const LOG_BYTES = 2 ** 30;
const MILLIS_MAX = 60_000;

/** Builds them with a go command. Throws a RecordError, an AnchorError, and facts/' errors. */
export async function workloadsOf(
  go: string,
  release: string,
  parts: readonly LogPart[],
): Promise<Workloads> {
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-workloads-'));
  const source = join(folder, 'source');
  mkdirSync(source);
  const own = new URL('workloads/', import.meta.url);
  for (const file of readdirSync(own)) copyFileSync(new URL(file, own), join(source, file));
  writeFileSync(join(source, 'go.mod'), 'module workloads\n\ngo 1.24\n');
  const [program, out] = [join(folder, 'workloads'), join(folder, 'log')];
  const env = { ...process.env, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '1' };
  const about = { out, capacity: LOG_BYTES, cwd: source };
  const built = await record({
    ...about,
    env,
    command: [go, 'build', '-o', program, '.'],
    parts,
  });
  if (built.ended !== 'exit 0') throw new Error(`${release} does not build the workloads`);
  return {
    names: [...everywhere, ...(/^go1\.24/.test(release) ? [] : recent)],
    run: async (name, allocFree, records, first) => {
      for (let millis = first; millis <= MILLIS_MAX;) {
        const { ended, log } = await record({
          ...about,
          env: { ...env, GODEBUG: allocFree ? 'traceallocfree=1' : '' },
          command: [program, name, `${millis}`],
        });
        if (ended !== 'exit 0') throw new Error(`${release}: ${name} ended with ${ended}`);
        if (log?.isFull === true) throw new Error(`${release}: the log of ${name} is full`);
        const written = log?.records ?? 0;
        if (written >= records) return out;
        // As long as the rate asks for and a third more, but no more than eight times as long.
        millis = Math.ceil(millis * Math.min(8, Math.max(1.5, (records * 4) / 3 / Math.max(1, written))));
      }
      throw new Error(`${release}: ${name} writes fewer than ${records} records in a minute`);
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
