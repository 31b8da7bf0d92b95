/** CPU samples: the logs that signal handlers write and traceAdvance reads, and the lock among handlers. */
import type { Node } from 'web-tree-sitter';
import type { Access } from '../../model/index.ts';
import { localsOf } from '../../model/index.ts';
import type { Context } from './context.ts';
import { isKnownBody } from './known-shapes.ts';
import { exprOf } from './variables.ts';
import { opaque, path, scalar } from './values.ts';
import type { Value } from './values.ts';

/** `traceReadCPU(gen)`, as a whole. */
export function readsSamples(
  context: Context,
  node: Node,
  name: string,
  args: readonly Node[],
): Value | undefined {
  if (context.part !== 'sections' || name !== 'traceReadCPU') return undefined;
  const [gen] = args;
  const fn = context.source.functions.get(name);
  if (fn === undefined || gen === undefined || !isKnownBody(fn))
    return context.refuse(node, 'calls traceReadCPU, whose body is none of the known ones');
  const { expr } = exprOf(context, node, context.valueOf(context, gen));
  context.at(node);
  context.out.emit({ op: 'call', name: 'readSamples', of: [{ op: '%', of: [expr, { lit: 2 }] }] });
  return opaque;
}

/** Methods of trace.cpuLogWrite's pointers, which are not nil while tracing is on, of the logs, and of trace.signalLock. */
export function sampleMethod(
  context: Context,
  node: Node,
  of: Value,
  name: string,
  args: readonly Node[],
): Value | undefined {
  if (context.part !== 'sections') return undefined;
  if (of.kind === 'path' && of.place === 'trace.cpuLogWrite[]' && name === 'Load')
    return { kind: 'pointer', to: path('trace.cpuLog[]', of.of) };
  if (of.kind === 'path' && of.place === 'trace.signalLock' && name === 'Store' && args[0]?.text === '0') {
    context.out.emit({ op: 'call', name: 'unlock', lock: of.place, of: [] });
    return opaque;
  }
  if (of.kind === 'pointer' && of.to.kind === 'path' && of.to.place === 'trace.cpuLog[]' && name === 'write')
    return writes(context, node, of.to);
  return undefined;
}

/** The sample is of the generation by which its log was chosen. */
function writes(context: Context, node: Node, { of: [parity] }: Access): Value {
  const [gen] = parity === undefined ? [] : localsOf(parity);
  if (parity === undefined || gen === undefined)
    return context.refuse(node, 'writes to a log that was chosen by no generation');
  context.at(node);
  context.out.emit({ op: 'call', name: 'sample', of: [parity, { local: gen }] });
  return opaque;
}

/** Of words about the one event of StartTrace's section. */
export function eventWord(context: Context, name: string): Value | undefined {
  const local = 'hasWritten';
  if (!['written', 'unwritten', local].includes(name)) return undefined;
  if (!Object.hasOwn(context.out.locals, local)) context.out.local(local, 'bool');
  if (name === local) return scalar({ local }, 'bool');
  context.out.emit({ op: 'set', to: local, is: { lit: name === 'written' ? 1 : 0 } });
  return opaque;
}
