/** The process in which one candidate is measured. Does the tasks that it is told to, one at a time. */
import { TASKS, type TaskName } from './tasks.js';

interface Call {
  readonly id: number;
  readonly name: TaskName;
  readonly args: readonly unknown[];
}

process.on('message', ({ id, name, args }: Call) => {
  const task = TASKS[name] as (...args: readonly unknown[]) => Promise<unknown>;
  task(...args).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : error }),
  );
});
process.on('disconnect', () => process.exit());
