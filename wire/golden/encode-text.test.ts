import { describe, expect, test } from 'vitest';
import { encodeText } from './encode-text.ts';

const header = (version: number): number[] => [...new TextEncoder().encode(`go 1.${version} trace`), 0, 0, 0];

const body = (text: string, version = 26): number[] =>
  [...encodeText(`Trace Go1.${version}\n${text}`)].slice(16);

describe('a trace in text form', () => {
  test('begins with the header of its version', () => {
    for (const version of [22, 23, 25, 26])
      expect([...encodeText(`Trace Go1.${version}\n`)]).toEqual(header(version));
  });

  test('has one event on each line, whatever space and comments stand between', () => {
    expect(body('\n# a comment\n  ProcStart   dt=1\tp=2 p_seq=300\nEndOfGeneration\n')).toEqual([
      10, 1, 2, 0xac, 2, 52,
    ]);
  });

  test('holds numbers of 64 bits', () => {
    expect(body('HeapAlloc dt=0 heapalloc_value=18446744073709551615')).toEqual([
      37,
      0,
      ...Array.from({ length: 9 }, () => 255),
      1,
    ]);
  });

  test('has the frames of a stack and the data of a string on lines of their own', () => {
    expect(body('Stack id=1 nframes=2\n\tpc=1 func=2 file=3 line=4\n\tpc=5 func=6 file=7 line=8')).toEqual([
      3, 1, 2, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    expect(body('String id=7\n\tdata="hi\\x00"')).toEqual([5, 7, 3, 104, 105, 0]);
    expect(body('ExperimentalBatch exp=1 gen=2 m=3 time=4\n\tdata="\\x01"')).toEqual([49, 1, 2, 3, 4, 1, 1]);
  });

  test.each([
    ['', 'line 1: the text is empty'],
    ['Trace Go1.24', "line 1: 'Trace Go1.24' is no header"],
    ['Trace Go1.22\nGoSwitch dt=1 g=1 g_seq=1', "line 2: no event of a go 1.22 trace is called 'GoSwitch'"],
    ['Trace Go1.22\n\nGoStop', "line 3: GoStop needs dt=NUMBER here, not ''"],
    ['Trace Go1.22\nGoDestroy td=1', "line 2: GoDestroy needs dt=NUMBER here, not 'td=1'"],
    ['Trace Go1.22\nGoDestroy dt=-1', "line 2: GoDestroy needs dt=NUMBER here, not 'dt=-1'"],
    ['Trace Go1.22\nGoDestroy dt=1 # one', "line 2: GoDestroy ends before '#'"],
    [
      'Trace Go1.22\nGoDestroy dt=18446744073709551616',
      'line 2: dt=18446744073709551616 does not fit in 64 bits',
    ],
    ['Trace Go1.22\nStack id=1 nframes=1', 'line 2: the stack has 0 of its 1 frames'],
    ['Trace Go1.22\nStack id=1 nframes=1\nStrings', "line 3: a frame needs pc=NUMBER here, not 'Strings'"],
    ['Trace Go1.22\nString id=1', 'line 2: the line after this one is not data="..."'],
    ['Trace Go1.22\nString id=1\ndata="\\q"', String.raw`line 3: \q cannot stand in a string of Go`],
  ])('that says %j is refused with the number of the line', (text, message) => {
    expect(() => encodeText(text)).toThrow(message);
  });
});
