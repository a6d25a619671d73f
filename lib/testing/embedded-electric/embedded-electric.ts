import type { PGlite } from '@electric-sql/pglite';
import { startDatabase } from './database-start.js';
import { ElectricEngine } from './electric-engine.js';
import { type EmbeddedElectricOptions, withDefaults } from './embedded-electric-options.interface.js';
import { HttpServer } from './http-server.js';
import type { MisbehaviourCounts, Misbehaviours } from './misbehaviours.interface.js';
import { loadPglitePeers } from './pglite-peers.js';
import { ShapeApi } from './shape-api.js';
import { SocketSession } from './socket-session.js';

const MOST_CLIENTS = 100;

/**
 * A Postgres (PGlite: WebAssembly, in this process) with an Electric in front of it, for development and tests without Docker.
 * Not for production. It answers `/v1/shape`, `/v1/health` and `DELETE /v1/shape` as Electric 1.7.12 was recorded to
 * (electric/README.md and its transcripts); what it does not support, it refuses with a 400 that says so: server-sent
 * events, `log=changes_only`, subqueries in a `where`.
 *
 * Its limits are PGlite's. There is one session: through {@link databaseUrl} any number of clients may connect, but they
 * take turns, statement by statement, and while one has a transaction open all others wait, and so does a request that
 * makes a new shape. Clients share settings (`SET`), temporary tables, named prepared statements and `LISTEN`. There
 * is no `COPY FROM STDIN`, no cancelling, no password. A long query stops the whole process for its time.
 *
 * It puts triggers on the tables that are asked for, and keeps its own tables in the schema `electric_embedded`.
 *
 * @example
 * const electric = await EmbeddedElectric.start();
 * await electric.database.exec(`CREATE TABLE common_code (...)`);
 * // ... electric.url, electric.databaseUrl
 * await electric.stop();
 */
export class EmbeddedElectric {
  private stopping: Promise<void> | undefined;

  private constructor(
    /** Base URL of the HTTP API, without `/v1/shape`. */
    readonly url: string,
    /** `postgres://` URL, for other processes and for Postgres clients. */
    readonly databaseUrl: string,
    /** The database in this process. */
    readonly database: PGlite,
    private readonly engine: ElectricEngine,
    private readonly close: () => Promise<void>,
  ) {}

  /**
   * Starts both servers; takes one to three seconds and some 700 MB, most of it for Postgres. The next ones in the same
   * process start faster.
   * @throws if an optional peer is missing, or a port is taken
   */
  static async start(options: EmbeddedElectricOptions = {}): Promise<EmbeddedElectric> {
    const settings = withDefaults(options);
    const { PGlite, PGLiteSocketServer } = await loadPglitePeers();
    const database = await startDatabase(PGlite, settings.dataDir);
    const engine = new ElectricEngine(database, settings);
    const http = new HttpServer(new ShapeApi(engine, settings), settings);
    const socket = new PGLiteSocketServer({
      // All that the server uses of a database.
      db: new SocketSession(database) as unknown as PGlite,
      host: settings.host,
      port: settings.databasePort,
      maxConnections: MOST_CLIENTS,
    });
    const close = async () => {
      await http.close();
      await socket.stop();
      await engine.close();
      if (!database.closed) await database.close();
    };
    try {
      await engine.start();
      await socket.start();
      const url = `http://${hostInUrl(settings.host)}:${await http.listen()}`;
      const databaseUrl = `postgres://postgres@${socket.getServerConn()}/postgres`;
      return new EmbeddedElectric(url, databaseUrl, database, engine, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  /**
   * From now on it gets wrong what a real Electric was seen to get wrong, and what nobody would see in time by waiting for
   * it: to test against. Without an argument it behaves again; what is lost or missing in a log stays so.
   * @example
   * electric.misbehave({ seed: 7, loseRows: { where: `group_code = 'COLOR'`, count: 2 }, splitTransactions: { probability: 0.1 } });
   * @throws TypeError if there is no such misbehaviour
   */
  misbehave(misbehaviours: Misbehaviours = {}): void {
    this.engine.misbehave(misbehaviours);
  }

  /** How often it misbehaved, in each way, since it was started. */
  get misbehaved(): MisbehaviourCounts {
    return this.engine.mischief.counts;
  }

  /** Cuts open polls and connections, and closes the database. Nothing keeps the process alive afterwards. Can be called again. */
  stop(): Promise<void> {
    this.stopping ??= this.close();
    return this.stopping;
  }
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
