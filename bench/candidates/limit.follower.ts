import type { CodeRow } from '../data/codes.js';
import type { PrepareFollower } from './follower.interface.js';

type Groups = Map<string, Map<string, CodeRow>>;

interface Message {
  readonly headers: { readonly operation?: 'insert' | 'update' | 'delete' };
  readonly value: CodeRow;
}

/**
 * The limit: `fetch`, `JSON.parse`, a nested Map of the rows as they came, and nothing else. It knows no transactions, no
 * backoff, no faults, no types: nobody should use it, and nobody can be much faster.
 */
export const prepareLimit: PrepareFollower = async ({ url, table, fetch }) => {
  const endpoint = `${url}/v1/shape?table=${table}&replica=full`;
  let stopped = false;
  const listeners: (() => void)[] = [];
  let groups: Groups = new Map();
  let handle = '';
  let offset = '';
  let cursor = '';

  /** @returns the answer's messages, or `undefined` if the handle has ended. */
  async function ask(query: string): Promise<{ messages: Message[]; isUpToDate: boolean } | undefined> {
    const response = await fetch(`${endpoint}&${query}`);
    if (response.status === 409) {
      await response.body?.cancel();
      return undefined;
    }
    const messages = (await response.json()) as Message[];
    handle = response.headers.get('electric-handle') ?? '';
    offset = response.headers.get('electric-offset') ?? '';
    cursor = response.headers.get('electric-cursor') ?? '';
    return { messages, isUpToDate: response.headers.has('electric-up-to-date') };
  }

  async function fetchAll(): Promise<void> {
    const next: Groups = new Map();
    for (let query = 'offset=-1'; ; query = `offset=${offset}&handle=${handle}`) {
      const answer = await ask(query);
      apply(next, answer?.messages ?? []);
      if (answer?.isUpToDate) break;
    }
    groups = next;
  }

  async function follow(): Promise<void> {
    while (!stopped) {
      const echo = cursor === '' ? '' : `&cursor=${cursor}`;
      const answer = await ask(`offset=${offset}&handle=${handle}&live=true${echo}`);
      if (answer === undefined) await fetchAll();
      else apply(groups, answer.messages);
      for (const listener of listeners) listener();
    }
  }

  return {
    get held() {
      return groups;
    },
    async start() {
      await fetchAll();
      void follow();
    },
    label: (group, code) => groups.get(group)?.get(code)?.code_name,
    onChange: (listener) => void listeners.push(listener),
    async stop() {
      stopped = true; // after the poll that is open
    },
  };
};

function apply(groups: Groups, messages: readonly Message[]): void {
  for (const { headers, value } of messages) {
    if (headers.operation === undefined) continue;
    let group = groups.get(value.group_code);
    if (group === undefined) {
      group = new Map();
      groups.set(value.group_code, group);
    }
    if (headers.operation === 'delete') group.delete(value.code);
    else group.set(value.code, value);
  }
}
