import { isChangeMessage, isControlMessage } from '@electric-sql/client';
import type { CodeRow } from '../data/codes.js';
import type { PrepareFollower } from './follower.interface.js';
import { openStream } from './shape.follower.js';

type Groups = Map<string, Map<string, CodeRow>>;

/** Electric's own client for the protocol, and a nested Map by hand, which a must-refetch empties. */
export const prepareShapeStream: PrepareFollower = async (source) => {
  const stopping = new AbortController();
  const listeners: (() => void)[] = [];
  const groups: Groups = new Map();
  return {
    held: groups,
    start: () =>
      new Promise((resolve) => {
        openStream(source, stopping.signal).subscribe((messages) => {
          for (const message of messages) {
            if (isChangeMessage(message)) set(groups, message.headers.operation, message.value);
            else if (isControlMessage(message) && message.headers.control === 'must-refetch') groups.clear();
            else if (isControlMessage(message) && message.headers.control === 'up-to-date') {
              resolve();
              for (const listener of listeners) listener();
            }
          }
        });
      }),
    label: (group, code) => groups.get(group)?.get(code)?.code_name,
    onChange: (listener) => void listeners.push(listener),
    stop: async () => stopping.abort(),
  };
};

function set(groups: Groups, operation: 'insert' | 'update' | 'delete', row: CodeRow): void {
  let group = groups.get(row.group_code);
  if (group === undefined) {
    group = new Map();
    groups.set(row.group_code, group);
  }
  if (operation === 'delete') group.delete(row.code);
  else group.set(row.code, row);
}
