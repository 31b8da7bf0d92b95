/** `nosplit explore --tty`: a system walked through in the terminal, a line for each command. */
import type { Explorer, Found, Goal, NodeId } from '../../checker/index.ts';
import { SystemError } from '../../checker/index.ts';
import { messageOf } from '../errors.ts';
import { wholeNumber } from '../limits.ts';
import { noSuch } from '../nearest.ts';
import { lanes } from '../reporters/lanes.ts';
import { whyReport } from '../reporters/why.ts';
import { count, fill, plural, table } from '../reporters/words.ts';
import type { Selection } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';
import type { World } from '../world.ts';
import type { Beside } from './beside.ts';
import { comparedLines } from './beside.ts';
import { Branches } from './branches.ts';
import type { Screen } from './screen.ts';
import { blockedLines, placed, situation } from './screen.ts';

export interface Bounds {
  readonly depthMax?: number | undefined;
  readonly statesMax?: number | undefined;
}

/** The commands by name and shorthand, with what they take and do. */
const commands: readonly (readonly [name: string, short: string, takes: string, about: string])[] = [
  ['1, 2, …', '', '', 'takes the step of that number'],
  ['undo', 'u', '', 'goes one step back'],
  ['redo', 'r', '', 'goes one step forward again'],
  ['go', 'g', 'STEP', 'goes to the state after a step of this run'],
  ['why', 'w', '[NAME] [key=value]', 'says why a step is possible, or a property true'],
  ['print', 'p', 'EXPRESSION', 'prints a value, and when it changed'],
  ['find', 'f', 'EXPRESSION', 'searches for the nearest state where it is true'],
  ['violation', 'v', '[PROPERTY]', 'searches for the nearest violation'],
  ['known', 'k', '', 'searches for the shortest way back to another run'],
  ['moments', 'm', '', 'tells the run in a few steps'],
  ['lanes', 'l', '', 'prints the run'],
  ['compare', 'c', '', 'takes the run up to here on the other tree, too'],
  ['branches', 'b', '[NUMBER]', 'lists the runs, or goes to the end of one'],
  ['state', 's', '[PREFIX]', 'prints the fields, or those below a path'],
  ['help', 'h', '', 'prints this'],
  ['quit', 'q', '', 'ends the session'],
];

export class Session {
  readonly #explorer: Explorer;
  readonly #branches: Branches;
  readonly #selection: Selection;
  readonly #screen: Screen;
  readonly #world: World;
  readonly #bounds: Bounds;
  readonly #beside: Beside | null;

  constructor(
    explorer: Explorer,
    given: NodeId,
    selection: Selection,
    bounds: Bounds,
    world: World,
    screen: Screen,
    beside: Beside | null,
  ) {
    this.#beside = beside;
    this.#explorer = explorer;
    this.#branches = new Branches(explorer, given);
    this.#selection = selection;
    this.#bounds = bounds;
    this.#world = world;
    this.#screen = screen;
  }

