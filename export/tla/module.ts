/** A system as a module of TLA+, and a configuration for TLC beside it. */
import type { DescribedProperty, Description } from '../../checker/index.ts';
import type { ExportedFile } from '../file.ts';
import type { ActionDefinition, WritingModule } from './actions.ts';
import { actionDefinitions, comment } from './actions.ts';
import { invariant, noFault, noSuchStep, predicate, temporal } from './claims.ts';
import { fairnessText } from './fairness.ts';
import { Names } from './names.ts';
import { placesOf, typeOf, valueText } from './places.ts';

/** `title` is for people: what was exported. The module's name is made of it, and the files' names are that name. */
export function tlaFiles(description: Description, title: string): readonly ExportedFile[] {
  const name = moduleName(title);
  const { text, invariants, temporals, situations } = moduleOf(description, title, name);
  const config = [
    'SPECIFICATION Spec',
    ...invariants.map((one) => `INVARIANT ${one}`),
    ...temporals.map((one) => `PROPERTY ${one}`),
    ...situations.map((one) => `\\* INVARIANT ${one}  is violated where the situation is reached`),
  ];
  return [
    { name: `${name}.tla`, text },
    { name: `${name}.cfg`, text: `${config.join('\n')}\n` },
  ];
}

/** `two-phase-commit with n=3` is TwoPhaseCommitWithN3. */
function moduleName(title: string): string {
  const words = title.replaceAll(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase());
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return /^[A-Z]/.test(name) ? name : `X${name}`;
}

interface Module {
  readonly text: string;
  /** Names of definitions that TLC is to check. */
  readonly invariants: readonly string[];
  readonly temporals: readonly string[];
  readonly situations: readonly string[];
}

function moduleOf(description: Description, title: string, name: string): Module {
  const { layout, initial, actions, properties, diagrams, reached } = description;
  const names = new Names();
  const { places, variables } = placesOf(layout, names);
  const indices: string[] = [];
  const index = (depth: number): string => (indices[depth] ??= names.fresh('ijkl'.charAt(depth) || 'i'));
  const params = new Map<string, string>();
  const named = properties.map((property) => ({ property, as: names.fresh(property.name) }));
  const writing: WritingModule = {
    ...{ diagrams, places, names },
    variables: variables.map(([variable]) => variable),
    param: (param) => {
      const known = params.get(param) ?? names.fresh(param);
      params.set(param, known);
      return known;
    },
  };
  const definitions = actions.map((action) => ({
    action,
    of: actionDefinitions(action, writing),
    instances: action.instances.length,
  }));
  const states = initial.map((raws) => {
    const left = [...raws];
    return variables.map(([variable, field]) => `/\\ ${variable} = ${valueText(field, left, index)}`);
  });
  const spec = specOf(named, definitions);
  const claims = named.map(({ property, as }) => claimText(property, as, { description, writing, spec }));
  const fault = noFault(description, writing);
  const parts = [
    `${'-'.repeat(20)} MODULE ${name} ${'-'.repeat(20)}`,
    `(* ${comment(title)}, as nosplit exports it: nosplit export --format tla.`,
    '   A comment before a conjunct is the name that the system gives it. *)',
    ...(reached === null ? [] : [aboutReached(description)]),
    'EXTENDS Integers',
    `VARIABLES ${writing.variables.join(', ')}`,
    `vars == <<${writing.variables.join(', ')}>>`,
    '',
    'TypeOK ==',
    ...variables.map(([variable, field]) => `  /\\ ${variable} \\in ${typeOf(field, index(0))}`),
    '',
    'Init ==',
    ...(states.length === 1
      ? (states[0] ?? []).map((line) => `  ${line}`)
      : states.map((lines) => `  \\/ ${lines.join('\n     ')}`)),
    '',
    ...definitions.flatMap(({ action: { source, note }, of }) => [
      ...(of.length === 0 ? [] : [source, note]).flatMap((line) => (line === undefined ? [] : wrapped(line))),
      ...of.map(({ text }) => text),
    ]),
    'Next ==',
    ...nextLines(definitions.flatMap(({ of }) => of)),
    '',
    ...spec.lines,
    '',
    ...claims.flatMap(({ lines }) => [...lines, '']),
    ...(fault === null
      ? []
      : [
          '\\* No function of the system throws, reads beyond an array or writes what a field cannot hold.',
          `NoFault ==\n  ${fault}`,
          '',
        ]),
    '='.repeat(48 + name.length),
  ];
  const of = (kind: Claimed['kind']): readonly string[] =>
    claims.flatMap((claim) => (claim.kind === kind ? [claim.as] : []));
  return {
    text: `${parts.join('\n')}\n`,
    invariants: [...of('invariant'), ...(fault === null ? [] : ['NoFault'])],
    temporals: of('temporal'),
    situations: of('situation'),
  };
}

