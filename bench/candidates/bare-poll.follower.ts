import type { CodeRow } from '../data/codes.js';
import type { PrepareFollower } from './follower.interface.js';

interface Message {
  readonly value?: CodeRow;
}

/** A long poll that stops at the parsed answer: what anybody has to do to hear of a change. Keeps the last row alone. */
export const prepareBarePoll: PrepareFollower = async ({ url, table, fetch, secret }) => {
  const endpoint = `${url}/v1/shape?table=${table}&replica=full${secret === undefined ? '' : `&secret=${secret}`}`;
  let stopped = false;
  const listeners: (() => void)[] = [];
  let last: CodeRow | undefined;
  let position = 'offset=-1';
  let isUpToDate = false;

  async function ask(): Promise<void> {
    const response = await fetch(`${endpoint}&${position}`);
    const messages = (await response.json()) as Message[];
    const { headers } = response;
    const cursor = headers.get('electric-cursor');
    isUpToDate = headers.has('electric-up-to-date');
    position = `offset=${headers.get('electric-offset')}&handle=${headers.get('electric-handle')}`;
    if (isUpToDate) position += `&live=true${cursor === null ? '' : `&cursor=${cursor}`}`;
    for (const { value } of messages) last = value ?? last;
  }

  async function follow(): Promise<void> {
    while (!stopped) {
      await ask();
      for (const listener of listeners) listener();
    }
  }

  return {
    get held() {
      return last;
    },
    async start() {
      while (!isUpToDate) await ask();
      void follow();
    },
    label: () => last?.code_name,
    onChange: (listener) => void listeners.push(listener),
    async stop() {
      stopped = true; // after the poll that is open
    },
  };
};
