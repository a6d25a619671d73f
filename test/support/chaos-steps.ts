import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosElectric } from './chaos-electric.js';
import { faultsOf, misbehavioursOf } from './chaos-plans.js';
import { pick, type Random, weighed, whole } from './chaos-random.js';
import type { ChaosReader } from './chaos-reader.js';
import type { ChaosTable } from './chaos-table.js';
import { seeded } from './replica-harness.js';

/** All that things are done to. */
export interface ChaosWorld {
  readonly random: Random;
  readonly table: ChaosTable;
  readonly electric: ChaosElectric;
  readonly readers: readonly ChaosReader[];
  readonly lossy: boolean;
  transactions: number;
  restartsOfElectric: number;
  /** Audits that are under way. */
  readonly audits: Promise<unknown>[];
}

/** Does one random thing. @returns what it was. */
export function step(world: ChaosWorld): Promise<string> {
  return weighed(world.random, STEPS)(world, pick(world.random, world.readers));
}

type Step = (world: ChaosWorld, reader: ChaosReader) => Promise<string>;

async function transact(world: ChaosWorld): Promise<string> {
  world.transactions += 1;
  return world.table.transact();
}

async function pause({ random }: ChaosWorld): Promise<string> {
  const ms = whole(random, 1, 60);
  await delay(ms);
  return `a pause of ${ms} ms`;
}

async function cut(_: ChaosWorld, reader: ChaosReader): Promise<string> {
  reader.proxy.cutAll();
  return `${reader.name}: connections cut`;
}

async function refuse({ random }: ChaosWorld, { name, proxy }: ChaosReader): Promise<string> {
  const plan = faultsOf(seeded(whole(random, 0, 1e9)));
  await proxy.refuse();
  await delay(whole(random, 1, 80));
  await proxy.heal();
  proxy.play(plan);
  return `${name}: refused for a while, and other faults`;
}

async function restart(_: ChaosWorld, reader: ChaosReader): Promise<string> {
  await reader.restart();
  return `${reader.name}: restarted`;
}

async function misbehave({ electric, random, lossy }: ChaosWorld): Promise<string> {
  const plan = misbehavioursOf(random, lossy);
  await electric.misbehave(plan);
  return `Electric: ${JSON.stringify(plan)}`;
}

async function audit({ audits }: ChaosWorld, reader: ChaosReader): Promise<string> {
  if (reader.status.source !== 'none') audits.push(reader.audit());
  return `${reader.name}: an audit`;
}

async function restartElectric(world: ChaosWorld): Promise<string> {
  const { random, table, electric, readers, lossy } = world;
  const how = pick(random, ['kill', 'kill', 'stop'] as const);
  const open = random() < 0.5;
  if (open) await table.leaveOpen();
  await electric.restart(how, misbehavioursOf(random, lossy));
  for (const reader of readers) reader.proxy.redirect(electric.url);
  world.restartsOfElectric += 1;
  return `Electric: ${how}${open ? ', inside a transaction' : ''}, and started again`;
}

const STEPS: readonly (readonly [weight: number, Step])[] = [
  [62, transact],
  [6, ({ table }) => table.truncate()],
  [6, ({ table }) => table.alter()],
  [10, pause],
  [4, cut],
  [3, refuse],
  [4, restart],
  [2, misbehave],
  [1.5, audit],
  [1.5, restartElectric],
];
