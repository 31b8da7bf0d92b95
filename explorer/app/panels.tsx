/** What opens over the page: find, share, compare, the history of a field, keys. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { addressOf, specAt, titleOf } from '../address.ts';
import type { Spec } from '../data.ts';
import { markdownOf, mermaidOf, vitestOf } from '../share/text.ts';
import { colours, svgOf } from '../share/svg.ts';
import { cancel, choose, compare, find, watch } from './actions.ts';
import { FieldPanel } from './inspector.tsx';
import * as state from './state.ts';
import { keyList } from './keys.ts';

const titles: Readonly<Record<state.Panel, string>> = {
  find: 'Find',
  share: 'Share',
  keys: 'Keys',
  compare: 'Compare',
  field: 'Field',
};

export function PanelPart() {
  const { value: panel } = state.panel;
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  // At once: what is typed right after the key that opened it belongs there.
  useLayoutEffect(() => {
    if (panel === null) {
      if (before.current instanceof HTMLElement) before.current.focus();
      return;
    }
    before.current = document.activeElement;
    const first = box.current?.querySelector<HTMLElement>('input, select, button:not(.close)');
    (first ?? box.current)?.focus();
  }, [panel]);
  if (panel === null) return null;
  return (
    <div class="over" role="dialog" aria-label={titles[panel]} ref={box} tabIndex={-1}>
      <button
        type="button"
        class="close"
        aria-label="Close"
        onClick={() => {
          state.panel.value = null;
        }}
      >
        ✕
      </button>
      {panel === 'find' ? (
        <Find />
      ) : panel === 'share' ? (
        <Share />
      ) : panel === 'compare' ? (
        <Compare />
      ) : panel === 'field' ? (
        <FieldPanel />
      ) : (
        <Keys />
      )}
    </div>
  );
}

function Find() {
  const [text, setText] = useState(state.watched.value?.text ?? '');
  const [depth, setDepth] = useState('');
  const system = state.system.value;
  const { value: finding } = state.finding;
  const isRunning = finding?.kind === 'runs';
  const depthMax = /^\d+$/.test(depth) ? Number(depth) : null;
  const safe = Object.entries(system?.properties ?? {}).filter(([, { kind }]) =>
    ['always', 'alwaysStep', 'deadlockFree'].includes(kind),
  );
  if (!state.canRun.value) return <p>The model's code is not here, so that nothing can be searched.</p>;
  return (
    <>
      <h2>Find from {state.at.value === 0 ? 'the initial state' : `step ${state.at.value}`}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void find({ kind: 'expression', text }, depthMax);
        }}
      >
        <label>
          An expression that shall be true
          <input
            class="mono"
            list="words"
            autocomplete="off"
            spellcheck={false}
            placeholder={`${system?.fields[0]?.path ?? 'n'} == …`}
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
            }}
          />
        </label>
        <Completion text={text} onChoose={setText} />
        <label class="inline">
          at most
          <input
            inputMode="numeric"
            size={4}
            value={depth}
            onInput={({ currentTarget }) => {
              setDepth(currentTarget.value);
            }}
          />
          steps far
        </label>
        <p class="buttons">
          <button type="submit" disabled={isRunning || text === ''}>
            Find the nearest state
          </button>
          <button
            type="button"
            disabled={isRunning || text === ''}
            onClick={() => {
              void watch(text);
            }}
          >
            Show along the run
          </button>
          {state.watched.value === null ? null : (
            <button
              type="button"
              onClick={() => {
                void watch('');
              }}
            >
              Hide it
            </button>
          )}
        </p>
        <label class="inline">
          or the nearest violation of
          <select
            aria-label="property"
            onChange={({ currentTarget: { value } }) => {
              if (value !== '')
                void find(
                  value === '*' ? { kind: 'violation' } : { kind: 'violation', property: value },
                  depthMax,
                );
            }}
          >
            <option value="">choose…</option>
            <option value="*">any property</option>
            {safe.map(([name]) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </form>
      <Finding />
    </>
  );
}

/** Fields, names of enums, properties and actions that the last word may become. */
function Completion({
  text,
  onChoose,
}: {
  readonly text: string;
  readonly onChoose: (text: string) => void;
}) {
  const system = state.system.value;
  const [word = ''] = /[\w.[\]]+$/.exec(text) ?? [];
  if (system === null || word === '') return null;
  const before = text.slice(0, text.length - word.length);
  const compared = /([\w.[\]]+)\s*[!=]=\s*$/.exec(before)?.[1];
  const values = system.fields.find(({ path }) => path === compared);
  const known = [
    ...(values?.kind === 'enum' ? values.values.map(String) : []),
    ...system.fields.map(({ path }) => path),
    ...Object.keys(system.properties),
    ...new Set(system.instances.map(({ action }) => action)),
  ];
  const fitting = known
    .filter((one) => one.toLowerCase().includes(word.toLowerCase()) && one !== word)
    .slice(0, 8);
  return (
    <span class="completion">
      {fitting.map((one) => (
        <button
          type="button"
          class="chip mono"
          key={one}
          onClick={() => {
            onChoose(before + one);
          }}
        >
          {one}
        </button>
      ))}
    </span>
  );
}

