/** Words of the drivers: what they say that no tree says. Each is a primitive of the table. */
import type { Node } from 'web-tree-sitter';
import type { Context } from './context.ts';
import { eventWord } from './samples.ts';
import { loaded } from './variables.ts';
import { opaque, scalar } from './values.ts';
import type { Value } from './values.ts';

const plain = new Set([
  'outside',
  'resting',
  'idle',
  'interrupted',
  'started',
  'userCode',
  'getExtraM',
  'takeLook',
  'ready',
  'inSyscall',
  'goesOn',
  'leavesSyscall',
  'loseP',
  'regainP',
]);
const questions = new Set([
  'mayAdvance',
  'mayStart',
  'startsHere',
  'mayStop',
  'runs',
  'mayExit',
  'osStack',
  'mayBorrow',
  'mayDrop',
]);

/** Undefined for a function of the tree. */
export function driverWord(context: Context, name: string, args: readonly Node[]): Value | undefined {
  const { out } = context;
  const [first] = args;
  // The scheduler's own function is called, and stands for nothing. Another word is one, whatever functions the tree has.
  if (context.scheduler && name === 'ready') return undefined;
  if (context.scheduler && context.kind === 'own') {
    if (name === 'outside') {
      const to = context.fresh('spare', 'bool');
      out.emit({ op: 'call', name, of: [], to: [to] });
      return scalar({ local: to }, 'bool');
    }
    if (name === 'choose') {
      const to = context.fresh('call', 'int');
      const words = args.map(({ text }) => text.slice(1, -1));
      out.emit({ op: 'call', name, of: [{ lit: words.length }], to: [to], words });
      return scalar({ local: to }, 'int');
    }
  }
  const given = (): Value =>
    first === undefined ? opaque : loaded(context, first, context.valueOf(context, first));
  if (plain.has(name)) {
    out.emit({ op: 'call', name, of: [] });
    return opaque;
  }
  if (questions.has(name)) {
    const to = context.fresh(name, 'bool');
    out.emit({ op: 'call', name, of: [], to: [to] });
    return scalar({ local: to }, 'bool');
  }
  const ofEvent = eventWord(context, name);
  if (ofEvent !== undefined) return ofEvent;
  switch (name) {
    case 'choose': {
      const to = context.fresh(name, 'int');
      const words = args.map((arg) => arg.text.slice(1, -1));
      out.emit({ op: 'call', name, of: [], words, to: [to] });
      return scalar({ local: to }, 'int');
    }
    case 'unborn': {
      const to = context.fresh(name, 'm');
      context.sure.add(to);
      out.emit({ op: 'call', name, of: [], to: [to] });
      return scalar({ local: to }, 'm');
    }
    case 'forget':
      out.emit({ op: 'set', to: 'seenZero', is: { lit: 0 } });
      return opaque;
    case 'arguments':
      // Up to 1.23, the arguments of an event are evaluated when its writer is there.
      if (holdsWriter(context)) out.emit({ op: 'call', name: 'userCode', of: [] });
      return opaque;
    case 'dropped':
      out.emit({ op: 'call', name, of: [{ local: 'seenZero' }] });
      return opaque;
    case 'opened':
    case 'closing':
      return section(context, name, given());
    default:
      return undefined;
  }
}

/** What eventWriter returns holds a writer, and not the locker to make one. */
const holdsWriter = ({ source }: Context): boolean =>
  [...(source.structs.get('traceEventWriter')?.fields.values() ?? [])].some(
    ({ type }) => type === 'traceWriter',
  );

/** The locker of a section that is open: its M is there, and its generation is kept up to `closing`. */
function section(context: Context, name: string, locker: Value): Value {
  if (locker.kind !== 'struct') return opaque;
  const [mp, gen] = [locker.fields.get('mp'), locker.fields.get('gen')];
  if (mp?.kind !== 'scalar' || gen?.kind !== 'scalar') return opaque;
  if (name === 'opened') context.notNil(mp.expr);
  context.out.emit({ op: 'call', name, of: [gen.expr] });
  return { ...locker, fields: new Map([...locker.fields, ['mp', scalar({ lit: 1 }, 'm')]]) };
}