  /** What is printed at the start. */
  begin(): readonly string[] {
    const head = `${this.#selection.title}; h lists the commands`;
    return [...fill(head, this.#screen.width), ...this.#situation()];
  }

  /** Runs a command and returns what it prints; null ends the session. Nothing is lost by one that is not understood. */
  async run(line: string): Promise<readonly string[] | null> {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    const argument = line.trim().slice(word.length).trim();
    try {
      const number = wholeNumber(word, 0, Infinity);
      if (number !== null) return this.#take(number);
      const asked = word === '?' ? 'help' : word;
      const command = commands.find(([name, short]) => asked !== '' && (name === asked || short === asked));
      switch (command?.[0]) {
        case 'undo':
          return this.#moved(this.#branches.undo(), 'this is the initial state');
        case 'redo':
          return this.#moved(this.#branches.redo(), 'this is the end of the run');
        case 'go': {
          const step = wholeNumber(argument);
          return this.#moved(
            step !== null && this.#branches.step(step),
            `go takes a step of this run: 0 to ${this.#length()}`,
          );
        }
        case 'why':
          return this.#why(rest);
        case 'print':
          return this.#print(argument);
        case 'find':
          return await this.#find({ kind: 'expression', text: argument });
        case 'violation':
          return await this.#find(
            argument === '' ? { kind: 'violation' } : { kind: 'violation', property: argument },
          );
        case 'known':
          return await this.#known();
        case 'moments':
          return this.#moments();
        case 'lanes':
          return this.#lanes();
        case 'compare':
          return this.#beside === null
            ? ['there is no other tree; name one, or a release, with --compare']
            : comparedLines(this.#explorer, this.#branches.at, this.#beside, this.#screen);
        case 'branches': {
          const run = wholeNumber(argument);
          return argument === ''
            ? this.#list()
            : this.#moved(
                run !== null && this.#branches.switch(run - 1),
                `there are the runs 1 to ${this.#branches.tips.length}`,
              );
        }
        case 'state':
          return this.#state(argument);
        case 'help':
          return this.#help();
        case 'quit':
          return null;
        default: {
          if (word === '') return this.#situation();
          const known = commands.map(([name]) => name);
          return [noSuch(`no command is called ${word}`, word, known, 'h lists them')];
        }
      }
    } catch (error) {
      // A question that has no answer; a fault of the model's code is told, too, and the session goes on.
      if (error instanceof SystemError) return fill(messageOf(error), this.#screen.width);
      throw error;
    }
  }

  /** The words that come here again. */
  end(): readonly string[] {
    const { id, steps } = this.#explorer.run(this.#branches.tip);
    return steps.length === 0 || id.length > 2000
      ? []
      : [`again: nosplit explore --tty ${id} ${commandLine(this.#selection.words)}`];
  }

  #situation(): readonly string[] {
    return situation(this.#explorer, this.#branches.at, this.#length(), this.#screen);
  }

  #length(): number {
    return this.#explorer.path(this.#branches.tip).length - 1;
  }

