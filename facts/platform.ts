import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The system that a tree is read for: which files count depends on it. */
export interface Platform {
  readonly goos: string;
  readonly goarch: string;
}

/** Read where nothing says otherwise: most of the runtime's users are there, and so is its CI. */
export const platformDefault: Platform = { goos: 'linux', goarch: 'amd64' };

/** The systems and processors that a file name may end in, as `go tool dist list` has them, and those reserved for others. */
export const systems: readonly string[] =
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
    ' ',
  );
export const processors: readonly string[] = (
  '386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ' +
  'ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'
).split(' ');
/** The platform of this process in Go's words. */
export function platformHere(): Platform {
  const goos: Record<string, string> = { win32: 'windows', sunos: 'solaris' };
  const goarch: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return {
    goos: goos[process.platform] ?? process.platform,
    goarch: goarch[process.arch] ?? process.arch,
  };
}

const unix = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris'.split(' '),
);

/** Whether the go command would build a file on a platform, by the end of its name and its `//go:build` line. */
export function isBuilt(file: string, text: string, platform: Platform, experiments: Experiments): boolean {
  return namedFor(file, platform) && constraintHolds(text, platform, experiments);
}

/** Names of experiments that are on without GOEXPERIMENT. */
export type Experiments = ReadonlySet<string>;

/** The experiments that a tree switches on by itself, from its `internal/buildcfg/exp.go`; none where it has no such file. */
export function experimentsOf(sourceDir: string): Experiments {
  const file = join(sourceDir, 'internal/buildcfg/exp.go');
  if (!existsSync(file)) return new Set();
  const baseline = /baseline := goexperiment\.Flags\{([^}]*)\}/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  // An experiment that depends on the processor is on for those that most people have.
  const on = [...baseline.matchAll(/^\s*(\w+):\s*(\w+)/gm)].filter(([, , value]) => value !== 'false');
  return new Set(on.map(([, name = '']) => name.toLowerCase()));
}

/** `name_GOOS_GOARCH.go`, `name_GOOS.go`, `name_GOARCH.go`: the rule of go/build. */
function namedFor(file: string, { goos, goarch }: Platform): boolean {
  const parts = file
    .replace(/\.go$/, '')
    .replace(/_test$/, '')
    .split('_')
    .slice(1);
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  if (processors.includes(last))
    return last === goarch && (!systems.includes(before) || systemHolds(before, goos));
  return !systems.includes(last) || systemHolds(last, goos);
}

/** Android builds what Linux builds, ios what darwin, illumos what solaris. */
const systemHolds = (tag: string, goos: string): boolean =>
  tag === goos ||
  (goos === 'android' && tag === 'linux') ||
  (goos === 'illumos' && tag === 'solaris') ||
  (goos === 'ios' && tag === 'darwin');

function constraintHolds(text: string, platform: Platform, experiments: Experiments): boolean {
  const head = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? '';
  const constraint = /^\/\/go:build +(.*)$/m.exec(head)?.[1];
  return constraint === undefined || holds(constraint, (tag) => tagHolds(tag, platform, experiments));
}

function tagHolds(tag: string, { goos, goarch }: Platform, experiments: Experiments): boolean {
  const experiment = /^goexperiment\.(\w+)$/.exec(tag)?.[1];
  if (experiment !== undefined) return experiments.has(experiment);
  if (systems.includes(tag)) return systemHolds(tag, goos);
  if (tag === 'unix') return unix.has(goos);
  return tag === goarch || tag === 'gc' || tag === 'cgo' || /^go1\.\d+$/.test(tag);
}

/** The value of a `//go:build` expression: `||`, `&&`, `!`, parentheses and tags. */
function holds(expression: string, tag: (name: string) => boolean): boolean {
  const tokens = expression.match(/\|\||&&|[!()]|[\w.]+/g) ?? [];
  let at = 0;
  const or = (): boolean => {
    let value = and();
    while (tokens[at] === '||') {
      at++;
      const right = and();
      value ||= right;
    }
    return value;
  };
  const and = (): boolean => {
    let value = not();
    while (tokens[at] === '&&') {
      at++;
      const right = not();
      value &&= right;
    }
    return value;
  };
  const not = (): boolean => {
    const token = tokens[at++] ?? '';
    if (token === '!') return !not();
    if (token !== '(') return tag(token);
    const value = or();
    at++;
    return value;
  };
  return or();
}
