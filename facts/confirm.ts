import { realpathSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFacts } from './facts.ts';
import type { Facts } from './facts.ts';
import { growingBelow, readDisassembly } from './machine-code.ts';
import { runGo, toolchainIn } from './toolchain.ts';

/** Machine code and sources about one function of the write path. */
export interface ConfirmedFunction {
  readonly name: string;
  readonly nosplit: boolean;
  /** Null where the function has no code of its own, because it is inlined wherever it is called. */
  readonly callsMorestack: boolean | null;
  /** Where sources and machine code differ, what that means; null where they agree. */
  readonly difference: string | null;
}

export type Confirmation =
  | {
      readonly kind: 'confirmed';
      /** `go1.26.8 linux/amd64`. */
      readonly toolchain: string;
      /** Functions that may grow the stack while a writer is held, as the machine code has it. */
      readonly growing: readonly string[];
      readonly functions: readonly ConfirmedFunction[];
      readonly elapsedMs: number;
    }
  | {
      readonly kind: 'skipped';
      /** One line: why there is no machine code to look at, and the next move. */
      readonly reason: string;
    };

/**
 * Builds a small tracing program with the tree's own toolchain and reads from its machine code which functions of the
 * write path call morestack: the truth after inlining. Up to half a minute when Go's build cache is empty.
 */
export async function confirm(
  tree: string | Facts,
  options: { readonly timeoutMs?: number } = {},
): Promise<Confirmation> {
  const facts = typeof tree === 'string' ? await readFacts(tree) : tree;
  const timeoutMs = options.timeoutMs ?? 180_000;
  const started = performance.now();
  const go = toolchainIn(facts.root);
  if (go === null) {
    return skipped('the tree has no bin/go; give a whole GOROOT, built with src/make.bash');
  }
  const folder = await mkdtemp(join(tmpdir(), 'nosplit-confirm-'));
  try {
    const environment = await runGo(go, ['env', 'GOROOT', 'GOVERSION', 'GOOS', 'GOARCH'], { timeoutMs });
    const [goroot = '', version = '', os = '', architecture = ''] = environment.split('\n');
    if (realpathSync(goroot) !== realpathSync(facts.root)) {
      return skipped(`bin/go builds from another tree, ${goroot}; build this tree's own with src/make.bash`);
    }
    await writeFile(join(folder, 'go.mod'), 'module confirm\n\ngo 1.20\n');
    await writeFile(join(folder, 'main.go'), program);
    await runGo(go, ['build', '-o', 'program', '.'], { cwd: folder, timeoutMs });
    // Since 1.25 objdump itself is built at its first use.
    const text = await runGo(go, ['tool', 'objdump', '-s', '^runtime\\.', 'program'], {
      cwd: folder,
      timeoutMs,
    });
    const compared = compare(facts, text);
    if (compared === null)
      return skipped('the disassembly has no traceWriter.event; report the toolchain, please');
    const elapsedMs = performance.now() - started;
    return { kind: 'confirmed', toolchain: `${version} ${os}/${architecture}`, ...compared, elapsedMs };
  } catch (error) {
    return skipped(`${failure(error, timeoutMs)}; see whether ${go} builds a program`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compares a disassembly with the sources; null if it holds nothing of the tracer. */
export function compare(
  facts: Facts,
  disassembly: string,
): { readonly growing: readonly string[]; readonly functions: readonly ConfirmedFunction[] } | null {
  const machine = readDisassembly(disassembly);
  if (!machine.has('traceWriter.event')) return null;
  const known = new Set(facts.writePath.map((each) => each.name));
  const growing = growingBelow(machine, [...known]);
  const functions = facts.writePath.map(({ name, nosplit }): ConfirmedFunction => {
    const callsMorestack = machine.get(name)?.grows ?? null;
    return { name, nosplit, callsMorestack, difference: differenceOf(nosplit, callsMorestack) };
  });
  const missed = [...growing]
    .filter(([name]) => !known.has(name))
    .map(([name, via]): ConfirmedFunction => {
      const difference = `calls morestack and is reached by ${via.join(' → ')}, a call that the sources did not show`;
      return { name, nosplit: false, callsMorestack: true, difference };
    });
  return { growing: [...growing.keys()], functions: [...functions, ...missed] };
}

/** The first function that grows the stack in the machine code and does not in the sources; null where there is none. */
export function disagreement(confirmation: Confirmation): ConfirmedFunction | null {
  if (confirmation.kind === 'skipped') return null;
  return (
    confirmation.functions.find(
      ({ callsMorestack, difference }) => callsMorestack === true && difference !== null,
    ) ?? null
  );
}

function differenceOf(nosplit: boolean, callsMorestack: boolean | null): string | null {
  if (nosplit) {
    return callsMorestack === true
      ? 'nosplit in the sources, but it calls morestack: not built from them'
      : null;
  }
  if (callsMorestack === true) return null;
  return callsMorestack === null
    ? 'not nosplit in the sources, but it has no code of its own: inlined wherever it is called'
    : 'not nosplit in the sources, but there is no call of morestack: its frame is small';
}

function skipped(reason: string): Confirmation {
  return { kind: 'skipped', reason };
}

/** The first line of what a failed go command said. */
function failure(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && 'killed' in error && error.killed === true) {
    return `the go command took longer than ${timeoutMs / 1000} s`;
  }
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
  return `the go command failed: ${said.split('\n')[0] ?? ''}`;
}

const program = `package main

import (
	"io"
	"runtime/trace"
)

func main() {
	if trace.Start(io.Discard) == nil {
		trace.Stop()
	}
}
`;
