/** Instructions from the words in which `nosplit facts --program` prints them: `m.trace.writing := 1`. */
import { places } from '../places/places.ts';
import { primitives } from '../places/primitives.ts';
import type { Access, Early, Expr, Operator, Swap } from '../language/program.ts';

/** What an instruction does, without where it stands. */
export type Action = Early & What;

type What =
  | { readonly op: 'set'; readonly to: string; readonly is: Expr }
  | { readonly op: 'load'; readonly to: string; readonly from: Access }
  | { readonly op: 'store'; readonly to: Access; readonly is: Expr }
  | { readonly op: 'add'; readonly to: Access; readonly is: number }
  | { readonly op: 'branch'; readonly if: Expr }
  | { readonly op: 'entry'; readonly begins: boolean; readonly grows: boolean }
  | {
      readonly op: 'call';
      readonly name: string;
      readonly lock?: string;
      readonly of: readonly Expr[];
      readonly to?: readonly string[];
    }
  | Swap
  | { readonly op: 'throw' | 'end' };

const bounds = ['capacity', 'generations', 'allMs', 'gs', 'ps', 'ownM'] as const;
const locks = new Set(['lock', 'unlock', 'lockInside', 'unlockInside']);
const operators: readonly Operator[] = [
  '+',
  '-',
  '*',
  '%',
  '|',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'has',
  'minus',
];

/** Throws a SyntaxError for what is no instruction. Branches are written without where they go. */
export function parsed(text: string): Action {
  const [, plain] = /^(.*), early$/.exec(text) ?? [];
  return plain === undefined ? whatOf(text) : { ...whatOf(plain), early: true };
}

function whatOf(text: string): What {
  const [, entered, more] = /^enter ([\w.]+)(, whose stack may grow)?$/.exec(text) ?? [];
  if (entered !== undefined) return { op: 'entry', begins: true, grows: more !== undefined };
  if (text === 'throw' || text === 'end') return { op: text };
  const [, condition] = /^if (.*)$/.exec(text) ?? [];
  if (condition !== undefined) return { op: 'branch', if: expression(condition) };
  const [, counted, sign, by] = /^(.+) ([-+])= (\d+)$/.exec(text) ?? [];
  if (counted !== undefined)
    return { op: 'add', to: accessed(counted), is: Number(`${sign ?? ''}${by ?? ''}`) };
  const [, swapped, at = '', was = '', stored = ''] =
    /^(\S+) := swap (.+) from (.+) to (.+)$/.exec(text) ?? [];
  if (swapped !== undefined)
    return { op: 'swap', at: accessed(at), was: expression(was), is: expression(stored), to: swapped };
  const [, to, is = text] = /^(.+?) := (.*)$/.exec(text) ?? [];
  const [, name, args] = /^([a-zA-Z]+)\((.*)\)$/.exec(is) ?? [];
  if (name !== undefined && Object.hasOwn(primitives, name))
    return called(name, parts(args ?? ''), to === undefined ? undefined : to.split(', '));
  if (to === undefined) throw new SyntaxError(`'${text}' is no instruction`);
  const place = placeIn(to);
  if (place !== null) return { op: 'store', to: place, is: expression(is) };
  const from = placeIn(is);
  return from === null ? { op: 'set', to, is: expression(is) } : { op: 'load', to, from };
}

function called(name: string, args: readonly string[], to: readonly string[] | undefined): What {
  const result = to === undefined ? {} : { to };
  const [lock, ...rest] = args;
  return locks.has(name) && lock !== undefined
    ? { op: 'call', name, of: rest.map(expression), lock, ...result }
    : { op: 'call', name, of: args.map(expression), ...result };
}

function accessed(text: string): Access {
  const place = placeIn(text);
  if (place === null) throw new SyntaxError(`'${text}' is no place`);
  return place;
}

/** `m.trace.buf[(gen % 2)][0] of mp`. A thread's own M goes without saying. */
function placeIn(text: string): Access | null {
  const [path = '', owner] = parts(text, ' of ');
  const indices: string[] = [];
  let place = '';
  for (let at = 0; at < path.length; at++) {
    if (path[at] !== '[') {
      place += path[at] ?? '';
      continue;
    }
    const from = at + 1;
    for (
      let depth = 1;
      depth > 0 && at < path.length;
      depth += path[at] === '[' ? 1 : path[at] === ']' ? -1 : 0
    )
      at++;
    const index = path.slice(from, at);
    if (index === 'taken') place += '[taken]';
    else {
      place += index.startsWith('next ') ? '[next]' : '[]';
      indices.push(index.replace(/^next /, ''));
    }
  }
  if (!Object.hasOwn(places, place)) return null;
  return { place, of: [...ownersOf(place, owner), ...indices.map(expression)] };
}

function ownersOf(place: string, owner: string | undefined): readonly Expr[] {
  const [buf = '', m = '1'] = owner?.split(' in M ') ?? [];
  if (place.startsWith('buf.')) return [expression(m), expression(buf)];
  if (owner !== undefined) return [expression(owner)];
  return /^(m|own)\./.test(place) ? [{ lit: 1 }] : [];
}

function expression(text: string): Expr {
  if (/^-?\d+$/.test(text)) return { lit: Number(text) };
  const bound = bounds.find((one) => one === text);
  if (bound !== undefined) return { bound };
  if (/^[A-Za-z][\w.]*(\[taken\]\w*)?$/.test(text)) return { local: text };
  if (text.startsWith('!')) return { op: '!', of: [expression(text.slice(1))] };
  const inner = /^\((.*)\)$/.exec(text)?.[1];
  const op = operators.find((one) => inner !== undefined && parts(inner, ` ${one} `).length === 2);
  if (inner === undefined || op === undefined) throw new SyntaxError(`'${text}' is no expression`);
  return { op, of: parts(inner, ` ${op} `).map(expression) };
}

/** What stands between separators, outside of parentheses and brackets. */
function parts(text: string, separator = ', '): readonly string[] {
  const found: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(' || text[at] === '[') depth++;
    else if (text[at] === ')' || text[at] === ']') depth--;
    else if (depth === 0 && text.startsWith(separator, at)) {
      found.push(text.slice(from, at));
      from = at + separator.length;
    }
  }
  return text === '' ? [] : [...found, text.slice(from)];
}
