/** What the environment says, read once and checked. */
export class AppConfig {
  readonly port: number;
  /** Where Electric and Postgres are. Without them the application brings its own. */
  readonly electric: { readonly url: string; readonly secret?: string } | undefined;
  readonly databaseUrl: string | undefined;
  readonly codeTable: string;
  readonly orderTable: string;
  /** This instance's name, and the addresses of all instances where several run side by side. */
  readonly instance: string;
  readonly fleet: readonly string[];

  constructor(env: NodeJS.ProcessEnv) {
    const { ELECTRIC_URL: url, ELECTRIC_SECRET: secret, DATABASE_URL: databaseUrl } = env;
    if (Boolean(url) !== Boolean(databaseUrl)) {
      throw new Error('Set ELECTRIC_URL and DATABASE_URL together, or neither of them to run on the embedded ones.');
    }
    this.electric = url ? { url, ...(secret ? { secret } : {}) } : undefined;
    this.databaseUrl = databaseUrl || undefined;
    this.port = Number(env.PORT || 8080);
    this.codeTable = tableName(env.COMMON_CODE_TABLE || 'common_code');
    this.orderTable = tableName(env.ORDER_TABLE || 'sample_order');
    this.instance = env.INSTANCE_NAME || `instance-${this.port}`;
    this.fleet = env.FLEET_URLS?.split(',') ?? [];
  }
}

function tableName(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`Not a plain table name: ${name}`);
  return name;
}
