import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, connect as dial } from 'node:net';
import { delimiter, join } from 'node:path';
import { eventually } from './eventually.js';

/** Where nginx is, if it is installed: Debian keeps it where only root looks. */
export const NGINX = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  .map((folder) => join(folder, 'nginx'))
  .find((file) => existsSync(file));

/** As `describe`; where nginx is missing it says so, loudly, and skips. */
export const describeBehindNginx = NGINX === undefined ? skipLoudly : describe;

function skipLoudly(...suite: Parameters<typeof describe.skip>): void {
  process.stderr.write(`\n!!! SKIPPED, nginx is not installed (apt-get install nginx): ${String(suite[0])}\n\n`);
  describe.skip(...suite);
}

/** A real nginx with docs/nginx.conf, and nothing else. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    readonly folder: string,
    readonly url: string,
  ) {}

  /** @param folder what it writes goes there. */
  static async start(folder: string, upstreamPort: number, secret = ''): Promise<Nginx> {
    const port = await freePort();
    mkdirSync(join(folder, 'cache'));
    writeFileSync(join(folder, 'secret.conf'), `set $electric_secret "${encodeURIComponent(secret)}";\n`);
    writeFileSync(join(folder, 'nginx.conf'), filledIn(folder, port, upstreamPort));
    const user = process.getuid?.() === 0 ? ' user root;' : ''; // the folder is its owner's alone
    const run = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'start.log')];
    const child = spawn(NGINX ?? 'nginx', [...run, '-g', `daemon off;${user}`], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const nginx = new Nginx(child, folder, `http://127.0.0.1:${port}`);
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(readFileSync(join(folder, 'start.log'), 'utf8'));
      await reached(port);
    }, 10_000);
    return nginx;
  }

  static version(): string {
    const said = spawnSync(NGINX ?? 'nginx', ['-v'], { encoding: 'utf8' }).stderr;
    return said.trim().replace(/^.*nginx\//, '');
  }

  /** The lines of its access log so far. */
  get accessLog(): string[] {
    return readFileSync(join(this.folder, 'electric-access.log'), 'utf8').split('\n').slice(0, -1);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** What stands in docs/nginx.conf for a machine of its own, as it is on this one. */
function filledIn(folder: string, port: number, upstreamPort: number): string {
  const places: [documented: string, here: string][] = [
    ['listen 8080;', `listen 127.0.0.1:${port};`],
    ['server electric:3000;', `server 127.0.0.1:${upstreamPort};`],
    ['/var/cache/nginx/electric ', `${folder}/cache `],
    ['/var/log/nginx/electric-error.log', `${folder}/electric-error.log`],
    ['/var/log/nginx/electric-access.log', `${folder}/electric-access.log`],
    ['/run/nginx.pid', `${folder}/nginx.pid`],
    ['/etc/nginx/electric-secret.conf', `${folder}/secret.conf`],
    // Debian's own folders for these are root's.
    ['\nhttp {\n', `\nhttp {\n${TEMPORARY.map((kind) => `  ${kind}_temp_path ${folder}/${kind};\n`).join('')}`],
  ];
  return places.reduce(
    (conf, [documented, here]) => {
      const parts = conf.split(documented);
      if (parts.length !== 2) throw new Error(`docs/nginx.conf does not have ${documented.trim()} just once`);
      return parts.join(here);
    },
    readFileSync(join(process.cwd(), 'docs/nginx.conf'), 'utf8'),
  );
}

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function reached(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = dial(port, '127.0.0.1');
    socket.once('error', reject).once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
