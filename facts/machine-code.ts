/** What the disassembly of a Go binary says about stack growth: which functions a function calls, and who can grow. */
export interface MachineFunction {
  /** As in the sources: `traceWriter.refill`, `traceBuf.varint`. */
  readonly name: string;
  /** Whether its prologue calls morestack, hence may grow the stack. */
  readonly grows: boolean;
  readonly calls: readonly string[];
}

/** Reads the output of `go tool objdump`, keeping the functions of package runtime. */
export function readDisassembly(text: string): Map<string, MachineFunction> {
  const functions = new Map<string, MachineFunction>();
  let name: string | null = null;
  let calls: string[] = [];
  let grows = false;
  const finish = (): void => {
    if (name !== null) functions.set(name, { name, grows, calls });
  };
  for (const line of text.split('\n')) {
    const start = /^TEXT (\S+)\(SB\)/.exec(line);
    if (start !== null) {
      finish();
      name = sourceName(start[1] ?? '');
      calls = [];
      grows = false;
      continue;
    }
    // The assembly of Go calls a call CALL on every architecture; a jump to another function is a call in tail position.
    const called = /\t\s*(?:CALL|JMP|B) (\S+)\(SB\)/.exec(line)?.[1];
    if (called === undefined) continue;
    if (/^runtime\.morestack(_noctxt)?(\.abi0)?$/.test(called)) grows = true;
    else calls.push(sourceName(called) ?? called);
  }
  finish();
  return functions;
}

/**
 * The functions that may grow the stack among those that the given ones call, directly or not, and themselves. Calls of
 * systemstack end on g0, which never grows; printing, panics and throws end the program.
 */
export function growingBelow(
  functions: ReadonlyMap<string, MachineFunction>,
  roots: readonly string[],
): Map<string, readonly string[]> {
  const growing = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const queue = roots.map((name) => ({ name, via: [name] as readonly string[] }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next.name)) continue;
    seen.add(next.name);
    const declared = functions.get(next.name);
    if (declared === undefined || leavesTheStack.test(next.name)) continue;
    if (declared.grows) growing.set(next.name, next.via);
    for (const name of declared.calls) queue.push({ name, via: [...next.via, name] });
  }
  return growing;
}

const leavesTheStack = /^(systemstack|mcall|throw|fatal|print\w*|panic\w*|goPanic\w*|gopanic)$/;

/** `runtime.(*traceBuf).varint` is traceBuf.varint in the sources; null for what is of another package. */
function sourceName(symbol: string): string | null {
  const runtime = /^runtime\.(.*?)(\.abi(0|internal))?$/.exec(symbol)?.[1];
  return runtime === undefined ? null : runtime.replace(/^\(\*(\w+)\)/, '$1');
}
