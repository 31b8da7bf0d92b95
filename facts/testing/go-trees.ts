/** Go trees that tests read, and edits of them. Go's own text never comes into this repository: edits are made of copies. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The GOROOT of a release, downloaded by the go command if need be; null, with a line that says so, if it cannot be had. */
export function gorootOf(release: string): string | null {
  try {
    const env = { ...process.env, GOTOOLCHAIN: release, GOFLAGS: '' };
    const options = { env, encoding: 'utf8', timeout: 120_000, stdio: 'pipe' } as const;
    return execFileSync('go', ['env', 'GOROOT'], options).trim();
  } catch {
    console.log(`skipped: the tests that read ${release}, which no go command could give`);
    return null;
  }
}

/** Replaces a text that stands in a file once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Makes copies of the tracer's sources, or of the whole runtime's; `remove` deletes them. */
export function treeCopies({ whole = false }: { readonly whole?: boolean } = {}): {
  readonly edited: (goroot: string, edits: readonly Edit[]) => string;
  readonly remove: () => void;
} {
  const scratch = mkdtempSync(join(tmpdir(), 'nosplit-trees-'));
  let copies = 0;
  return {
    edited: (goroot, edits) => {
      const copy = join(scratch, String(++copies));
      const to = join(copy, 'src/runtime');
      mkdirSync(to, { recursive: true });
      for (const name of readdirSync(join(goroot, 'src/runtime'))) {
        if ((whole ? /(?<!_test)\.go$/ : /^(trace.*|stack|proc)\.go$/).test(name))
          cpSync(join(goroot, 'src/runtime', name), join(to, name));
      }
      for (const { file, from, to: text } of edits) {
        const before = readFileSync(join(to, file), 'utf8');
        if (before.split(from).length !== 2) throw new Error(`${file} does not have \`${from}\` just once`);
        writeFileSync(
          join(to, file),
          before.replace(from, () => text),
        );
      }
      return copy;
    },
    remove: () => {
      rmSync(scratch, { recursive: true });
    },
  };
}

/** The line that cures go1.24 to go1.27. */
export const nosplitRefill: Edit = {
  file: 'tracebuf.go',
  from: 'func (w traceWriter) refill() traceWriter {',
  to: '//go:nosplit\nfunc (w traceWriter) refill() traceWriter {',
};