  #moved(isMoved: boolean, otherwise: string): readonly string[] {
    return isMoved ? this.#situation() : [otherwise];
  }

  #take(number: number): readonly string[] {
    const { possible } = this.#explorer.choices(this.#branches.at);
    const step = possible[number - 1];
    if (step === undefined)
      return [
        possible.length === 0
          ? 'no step is possible here; u goes back'
          : `there are the steps 1 to ${possible.length}`,
      ];
    const { on } = this.#branches;
    this.#branches.take(step.instance);
    return [
      ...(this.#branches.on === on
        ? []
        : [`run ${this.#branches.on + 1} branches off here; b lists the runs`]),
      ...this.#situation(),
    ];
  }

  #why(words: readonly string[]): readonly string[] {
    const { at } = this.#branches;
    const [name, ...settings] = words;
    if (name === undefined) {
      const { blocked } = this.#explorer.choices(at);
      return blocked.length === 0
        ? ['every step of a process that stands at it is possible; w NAME asks about one action or property']
        : blockedLines(blocked, this.#screen);
    }
    const params = Object.fromEntries(
      settings.map((setting) => {
        const [, key = setting, value = ''] = /^(\w+)=(.*)$/.exec(setting) ?? [];
        return [key, value] as const;
      }),
    );
    const answer = this.#explorer.why(at, name, params);
    const run = this.#explorer.run(this.#branches.tip);
    return whyReport(answer, run, this.#selection, this.#screen).trimEnd().split('\n');
  }

  #print(text: string): readonly string[] {
    const { at } = this.#branches;
    const { values } = this.#explorer.evaluate(at, text);
    const spelled = (value: (typeof values)[number]): string =>
      value === undefined ? 'nothing' : String(value);
    const changes = values.flatMap((value, step) =>
      step > 0 && value !== values[step - 1] ? [`${spelled(value)} at ${step}`] : [],
    );
    const along =
      changes.length === 0 ? 'as at the start' : `${spelled(values[0])} at the start, ${changes.join(', ')}`;
    return fill(`${spelled(values.at(-1))} (${along})`, this.#screen.width);
  }

  async #find(goal: Goal): Promise<readonly string[]> {
    const control = new AbortController();
    const release = this.#world.onInterrupt(() => {
      control.abort();
    });
    try {
      const { depthMax, statesMax } = this.#bounds;
      const found = await this.#explorer.find(this.#branches.at, goal, {
        signal: control.signal,
        ...(depthMax !== undefined && { depthMax }),
        ...(statesMax !== undefined && { statesMax }),
      });
      return this.#found(found);
    } finally {
      release();
    }
  }

  /** To a state of a run that was left: known ground. */
  async #known(): Promise<readonly string[]> {
    const { tips, on } = this.#branches;
    const others = tips.filter((_, index) => index !== on);
    if (others.length === 0) return ['there is no other run to go back to; taking another step begins one'];
    return this.#find({ kind: 'states', nodes: others.flatMap((tip) => this.#explorer.path(tip)) });
  }

  #found(found: Found): readonly string[] {
    const { width } = this.#screen;
    const states = plural(found.states, 'state');
    if (found.kind === 'none')
      return fill(`none from here, within the bounds: all ${states} were searched`, width);
    if (found.kind === 'none up to')
      return fill(
        `none up to depth ${found.depth} (${states}); the ${found.limit} limit ended the search`,
        width,
      );
    if (found.kind === 'cancelled')
      return fill(`cancelled; none up to depth ${found.depth} (${states})`, width);
    const what = found.property === null ? '' : `a violation of ${found.property}, `;
    if (found.steps === 0)
      return [`${what === '' ? 'it is true' : `${found.property ?? ''} is violated`} here`];
    this.#branches.goTo(found.node);
    return [
      ...fill(`${what}${plural(found.steps, 'step')} from there (${states} searched)`, width),
      ...this.#situation(),
    ];
  }

  #moments(): readonly string[] {
    const { at } = this.#branches;
    const violated = this.#explorer.properties(at).find(({ verdict }) => verdict === 'violated');
    const moments = this.#explorer.moments(at, violated?.property);
    if (moments.length === 0) return ['nothing is violated here, and no step is special'];
    return moments.flatMap(({ first, last, sentence }) => {
      const steps = (first === last ? String(first) : `${first}–${last}`).padStart(7);
      return fill(sentence, this.#screen.width - 9).map(
        (line, index) => `${index === 0 ? steps : ' '.repeat(7)}  ${line}`,
      );
    });
  }

  #lanes(): readonly string[] {
    const run = this.#explorer.run(this.#branches.tip);
    if (run.steps.length === 0) return ['no step was taken yet'];
    const { width, paint, story } = this.#screen;
    const sourceOf = (action: string): string | null =>
      this.#explorer.instances.find((one) => one.action === action)?.source ?? null;
    return lanes(run, { width, paint, story, sourceOf, brief: true });
  }

  #list(): readonly string[] {
    const { tips, on } = this.#branches;
    return table(
      tips.map((tip, index) => {
        const { steps } = this.#explorer.run(tip);
        const last = steps.at(-1);
        const shared = this.#shared(tip);
        return [
          `${index === on ? '→' : ' '} ${index + 1}`,
          plural(steps.length, 'step'),
          last === undefined ? '' : `to ${placed(last)}`,
          index === 0 ? 'as given' : `off at ${shared}`,
        ];
      }),
    );
  }

  /** How many steps a run shares with the one that was given. */
  #shared(tip: NodeId): number {
    const [given = tip] = this.#branches.tips;
    const own = this.#explorer.path(given);
    return this.#explorer.path(tip).filter((node) => own.includes(node)).length - 1;
  }

  #state(prefix: string): readonly string[] {
    const values = this.#explorer.values(this.#branches.at);
    const rows = this.#explorer.fields.flatMap(({ path }, index) =>
      path.startsWith(prefix) ? [[path, String(values[index])]] : [],
    );
    return rows.length === 0 ? [`no field begins with ${prefix}`] : table(rows);
  }

  #help(): readonly string[] {
    const rows = commands.map(([name, short, takes, about]) => [
      `  ${[short, name].filter((part) => part !== '').join(', ')} ${takes}`.trimEnd(),
      about,
    ]);
    return [
      ...table(rows),
      `  ${count(this.#explorer.fields.length)} fields are there to be named: s prints them`,
    ];
  }
}