/** TLC wants a step to be there. */
const nextLines = (definitions: readonly ActionDefinition[]): readonly string[] =>
  definitions.length === 0 ? ['  FALSE /\\ UNCHANGED vars'] : definitions.map(({ all }) => `  \\/ ${all}`);

interface Specification {
  readonly lines: readonly string[];
  /** What a claim assumes beside Spec: the name of a fairness, by the words of it. */
  readonly assumed: ReadonlyMap<string, string>;
}

/** The specification, with the fairness that all claims about runs have in common, if they have. */
function specOf(
  named: readonly { readonly property: DescribedProperty }[],
  definitions: Parameters<typeof fairnessText>[1],
): Specification {
  const all = new Map(
    named.flatMap(({ property: { fairness } }) =>
      fairness === null ? [] : [[fairness.text, fairness] as const],
    ),
  );
  const lines = [...all.values()].flatMap(({ text, constraints }, at) => {
    const texts = constraints.map((one) => fairnessText(one, definitions));
    const one = `Fairness${all.size === 1 ? '' : String(at + 1)}`;
    return [
      ...wrapped(text),
      `${one} ==${texts.length === 0 ? ' TRUE' : texts.map((line) => `\n  /\\ ${line}`).join('')}`,
    ];
  });
  const isCommon = all.size === 1;
  const spec = `Spec == Init /\\ [][Next]_vars${isCommon ? ' /\\ Fairness' : ''}`;
  const assumed = [...all.keys()].map((text, at) => [text, `Fairness${String(at + 1)}`] as const);
  return { lines: [...lines, spec], assumed: new Map(isCommon ? [] : assumed) };
}

interface Claimed {
  readonly as: string;
  readonly kind: 'invariant' | 'temporal' | 'situation';
  readonly lines: readonly string[];
}

function claimText(
  property: DescribedProperty,
  as: string,
  { description, writing, spec }: { description: Description; writing: WritingModule; spec: Specification },
): Claimed {
  const { subject, otherwise, fairness } = property;
  const about = otherwise === undefined ? [] : wrapped(`otherwise ${otherwise}`);
  const invariantOf = (text: string, ...more: readonly string[]): Claimed => ({
    ...{ as, kind: 'invariant' },
    lines: [...about, ...more, `${as} ==\n  ${text}`],
  });
  switch (subject) {
    case 'state':
      return invariantOf(invariant(property, writing));
    case 'step': {
      const text = noSuchStep(property, description.actions, writing);
      return invariantOf(text, '\\* A claim about steps: in no state can a step be taken that violates it.');
    }
    case 'end':
      return invariantOf(endText(predicate(property, 'final', writing)));
    case 'situation':
      return {
        ...{ as, kind: 'situation' },
        lines: [
          '\\* A situation: where TLC checks this as an invariant, it shows a run to the situation as a violation.',
          `${as} ==\n  ~(${predicate(property, 'reached', writing)})`,
        ],
      };
    case 'runs': {
      const assumed = spec.assumed.get(fairness?.text ?? '');
      const text = temporal(property, writing);
      return {
        ...{ as, kind: 'temporal' },
        lines: [
          ...about,
          assumed === undefined ? `${as} ==\n  ${text}` : `${as} == ${assumed} => (\n  ${text})`,
        ],
      };
    }
  }
}

const endText = (final: string): string =>
  final === 'FALSE' ? 'ENABLED Next' : `\\/ ENABLED Next\n  \\/ ${final}`;

/** A comment, on as many lines as it needs. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of comment(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 100) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`\\* ${word}`);
  }
  return lines;
}

function aboutReached({ reached, actions, properties }: Description): string {
  const names = [
    ...actions.filter(({ instances }) => instances.some(({ about }) => about.effect === 'reached')),
    ...properties.filter(({ instances }) => instances.some(({ about }) => about === 'reached')),
  ].map(({ name }) => name);
  return wrapped(
    `These were found on the ${String(reached)} states that nosplit reached, for they go too many ways on all. An effect says what the system does on these states; a property is false on all others: ${names.join(', ')}.`,
  ).join('\n');
}
