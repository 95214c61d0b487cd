/**
 * Redis and Postgres need drivers that the embedded default does not: an installed package asks for them by name, a checkout has them.
 */
import { readFileSync } from 'node:fs';
import { PrecisError } from '../domain/errors.ts';
import { readOwnJson } from '../domain/json.ts';
import { packageFile } from '../package-root.ts';

/**
 * Loads code that imports a driver.
 * @param setting what made it necessary, such as `REDIS_URL`
 * @throws PrecisError `config.invalid` naming the packages to install
 */
export async function withDrivers<T>(setting: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const { peerDependencies } = readOwnJson<{ peerDependencies: Record<string, string> }>(
      readFileSync(packageFile('package.json'), 'utf8'),
    );
    const names = Object.entries(peerDependencies).map(([name, version]) => `${name}@${version}`);
    throw new PrecisError('config.invalid', `${setting} is set, and the drivers of Redis and Postgres are not installed here`, {
      next: `Install them beside precis: npm install ${names.join(' ')}`,
    });
  }
}
