/** What the printer puts around the numbers of events, as bytes: for Go's text form, and for JSON Lines. */
import { events } from '../events.ts';
import type { EventSpec, TraceVersion } from '../events.ts';
import type { TraceItem } from '../decode/read-trace.ts';
import { dataJson, headJson, lineJson, openingJson } from './json-lines.ts';
import { dataLines, openingText } from './lines.ts';

/** The text of Go's own tool, or JSON Lines. */
export type FormatName = 'text' | 'jsonl';

export interface Format {
  /** The lines before the first batch. */
  readonly head: (version: TraceVersion) => string;
  /** The lines of an item without those of its events. */
  readonly opening: (item: TraceItem) => readonly string[];
  /** Every literal, in their order. */
  readonly pool: Uint8Array;
  /**
   * Literal k is `pool[starts[k]]` up to `pool[starts[k + 1]]`. The event of an id has its literals from `stride * id` on: one
   * before each argument, and one after the last.
   */
  readonly starts: Int32Array;
  /** What follows the id of a String, to the end of its lines. */
  readonly data: (bytes: Uint8Array) => string;
  /** What `data` puts around bytes that need no escape. */
  readonly dataAround: readonly [before: string, after: string];
  /** Whether a number that a double cannot hold exactly stands in quotes. */
  readonly quotesLarge: boolean;
}

/** Literals for each id; the most arguments are five. */
export const stride = 8;

/** The number of the first literal of frames: before the first pc, before another pc, func, file and line, at the end of a frame, after all. */
export const frameLiterals: number = stride * 256;

export const formats: Readonly<Record<FormatName, Format>> = {
  text: {
    ...pooled(
      ({ name, args }) => [
        ...args.map((arg, index) => `${index === 0 ? name : ''} ${arg}=`),
        args.length === 0 ? `${name}\n` : endsLater(name) ? '' : '\n',
      ],
      ['\n\tpc=', '\n\tpc=', ' func=', ' file=', ' line=', '', '\n'],
    ),
    head: () => '',
    opening: openingText,
    data: (bytes) => ['', ...dataLines(bytes), ''].join('\n'),
    dataAround: ['\n\tdata="', '"\n'],
    quotesLarge: false,
  },
  jsonl: {
    ...pooled(
      ({ name, args }) => [
        ...args.map((arg, index) => `${index === 0 ? `{"event":"${name}"` : ''},"${arg}":`),
        args.length === 0
          ? `{"event":"${name}"}\n`
          : name === 'Stack'
            ? ',"frames":['
            : endsLater(name)
              ? ''
              : '}\n',
      ],
      ['{"pc":', ',{"pc":', ',"func":', ',"file":', ',"line":', '}', ']}\n'],
    ),
    head: (version) => `${headJson(version)}\n`,
    opening: openingJson,
    data: (bytes) => `,${lineJson(dataJson(bytes)).slice(1)}\n`,
    dataAround: [',"data":"', '"}\n'],
    quotesLarge: true,
  },
};

/** Whether frames or data follow the arguments. */
function endsLater(name: string): boolean {
  return name === 'Stack' || name === 'String';
}

function pooled(
  ofEvent: (spec: EventSpec) => readonly string[],
  ofFrames: readonly string[],
): Pick<Format, 'pool' | 'starts'> {
  const texts = Array.from({ length: frameLiterals + stride }, () => '');
  for (const spec of events) texts.splice(spec.id * stride, stride, ...padded(ofEvent(spec)));
  texts.splice(frameLiterals, stride, ...padded(ofFrames));
  let length = 0;
  const starts = Int32Array.from(['', ...texts], (text) => (length += text.length));
  return { pool: Uint8Array.from(Buffer.from(texts.join(''), 'latin1')), starts };
}

function padded(texts: readonly string[]): string[] {
  return Array.from({ length: stride }, (_, index) => texts[index] ?? '');
}
