/** What became of an execution trace, for people and for programs. */
import type { Rule, Validation, Violation } from '../../wire/index.ts';
import { rules } from '../../wire/index.ts';
import type { Paint } from './words.ts';
import { count, fill, plural } from './words.ts';

/** What cuts a trace. */
export const whyCut = 'the process was killed, trace.Stop was never called, or the copy is not whole';

/** What no trace shows, said where nothing is wrong. */
const unseen =
  'A trace does not show that events are missing with a lost buffer, or are in another generation than their section: ' +
  'validate --log does, with a log of nosplit record.';

/** `isAlone` says that there is no log beside it. */
export function validationText(
  file: string,
  validation: Validation,
  width: number,
  paint: Paint,
  isAlone = true,
): string {
  const { version, reader, generations, events, violation, probablyCut, findings } = validation;
  const isValid = violation === null && (findings ?? []).length === 0;
  const verdict = isValid ? paint('green', 'valid') : paint('red', 'violated');
  const broken = violation === null ? [] : [violation];
  const names = [...new Set([...broken, ...(findings ?? [])].map(({ rule }) => rule))];
  const read = violation === null ? 'read' : 'read before it';
  return [
    `${verdict}: ${file}${isValid ? '' : `: ${names.join(', ')}`}`,
    `go 1.${version}, the rules of Go ${reader}'s reader${findings === null ? '' : ' and the strict ones'}; ` +
      `${plural(generations, 'generation')} and ${plural(events, 'event')} ${read}`,
    ...(probablyCut ? cutLines(violation === null, width, paint) : []),
    ...(isValid && isAlone ? fill(unseen, width).map((line) => paint('dim', line)) : []),
    ...[...broken, ...(findings ?? [])].flatMap((each) => ['', ...violationLines(each, width, paint)]),
    '',
  ].join('\n');
}

const cutLines = (isUnnoticed: boolean, width: number, paint: Paint): string[] =>
  fill(
    `The last generation is not finished, so the trace is probably cut${isUnnoticed ? ", which Go's reader does not notice" : ', and not damaged'}: ${whyCut}.`,
    width,
  ).map((line) => paint('yellow', line));

function violationLines(violation: Violation, width: number, paint: Paint): string[] {
  const { rule, gen, m, offset, message } = violation;
  const place = [
    ...(gen === null ? [] : [`generation ${gen}`]),
    ...(m === null ? [] : [`thread ${m}`]),
    `byte ${count(offset)}`,
  ];
  const { severity, sentence } = ruleOf(rule);
  return [
    `${paint('bold', rule)}${severity === 'strict' ? ' (strict)' : ''} at ${place.join(', ')}`,
    ...fill(message, width - 2).map((line) => `  ${line}`),
    ...fill(`rule: ${sentence}`, width - 2).map((line) => paint('dim', `  ${line}`)),
  ];
}

/** Every violation is of a rule of the table. */
function ruleOf(name: string): Rule {
  const rule = rules.find((each) => each.name === name);
  if (rule === undefined) throw new Error(`${name} is no rule of execution traces`);
  return rule;
}

/** JSON of the version `nosplit.validation/1`; a number that a double does not hold is a string of its digits. */
export function validationDocument(file: string, validation: Validation): object {
  const { version, reader, generations, events, violation, probablyCut, findings } = validation;
  return {
    schema: 'nosplit.validation/1',
    file,
    verdict: violation === null && (findings ?? []).length === 0 ? 'valid' : 'violated',
    header: `go 1.${version}`,
    reader,
    generations,
    events,
    violation: violation === null ? null : plain(violation),
    probablyCut,
    findings: findings === null ? null : findings.map(plain),
  };
}

function plain({ rule, message, gen, m, offset }: Violation): object {
  const number = (value: number | bigint | null): number | string | null =>
    typeof value === 'bigint' ? String(value) : value;
  return { rule, severity: ruleOf(rule).severity, message, gen: number(gen), m: number(m), offset };
}