function Finding() {
  const { value: finding } = state.finding;
  if (finding === null) return null;
  const count = (value: number): string => value.toLocaleString('en-US');
  if (finding.kind === 'failed')
    return (
      <p class="bad" role="alert">
        {finding.message}
      </p>
    );
  if (finding.kind === 'runs')
    return (
      <p role="status">
        {count(finding.states)} states, depth {finding.depth}…{' '}
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      </p>
    );
  const { found } = finding;
  const states = `${count(found.states)} states`;
  const text =
    found.kind === 'found'
      ? found.steps === 0
        ? found.property === null
          ? 'It is true in this very state.'
          : `${found.property} is violated in this very state.`
        : `${found.property === null ? 'Found' : `${found.property} is violated`} after ${found.steps} more ${found.steps === 1 ? 'step' : 'steps'} (${states} searched); the run is a branch.`
      : found.kind === 'none'
        ? `None within the bounds: all ${states} that can be reached from here were searched.`
        : found.kind === 'cancelled'
          ? `Cancelled after ${states}; nothing is known of the rest.`
          : `None up to depth ${found.depth} (${states}); the ${found.limit} limit ended the search.`;
  return <p role="status">{text}</p>;
}

function Compare() {
  const embedded = state.page.value;
  const run = state.run.value;
  const own = addressOf(state.spec.value);
  const [name, setName] = useState(state.vs.value?.split('~')[0] ?? '');
  const [without, setWithout] = useState<readonly string[]>(state.vs.value?.split('~')[1]?.split('+') ?? []);
  const conjuncts = Object.entries(state.system.value?.conjuncts ?? {});
  if (embedded === null || run === null) return null;
  if (!state.canRun.value || state.spec.value.base.kind === 'recorded')
    return <p>The model's code is not here, so that nothing can be compared.</p>;
  const chosen = without.filter((one) => one !== '');
  const other = name === '' ? state.spec.value : specAt(name, embedded.spec);
  return (
    <>
      <h2>Run this schedule on another system</h2>
      <label>
        System
        <select
          value={name}
          onChange={({ currentTarget: { value } }) => {
            setName(value);
          }}
        >
          <option value="">the same</option>
          {[...new Set([...embedded.others, addressOf(embedded.spec)])]
            .filter((one) => one !== own)
            .map((one) => (
              <option key={one} value={one}>
                {one === 'report' ? embedded.system.title : titleOf(specAt(one, embedded.spec).base)}
              </option>
            ))}
        </select>
      </label>
      <label>
        What if a conjunct of a guard were not there?
        <select
          value=""
          onChange={({ currentTarget: { value } }) => {
            if (value !== '' && !chosen.includes(value)) setWithout([...chosen, value]);
          }}
        >
          <option value="">choose…</option>
          {conjuncts.map(([action, names]) => (
            <optgroup key={action} label={action}>
              {names.map((one) => (
                <option key={one} value={`${action}.${one}`}>
                  {action}.{one}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <p>
        {chosen.map((one) => (
          <button
            type="button"
            class="chip mono"
            key={one}
            onClick={() => {
              setWithout(chosen.filter((other) => other !== one));
            }}
          >
            without {one} ✕
          </button>
        ))}
      </p>
      <p class="buttons">
        <button
          type="button"
          disabled={name === '' && chosen.length === 0}
          onClick={() => {
            void compare(name, chosen);
          }}
        >
          Compare
        </button>
        <button
          type="button"
          disabled={name === '' && chosen.length === 0}
          title="leave this run, and walk through the other system from its start"
          onClick={() => {
            state.panel.value = null;
            void choose({ ...other, without: chosen } satisfies Spec);
          }}
        >
          Explore it from its start
        </button>
        {state.vs.value === null ? null : (
          <button
            type="button"
            onClick={() => {
              void compare(null);
            }}
          >
            End the comparison
          </button>
        )}
      </p>
    </>
  );
}

function Share() {
  const [done, setDone] = useState('');
  const [run, system, embedded] = [state.run.value, state.system.value, state.page.value];
  if (run === null || system === null || embedded === null) return null;
  const command = commandOf();
  const shared = { system, run, command };
  const copy = (what: string, text: string) => (
    <li key={what}>
      <button
        type="button"
        onClick={() => {
          navigator.clipboard.writeText(text).then(
            () => {
              setDone(`${what}: copied`);
            },
            () => {
              setDone(`${what}: the browser refuses; select the text below`);
              const area = document.querySelector<HTMLTextAreaElement>('#shared');
              if (area !== null) {
                area.value = text;
                area.select();
              }
            },
          );
        }}
      >
        {what}
      </button>
    </li>
  );
  const theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
  const svg = (): string => svgOf(system, run, state.pins.value, colours[theme]);
  const source = testSource(state.spec.value);
  return (
    <>
      <h2>Share</h2>
      <p class="muted">Copy</p>
      <ul class="buttons">
        {copy('Link', location.href)}
        {copy('Command line', command)}
        {copy('Markdown', markdownOf(shared))}
        {copy('Mermaid', mermaidOf(shared))}
        {source === null ? null : copy('vitest test', vitestOf(shared, ...source))}
        {embedded.words.includes('--design')
          ? copy('Command for a Go golden test', command.replace(' replay ', ' emit-test --as golden '))
          : null}
      </ul>
      <p class="muted">Save</p>
      <ul class="buttons">
        <li>
          <button
            type="button"
            onClick={() => {
              save(new Blob([svg()], { type: 'image/svg+xml' }), 'lanes.svg');
            }}
          >
            SVG of the lanes
          </button>
        </li>
        <li>
          <button
            type="button"
            onClick={() => {
              void png(svg()).then(
                (blob) => {
                  save(blob, 'lanes.png');
                },
                () => {
                  setDone('the browser does not draw the picture; save the SVG');
                },
              );
            }}
          >
            PNG of the lanes
          </button>
        </li>
      </ul>
      <p role="status">{done}</p>
      <textarea id="shared" class="mono" aria-label="What is shared" readOnly rows={4} value={command} />
    </>
  );
}

function commandOf(): string {
  const [run, embedded] = [state.run.value, state.page.value];
  const { base, without } = state.spec.value;
  const own =
    base.kind === 'tracer' && typeof base.design === 'string'
      ? [base.bounds, '--design', base.design]
      : base.kind === 'tracer' && typeof base.design === 'object' && 'mutant' in base.design
        ? [base.bounds, '--mutant', base.design.mutant]
        : base.kind === 'example'
          ? [
              '--model',
              base.name,
              ...Object.entries(base.params).flatMap(([key, value]) => ['--set', `${key}=${String(value)}`]),
            ]
          : (embedded?.words ?? []);
  const words = ['nosplit', 'replay', run?.id ?? '', ...own];
  const text = words
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
  return without.length === 0
    ? text
    : `${text} # of the system without ${without.join(', ')}, which only the page has`;
}

/** What a test imports, and how it makes the system; null for one that it cannot. */
function testSource({ base, without }: Spec): readonly [imports: string, expression: string] | null {
  const wrap = (expression: string): string =>
    without.length === 0 ? expression : `without(${expression}, ${JSON.stringify(without)})`;
  const also = without.length === 0 ? '' : "import { without } from 'nosplit/checker';\n";
  if (base.kind === 'tracer')
    return [
      `${also}import { tracerOf } from 'nosplit/model';`,
      wrap(`tracerOf(${JSON.stringify({ design: base.design, bounds: base.bounds })})`),
    ];
  return null;
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 1000);
}

async function png(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  const scale = 2;
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('no picture'));
      else resolve(blob);
    });
  });
}

function Keys() {
  return (
    <>
      <h2>Keys</h2>
      <dl class="keys">
        {keyList.map(([keys, about]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{about}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">{state.system.value?.legend}</p>
    </>
  );
}
