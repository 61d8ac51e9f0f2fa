// Serves a production build on loopback as a web host would: files, the app's page for every other
// path, and headers strict enough that a library that needs more shows as an error in the browser.

import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** A site to serve. */
export interface StaticSite {
  /** Folder with `index.html`. */
  readonly folder: string;
  /** Answers that are no files, by path. */
  readonly documents?: Readonly<Record<string, unknown>>;
  /** Scripts beside those in the folder, by path. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** Value of the Content-Security-Policy header. */
  readonly contentSecurityPolicy?: string;
  /**
   * Value of the Cache-Control header. By default as a web host sets it: scripts, whose names
   * change with their contents, are kept; everything else is asked for again.
   */
  readonly cacheControl?: string;
  /** Host name in the origin; the server listens on loopback whatever it is. */
  readonly hostname?: string;
}

/**
 * Answers nothing but the order to clear the origin's storage, as a host does at its own sign-out.
 */
export const CLEAR_SITE_DATA = '/clear-site-data';

/** Requests below this path are answered as an API does, with `{}`, and noted. */
export const OWN_API = '/api/';

/** A request to the API on the app's own origin. */
export interface OwnApiRequest {
  readonly path: string;
  /** The header, or undefined without one. */
  readonly authorization: string | undefined;
}

/** A host's answer for a script that it no longer has. */
export type RemovedScript = 'status 404' | 'index.html';

/** A running server. */
export interface StaticServer {
  /** `http://<host name>:<port>`, without a slash at the end. */
  readonly origin: string;
  /** Requests below {@link OWN_API}, oldest first. */
  readonly ownApiRequests: readonly OwnApiRequest[];
  /** Scripts that pages asked for after {@link deploy}, by path. */
  readonly missedScripts: readonly string[];
  /** Removes every script, as a deployment does whose scripts have other names. */
  deploy(removed: RemovedScript): void;
  stop(): Promise<void>;
}

/** Starts a server on a free port. */
export async function serve(site: StaticSite): Promise<StaticServer> {
  const ownApiRequests: OwnApiRequest[] = [];
  const missedScripts: string[] = [];
  let removed: RemovedScript | undefined;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith(OWN_API)) {
      const { authorization } = request.headers;
      ownApiRequests.push({ path: pathname, authorization });
      response.setHeader('Content-Type', 'application/json').end('{}');
    } else if (removed && extname(pathname) === '.js') {
      missedScripts.push(pathname);
      if (removed === 'index.html') void answer(site, '/', response);
      else response.writeHead(404).end();
    } else {
      void answer(site, pathname, response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  const { hostname = 'localhost' } = site;
  return {
    origin: `http://${hostname}:${port}`,
    ownApiRequests,
    missedScripts,
    deploy: (how) => {
      removed = how;
    },
    stop: () => close(server),
  };
}

async function answer(site: StaticSite, pathname: string, response: ServerResponse): Promise<void> {
  if (pathname === CLEAR_SITE_DATA) {
    response.setHeader('Clear-Site-Data', '"storage"').end();
    return;
  }
  const document = site.documents?.[pathname];
  const path = extname(pathname) ? normalize(pathname) : '/index.html';
  try {
    const body =
      document === undefined
        ? (site.scripts?.[pathname] ?? (await readFile(join(site.folder, path))))
        : JSON.stringify(document);
    response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
    response.setHeader('Cache-Control', site.cacheControl ?? cacheControlFor(pathname));
    if (site.contentSecurityPolicy) {
      response.setHeader('Content-Security-Policy', site.contentSecurityPolicy);
    }
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

/** The names of the scripts that a build makes hold a hash of their contents. */
function cacheControlFor(pathname: string): string {
  return /-[A-Z0-9]{8}\.js$/.test(pathname) ? 'max-age=31536000, immutable' : 'no-store';
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
