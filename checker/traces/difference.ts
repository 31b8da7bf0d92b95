/** Where two JSON values differ first: what a saved value says, and what it should say. */

/** A clause such as `steps[3].state.n is 4 and should be 5`; null where they are equal. `path` names both. */
export function difference(saved: unknown, right: unknown, path = ''): string | null {
  if (saved === right) return null;
  if (!isObject(saved) || !isObject(right) || Array.isArray(saved) !== Array.isArray(right))
    return told(path, saved, right);
  const [keys, own] = [Object.keys(right), Object.keys(saved)];
  for (const key of keys) {
    const part = Array.isArray(right) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = Object.hasOwn(saved, key)
      ? difference(Reflect.get(saved, key), Reflect.get(right, key), part)
      : told(part, undefined, Reflect.get(right, key));
    if (found !== null) return found;
  }
  if (own.length === keys.length) return null;
  const extra = own.find((key) => !Object.hasOwn(right, key)) ?? '';
  return told(path === '' ? extra : `${path}.${extra}`, Reflect.get(saved, extra), undefined);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function told(path: string, saved: unknown, right: unknown): string {
  const name = path === '' ? 'the value' : path;
  if (right === undefined) return `${name} is ${spelled(saved)} and should not be there`;
  return saved === undefined
    ? `${name} is missing and should be ${spelled(right)}`
    : `${name} is ${spelled(saved)} and should be ${spelled(right)}`;
}

function spelled(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 50)}…`;
}
