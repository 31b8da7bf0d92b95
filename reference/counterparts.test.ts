import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

// Each function of the reference says which function of Go it stands for: `Go: traceRelease, runtime/traceruntime.go`. This
// test reads the sentences, and looks the names up in the Go trees that are here.
const folder = fileURLToPath(new URL('runtime/', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

interface Counterpart {
  readonly from: string;
  readonly goName: string;
  /** Below GOROOT/src. */
  readonly file: string;
}

/** The sentences of one comment, its line breaks and stars taken out. */
const flat = (comment: string): string => comment.replace(/\n\s*\*/g, '').replace(/\s+/g, ' ');

function counterparts(): Counterpart[] {
  return sources.flatMap(({ name, text }) =>
    [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(([comment]) =>
      [...flat(comment).matchAll(/Go: ([\w.]+(?:(?:,| and) [\w.]+)*), (runtime\/\w+\.go)/g)].flatMap(
        ([, names = '', file = '']) =>
          names.split(/,? and |, /).map((goName) => ({ from: name, goName, file })),
      ),
    ),
  );
}

test('each exported function names its counterpart in Go', () => {
  const silent = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\nexport (?:async )?function\*? (\w+)/g)]
      .filter(([, comment = '']) => !flat(comment).includes('Go: '))
      .map(([, , exported = '']) => `${name}: ${exported}`),
  );
  expect(silent).toEqual([]);
});

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.log('skipped: no go command, so that the counterparts are not looked up in Go trees');

/** The trees of the releases that the reference is about, as far as the go command has them. */
function trees(): string[] {
  return ['local', 'go1.23.12', 'go1.24.0', 'go1.25.12'].flatMap((toolchain) => {
    try {
      const env = { ...process.env, GOTOOLCHAIN: toolchain, GOFLAGS: '' };
      return [execFileSync('go', ['env', 'GOROOT'], { env, encoding: 'utf8', stdio: 'pipe' }).trim()];
    } catch {
      // A release that cannot be had here: the others are asked.
      return [];
    }
  });
}

/** Whether a Go file declares a function, a method (`type.name`), a type, a variable, a constant or a field. */
function declares(source: string, goName: string): boolean {
  const [owner, method] = goName.includes('.') ? goName.split('.') : [undefined, undefined];
  return owner === undefined
    ? new RegExp(`^(func|type|var|const) ${goName}\\b|^\\t${goName}\\b`, 'm').test(source)
    : new RegExp(`^func \\(\\w+ \\*?${owner}\\) ${String(method)}\\(`, 'm').test(source);
}

describe.skipIf(!hasGo)('in real Go trees', () => {
  const roots = hasGo ? trees() : [];

  test('each counterpart is declared in its file, in some release', () => {
    const missing = counterparts().filter(({ goName, file }) => {
      const paths = roots.map((root) => join(root, 'src', file)).filter(existsSync);
      return !paths.some((path) => declares(readFileSync(path, 'utf8'), goName));
    });
    expect(missing).toEqual([]);
    expect(counterparts().length).toBeGreaterThan(20);
  });

  test('a name that no release has is found missing', () => {
    const [root = ''] = roots;
    const source = readFileSync(join(root, 'src/runtime/traceruntime.go'), 'utf8');
    expect(declares(source, 'traceRelease')).toBe(true);
    expect(declares(source, 'traceLocker.ok')).toBe(true);
    expect(declares(source, 'traceReleased')).toBe(false);
    expect(declares(source, 'traceLocker.okay')).toBe(false);
  });
});
