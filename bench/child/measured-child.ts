import { Child } from './child.js';
import type { TaskName, Tasks } from './tasks.js';

/** How measured processes are run. */
export interface ChildOptions {
  /** Where profiles of them are written. */
  readonly profile?: string | undefined;
}

/** A measured process, as the one who measures sees it. */
export class MeasuredChild {
  private constructor(private readonly child: Child) {}

  static async start({ profile }: ChildOptions): Promise<MeasuredChild> {
    const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const script = new URL('./measured.main.js', import.meta.url);
    return new MeasuredChild(Child.fork(script, { execArgv: ['--expose-gc', ...profiling] }));
  }

  run<N extends TaskName>(name: N, ...args: Parameters<Tasks[N]>): Promise<Awaited<ReturnType<Tasks[N]>>> {
    return this.child.call(name, ...args) as Promise<Awaited<ReturnType<Tasks[N]>>>;
  }

  stop(): Promise<void> {
    return this.child.stop();
  }

  /** Does something in a process that is then thrown away. */
  static async once<T>(options: ChildOptions, work: (child: MeasuredChild) => Promise<T>): Promise<T> {
    const child = await MeasuredChild.start(options);
    try {
      return await work(child);
    } finally {
      await child.stop();
    }
  }
}
