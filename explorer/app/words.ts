/** Values and names as the page spells them. */
import type { Scalar } from '../../checker/index.ts';
import type { BecauseShown } from '../data.ts';
import { system } from './state.ts';

/** `buf 1`, `nil`: a reference to a buffer by its name, where the path says that it is one. */
export function spelled(path: string, value: Scalar): string {
  if (typeof value === 'number' && /(\.traceBuf|\.buf\[\d\]|\.full\[\d\]\[\d\])$/.test(path))
    return value === 0 ? 'nil' : `buf ${value}`;
  return String(value);
}

/** In a narrow column: without the word. */
export const short = (path: string, value: Scalar): string => spelled(path, value).replace(/^buf /, '');

export const pathOf = (field: number): string => system.value?.fields[field]?.path ?? '';

/** `m[0].stack[1].phase` as the stem `m[0].stack[1]` and the leaf `.phase`. */
export function split(path: string): readonly [stem: string, leaf: string] {
  const [, stem = '', leaf = path] = /^(.+?)((?:\.\w+|\[[^\]]*\]))$/.exec(path) ?? [];
  return [stem, leaf];
}

export const wantsText = ({ wants }: BecauseShown): string =>
  wants.length === 0
    ? ''
    : `, wants ${wants.slice(0, 3).map(String).join(' or ')}${wants.length > 3 ? ' …' : ''}`;
