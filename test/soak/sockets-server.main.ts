/** A process of its own: an Electric for weeks behind a real socket, in which everything takes a part of the time. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Dice } from '../support/fuzz-dice.js';
import { SoakElectric } from '../support/soak-electric.js';

const { seed, refetchEvery, pollMs, pace } = JSON.parse(process.argv[2] ?? '{}') as Record<string, number>;
const electric = new SoakElectric(new Dice(seed ?? 1), refetchEvery ?? 200, pollMs);

const server = createServer((request, response) => {
  const { afterMs, status, headers, body } = electric.answer(new URL(request.url ?? '/', 'http://electric.test'));
  const timer = setTimeout(
    () => {
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, headers).end(body);
    },
    afterMs / (pace ?? 1),
  );
  response.on('close', () => clearTimeout(timer));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on('message', (message) => {
  if (message === 'quiet') electric.isQuiet = true;
  server.getConnections((_, connections) => {
    process.send?.({ counts: electric.counts, connections, table: [...electric.table.values()] });
  });
});
process.on('disconnect', () => {
  server.close();
  server.closeAllConnections();
});
