/**
 * The text form of an execution trace into its bytes, as internal/trace/raw does (TextReader, Writer): every number takes
 * as few bytes as it can. Nothing is judged but the form of each line, so that wrong traces can be written down.
 */
import { headerOf, uvarint } from '../encode.ts';
import type { EventSpec, TraceVersion } from '../events.ts';
import { eventNamed, events } from '../events.ts';
import { unquoteGo } from './go-string.ts';

/**
 * The bytes of that text: `Trace Go1.NN`, then a line for each event, with the frames of a stack and the data of a string
 * on lines of their own. Empty lines and lines that begin with `#` are left out. Throws a SyntaxError with the line number.
 */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  const lines = linesOf(text);
  const out = new Bytes();
  const header = lines.next();
  if (header.done === true) throw new SyntaxError('line 1: the text is empty; it begins with Trace Go1.NN');
  const version = versionOf(header.value);
  out.bytes(headerOf(version));
  for (const line of lines) encodeEvent(line, lines, version, out);
  return out.take();
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** The largest number that the format can hold. */
const largest = 2n ** 64n - 1n;

function* linesOf(text: string): Generator<Line, undefined> {
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    const trimmed = line.trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) yield { number, text: trimmed };
  }
  return undefined;
}

function versionOf({ number, text }: Line): TraceVersion {
  const release = /^Trace\s+Go1\.(\d+)$/.exec(text)?.[1];
  const version = events.find(({ since }) => String(since) === release)?.since;
  if (version === undefined) {
    throw new SyntaxError(`line ${number}: '${text}' is no header; it is Trace Go1.22, 23, 25 or 26`);
  }
  return version;
}

function encodeEvent(line: Line, lines: Iterator<Line>, version: TraceVersion, out: Bytes): void {
  const [name = '', ...words] = line.text.split(/\s+/);
  const spec = eventNamed(name);
  if (spec === undefined || spec.since > version) {
    throw new SyntaxError(`line ${line.number}: no event of a go 1.${version} trace is called '${name}'`);
  }
  out.byte(spec.id);
  const values = encodeArgs(line.number, spec.name, words, spec.args, out);
  if (spec.name === 'Stack') encodeFrames(line, lines, Number(values[1]), out);
  else if (carriesData(spec)) encodeData(line, lines, out);
}

/** Source: the flag HasData of tracev2.Specs. */
const carriesData = ({ name }: EventSpec): boolean => name === 'String' || name === 'ExperimentalBatch';

function encodeArgs(
  line: number,
  what: string,
  words: readonly string[],
  names: readonly string[],
  out: Bytes,
): readonly bigint[] {
  if (words.length > names.length) {
    throw new SyntaxError(`line ${line}: ${what} ends before '${words[names.length] ?? ''}'`);
  }
  return names.map((name, index) => {
    const word = words[index] ?? '';
    const digits = word.startsWith(`${name}=`) ? word.slice(name.length + 1) : '';
    if (!/^\d+$/.test(digits)) {
      throw new SyntaxError(`line ${line}: ${what} needs ${name}=NUMBER here, not '${word}'`);
    }
    const value = BigInt(digits);
    if (value > largest) throw new SyntaxError(`line ${line}: ${word} does not fit in 64 bits`);
    out.bytes(uvarint(value));
    return value;
  });
}

const frame: readonly string[] = ['pc', 'func', 'file', 'line'];

function encodeFrames(stack: Line, lines: Iterator<Line>, count: number, out: Bytes): void {
  for (let index = 0; index < count; index++) {
    const next = lines.next();
    if (next.done === true) {
      throw new SyntaxError(`line ${stack.number}: the stack has ${index} of its ${count} frames`);
    }
    encodeArgs(next.value.number, 'a frame', next.value.text.split(/\s+/), frame, out);
  }
}

function encodeData(event: Line, lines: Iterator<Line>, out: Bytes): void {
  const next = lines.next();
  const literal = next.done === true ? undefined : /^data\s*=\s*(.*)$/.exec(next.value.text)?.[1];
  if (next.done === true || literal === undefined) {
    throw new SyntaxError(`line ${event.number}: the line after this one is not data="..."`);
  }
  try {
    const data = unquoteGo(literal);
    out.bytes(uvarint(data.length));
    out.bytes(data);
  } catch (error) {
    throw error instanceof SyntaxError
      ? new SyntaxError(`line ${next.value.number}: ${error.message}`)
      : error;
  }
}

/** Bytes that grow at their end. */
class Bytes {
  #array = new Uint8Array(1024);
  #length = 0;

  byte(value: number): void {
    this.#room(1);
    this.#array[this.#length++] = value;
  }

  bytes(values: ArrayLike<number>): void {
    this.#room(values.length);
    this.#array.set(values, this.#length);
    this.#length += values.length;
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.#array.slice(0, this.#length);
  }

  #room(count: number): void {
    if (this.#length + count <= this.#array.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#array.length, this.#length + count));
    larger.set(this.#array);
    this.#array = larger;
  }
}
