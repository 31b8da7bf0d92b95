/** Instructions in our own words: what people read of a program, and what edits of one are written in. */
import type { Access, Expr, Instruction } from './program.ts';

/** What an instruction does: `m.trace.writing := 1`. What `edits/parse.ts` reads, but for where branches go. */
export const wordsOf = (one: Instruction): string => `${actionOf(one)}${one.early === true ? ', early' : ''}`;

function actionOf(one: Instruction): string {
  switch (one.op) {
    case 'set':
      return `${one.to} := ${spelled(one.is)}`;
    case 'load':
      return `${one.to} := ${access(one.from)}`;
    case 'store':
      return `${access(one.to)} := ${spelled(one.is)}`;
    case 'add':
      return `${access(one.to)} ${one.is < 0 ? '-' : '+'}= ${Math.abs(one.is)}`;
    case 'swap':
      return `${one.to} := swap ${access(one.at)} from ${spelled(one.was)} to ${spelled(one.is)}`;
    case 'branch':
      return `if ${spelled(one.if)} go to ${one.then}, else ${one.else}`;
    case 'jump':
      return `go to ${one.to}`;
    case 'entry':
      return `enter ${one.fn}${one.grows ? ', whose stack may grow' : ''}`;
    case 'call': {
      const to = one.to === undefined ? '' : `${one.to.join(', ')} := `;
      const of = [...(one.lock === undefined ? [] : [one.lock]), ...one.of.map(spelled)];
      return `${to}${one.name}(${of.join(', ')})`;
    }
    case 'throw':
      return 'throw';
    case 'end':
      return 'end';
  }
}

const slot = /\[(next)?\]/g;

function access({ place, of }: Access): string {
  const indices = of.map(spelled);
  const slots = [...place.matchAll(slot)].length;
  const owners = indices.slice(0, indices.length - slots);
  const own = indices.slice(indices.length - slots);
  const named = place.replaceAll(slot, (_, next?: string) =>
    next === undefined ? `[${own.shift() ?? ''}]` : `[next ${own.shift() ?? ''}]`,
  );
  const [m, buf] = owners;
  // A thread's own M goes without saying.
  const isOwn = m === '1' && /^(m|own|buf)\./.test(place);
  if (buf !== undefined) return `${named} of ${buf}${isOwn ? '' : ` in M ${m ?? ''}`}`;
  return m === undefined || isOwn ? named : `${named} of ${m}`;
}

function spelled(expr: Expr): string {
  if ('lit' in expr) return String(expr.lit);
  if ('local' in expr) return expr.local;
  if ('bound' in expr) return expr.bound;
  const [a = '', b] = expr.of.map(spelled);
  if (b === undefined) return `${expr.op === 'minus' ? '-' : expr.op}${a}`;
  return `(${a} ${expr.op} ${b})`;
}
