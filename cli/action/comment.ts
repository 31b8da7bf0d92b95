/** The one comment that a pull request gets: written the first time, and replaced from then on. */
import { readFileSync } from 'node:fs';
import { Buffer } from 'node:buffer';

const mark = '<!-- nosplit -->';

/** GitHub takes no more characters. */
const bodyMax = 65_000;

type Env = Readonly<Record<string, string | undefined>>;

/** Does nothing where no comment is wanted, or there is no pull request. Throws an Error for an answer that is none. */
export async function comment(markdown: string, env: Env): Promise<void> {
  const number = pullRequest(env);
  const { NOSPLIT_TOKEN: token = '', GITHUB_REPOSITORY: repository = '' } = env;
  if (env['NOSPLIT_COMMENT'] !== 'true' || number === null || token === '' || repository === '') return;
  const api = `${env['GITHUB_API_URL'] ?? 'https://api.github.com'}/repos/${repository}/issues`;
  const whole = `${mark}\n${markdown}`;
  const body =
    Buffer.byteLength(whole) <= bodyMax
      ? whole
      : `${whole.slice(0, bodyMax / 4)}\n\n… cut; the artifact has all of it\n`;
  const own = await find(`${api}/${number}/comments`, token);
  await ask(
    own === null ? `${api}/${number}/comments` : `${api}/comments/${own}`,
    token,
    own === null ? 'POST' : 'PATCH',
    { body },
  );
}

function pullRequest(env: Env): number | null {
  const path = env['GITHUB_EVENT_PATH'] ?? '';
  if (path === '') return null;
  const event = JSON.parse(readFileSync(path, 'utf8')) as { pull_request?: { number?: unknown } };
  const number = event.pull_request?.number;
  return typeof number === 'number' ? number : null;
}

/** The id of the comment of an earlier run; null for none. */
async function find(url: string, token: string): Promise<number | null> {
  for (let page = 1; ; page++) {
    const found = (await ask(`${url}?per_page=100&page=${page}`, token, 'GET')) as {
      id: number;
      body?: string;
    }[];
    const own = found.find(({ body = '' }) => body.startsWith(mark));
    if (own !== undefined) return own.id;
    if (found.length < 100) return null;
  }
}

async function ask(
  url: string,
  token: string,
  method: 'GET' | 'POST' | 'PATCH',
  body?: object,
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} of the comment: ${answer.status} ${answer.statusText}`);
  return answer.json();
}
