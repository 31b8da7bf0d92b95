/** The page's address: what is shown, behind the `#`, in a fixed order. */

/** null and empty lists are left out. */
export interface Address {
  /** The system: `design:1.26/tiny`, or `report`. */
  readonly s: string | null;
  /** The id of the run that was given, and of each branch. */
  readonly t: string | null;
  readonly branches: readonly string[];
  /** Which run is shown: 0 for the given one. */
  readonly on: number;
  readonly at: number | null;
  /** What it is compared with. */
  readonly vs: string | null;
  /** Paths of fields. */
  readonly pin: readonly string[] | null;
  readonly hide: readonly string[];
  /** An expression that is shown along the run. */
  readonly x: string | null;
  /** What is changed in the system, and in the one that it is compared with. */
  readonly changes: readonly string[];
  readonly vsChanges: readonly string[];
  /** The graph of states is shown: from the `start`, or from `here`. */
  readonly graph: string | null;
  readonly theme: string | null;
  /** What this version does not know, as it stands. */
  readonly unknown: readonly (readonly [key: string, value: string])[];
}

export const nowhere: Address = {
  s: null,
  t: null,
  branches: [],
  on: 0,
  at: null,
  vs: null,
  pin: null,
  hide: [],
  x: null,
  changes: [],
  vsChanges: [],
  graph: null,
  theme: null,
  unknown: [],
};

const VERSION = '1';
const known = ['v', 's', 't', 'b', 'on', 'at', 'vs', 'pin', 'hide', 'x', 'if', 'vsif', 'graph', 'theme'];

export function hashOf(address: Address): string {
  const { s, t, branches, on, at, vs, pin, hide, x, changes, vsChanges, graph, theme, unknown } = address;
  const parts: (readonly [string, string | null])[] = [
    ['v', VERSION],
    ['s', s],
    ['t', t],
    ...branches.map((id) => ['b', id] as const),
    ['on', on === 0 ? null : String(on)],
    ['at', at === null ? null : String(at)],
    ['vs', vs],
    ['pin', pin === null ? null : pin.join(',')],
    ['hide', hide.length === 0 ? null : hide.join(',')],
    ['x', x],
    ...changes.map((change) => ['if', change] as const),
    ...vsChanges.map((change) => ['vsif', change] as const),
    ['graph', graph],
    ['theme', theme],
    ...unknown,
  ];
  return `#${parts.flatMap(([key, value]) => (value === null ? [] : [`${encode(key)}=${encode(value)}`])).join('&')}`;
}

/** What an address says, and what of it is none; nothing of it is believed before it was compared with the system. */
export function addressIn(hash: string): { readonly address: Address; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const all: (readonly [string, string])[] = [];
  for (const part of hash.replace(/^#/, '').split('&')) {
    if (part === '') continue;
    const [key = '', ...rest] = part.split('=');
    try {
      all.push([decodeURIComponent(key), decodeURIComponent(rest.join('='))]);
    } catch {
      faults.push(`${part.slice(0, 40)} is not encoded as an address is`);
    }
  }
  const one = (key: string): string | null => all.find(([name]) => name === key)?.[1] ?? null;
  const every = (key: string): readonly string[] =>
    all.flatMap(([name, value]) => (name === key ? [value] : []));
  const list = (key: string): readonly string[] | null =>
    one(key)
      ?.split(',')
      .filter((item) => item !== '') ?? null;
  const count = (key: string): number | null => {
    const text = one(key);
    if (text === null) return null;
    if (/^\d{1,7}$/.test(text)) return Number(text);
    faults.push(`${key}=${text.slice(0, 40)} is no number of a step`);
    return null;
  };
  const version = one('v');
  if (version !== null && version !== VERSION)
    faults.push(`this address is of version ${version.slice(0, 20)}`);
  return {
    address: {
      s: one('s'),
      // Of the initial state, no run.
      t: one('t') === '' ? null : one('t'),
      branches: every('b'),
      on: count('on') ?? 0,
      at: count('at'),
      vs: one('vs'),
      pin: list('pin'),
      hide: list('hide') ?? [],
      x: one('x'),
      changes: every('if'),
      vsChanges: every('vsif'),
      graph: one('graph'),
      theme: one('theme'),
      unknown: all.filter(([key]) => !known.includes(key)),
    },
    faults,
  };
}

/** Readable where an address allows it: paths keep their brackets and dots. */
const encode = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%5B', '[')
    .replaceAll('%5D', ']')
    .replaceAll('%2C', ',')
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');
