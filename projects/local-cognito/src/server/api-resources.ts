// The resources of the protected API: their paths, the access that each needs, and their answers.

import { createHash } from 'node:crypto';
import type { ReceivedRequest } from './received-request';

/** The answer of a resource. */
export interface ResourceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One resource of the API. */
export interface Resource {
  /** `token`: requires a valid token; `none`: open to all; `refused`: 401 with any token. */
  readonly access: 'token' | 'none' | 'refused';
  answer(request: ReceivedRequest): ResourceAnswer;
}

const table: readonly (readonly [method: string, path: RegExp, resource: Resource])[] = [
  ['GET', /^\/orders$/, { access: 'token', answer: listOrders }],
  ['POST', /^\/orders$/, { access: 'token', answer: addOrder }],
  ['GET', /^\/orders\/\d+$/, { access: 'token', answer: readOrder }],
  ['PUT', /^\/orders\/\d+$/, { access: 'token', answer: changeOrder }],
  ['PATCH', /^\/orders\/\d+$/, { access: 'token', answer: changeOrder }],
  ['DELETE', /^\/orders\/\d+$/, { access: 'token', answer: changeOrder }],
  ['POST', /^\/upload$/, { access: 'token', answer: upload }],
  ['GET', /^\/always-401$/, { access: 'refused', answer: listOrders }],
  ['GET', /^\/public$/, { access: 'none', answer: openToAll }],
];

/** The resource behind a method and path, or null. */
export function findResource(method: string, path: string): Resource | null {
  return table.find(([name, pattern]) => name === method && pattern.test(path))?.[2] ?? null;
}

function order(id: number): object {
  return { id, item: `Order ${id}` };
}

function listOrders(): ResourceAnswer {
  return { status: 200, body: [1, 2, 3].map(order) };
}

function readOrder(request: ReceivedRequest): ResourceAnswer {
  return { status: 200, body: order(orderNumber(request)) };
}

function addOrder(request: ReceivedRequest): ResourceAnswer {
  return echo(201, {}, request);
}

function changeOrder(request: ReceivedRequest): ResourceAnswer {
  return echo(200, { id: orderNumber(request), method: request.method }, request);
}

function upload(request: ReceivedRequest): ResourceAnswer {
  return { status: 200, body: digest(request) };
}

/** Shows whether the request had a token, without the token. */
function openToAll(request: ReceivedRequest): ResourceAnswer {
  return { status: 200, body: { authorized: request.headers.authorization !== undefined } };
}

function orderNumber(request: ReceivedRequest): number {
  return Number(request.path.split('/')[2]);
}

/** Sends the body back, so that a test can compare a replayed body with the original. */
function echo(status: number, fields: object, request: ReceivedRequest): ResourceAnswer {
  const text = request.body.toString('utf8');
  try {
    const received = text === '' ? null : (JSON.parse(text) as unknown);
    return { status, body: { ...fields, received, ...digest(request) } };
  } catch {
    return { status: 400, body: { message: 'Could not parse request body into json' } };
  }
}

function digest({ body }: ReceivedRequest): object {
  return { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
}
