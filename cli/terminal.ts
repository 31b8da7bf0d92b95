/**
 * What reaches a terminal. Names and strings of models, reports, traces and Go trees are somebody else's, and a terminal obeys
 * what stands in them: so everything that it would obey or not show is shown escaped, and only codes of our own pass.
 */
import { styleText } from 'node:util';
import type { Out, World } from './world.ts';

/** Stands in each code of our own until the text is written. Nobody who writes a file knows the number. */
const mark = String(Math.floor(2 ** 40 + Math.random() * 2 ** 46));

export type Format = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** The text in a colour or weight, for `Out.write` alone. */
export function styled(format: Format, text: string): string {
  const [open = '', close = ''] = styleText(format, '|', { validateStream: false })
    .replaceAll('[', `[${mark};`)
    .split('|');
  return open + text + close;
}

/** Goes back to the start of a line that was not ended, and removes it. */
export const eraseLine = `\u001b[${mark};K`;

const ownOrEscaped = new RegExp(
  String.raw`\u001b\[${mark};(\d+m|K)|[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}`,
  'gu',
);

/**
 * The text as a terminal may have it: control characters but newline and tab, marks of direction and others without a shape,
 * and halves of characters are written `\u001b`, which is also how JSON may spell them.
 */
export const shown = (text: string): string =>
  text.replace(ownOrEscaped, (found: string, own: string | undefined) =>
    own === undefined ? escaped(found) : own === 'K' ? '\r\u001b[K' : `\u001b[${own}`,
  );

const escaped = (text: string): string =>
  text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** The same world, in which all text is written as {@link shown}. */
export const guarded = (world: World): World => ({
  ...world,
  stdout: guardedOut(world.stdout),
  stderr: guardedOut(world.stderr),
  endAfter: (ms, { text, beside, stderr, ...words }) => {
    world.endAfter(ms, { ...words, text: shown(text), beside: shown(beside), stderr: shown(stderr) });
  },
});

const guardedOut = (out: Out): Out => ({
  ...out,
  write: (text) => {
    out.write(shown(text));
  },
  writeBytes: (bytes) => out.writeBytes(bytes),
});
