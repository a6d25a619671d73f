/**
 * Electric, for the benchmarks: answers as it does, from bodies that are made beforehand, in a process of its own, so that
 * what it costs is not measured. Each `/<rows>/<name>/v1/shape` is a shape of its own.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BenchShape } from './bench-shape.js';
import type { CommandMessage, ShapeServerCommands } from './shape-server.interface.js';
import { snapshotBodies } from './snapshot-bodies.js';

const snapshots = new Map<number, readonly Buffer[]>();
const shapes = new Map<string, BenchShape>();

/** @param path `<rows>/<name>`. */
function shapeAt(path: string): BenchShape {
  const known = shapes.get(path);
  if (known !== undefined) return known;
  const [rows = '', name = ''] = path.split('/');
  const count = Number(rows);
  const snapshot = snapshots.get(count) ?? snapshotBodies(count, 0);
  snapshots.set(count, snapshot);
  const shape = new BenchShape(name, count, snapshot);
  shapes.set(path, shape);
  return shape;
}

const commands: ShapeServerCommands = {
  make: (shape) => void shapeAt(shape),
  commit: (shape, kind, count) => shapeAt(shape).commit(kind, count),
  rotate: (shape) => shapeAt(shape).rotate(),
  traffic(path) {
    const shape = shapeAt(path);
    const { requests, urls } = shape;
    const traffic = { requests, different: urls.size };
    shape.requests = 0;
    urls.clear();
    return traffic;
  },
};

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = /^\/(\d+\/[^/]+)\/v1\/shape$/.exec(url.pathname)?.[1];
  if (path !== undefined) shapeAt(path).answer(url, response);
  else response.writeHead(url.pathname === '/warm' ? 200 : 404).end();
});

process.on('message', ({ id, name, args }: CommandMessage) => {
  const command = commands[name] as (...args: readonly unknown[]) => unknown;
  process.send?.({ id, result: command(...args) });
});
process.on('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
