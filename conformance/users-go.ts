/**
 * What the user's own go command says of an execution trace: `go tool trace -d=parsed` reads every event, as the reader in
 * internal/trace does. One trace at a time and nothing to build, as `nosplit conform` needs it; tests ask thousands of traces of
 * releases that they choose (`wire/testing/go-judge.ts`).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface UsersGo {
  /** As `go version` says it: go1.26.8. */
  readonly version: string;
  /** Whether it knows traces with this number in their header. */
  reads(header: number): boolean;
  /** Null where it accepts the trace, else the last line of what it says. */
  verdict(bytes: Uint8Array): string | null;
}

/** Null where there is no go command. */
export function usersGo(): UsersGo | null {
  const asked = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', timeout: 30_000 });
  if (asked.status !== 0) return null;
  const version = asked.stdout.trim();
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1] ?? 0);
  return {
    version,
    reads: (header) => minor >= header && minor >= 23,
    verdict(bytes) {
      const folder = mkdtempSync(join(tmpdir(), 'nosplit-go-'));
      try {
        const file = join(folder, 'out.trace');
        writeFileSync(file, bytes);
        const told = spawnSync('go', ['tool', 'trace', '-d=parsed', file], {
          encoding: 'utf8',
          timeout: 60_000,
          maxBuffer: 2 ** 26,
        });
        if (told.status === 0) return null;
        return told.stderr.trim().split('\n').at(-1) ?? `go tool trace ended with ${told.status}`;
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}
