/**
 * Where oidc-provider keeps sessions, grants, codes and sign-ins that are under way: in memory.
 * A restart ends them, and people sign in again; access tokens are signed and need no storage.
 */
import type { Adapter, AdapterPayload } from "oidc-provider";

interface StoredPayload {
  readonly model: string;
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** What ends with its grant. A sign-in under way names a grant too, and must outlive it. */
const ENDS_WITH_GRANT = new Set(["AccessToken", "AuthorizationCode", "RefreshToken"]);

type Store = Map<string, StoredPayload>;

/** More than a day of a busy sandbox; the oldest give way, so that memory has an end. */
const MAX_PAYLOADS = 20_000;

/** One store for all models. The provider runs by the machine's clock, so what it keeps does too. */
export function createMemoryAdapters(): (model: string) => Adapter {
  const store: Store = new Map();
  return (model) => createAdapter(model, store);
}

function createAdapter(model: string, store: Store): Adapter {
  const keyOf = (id: string) => `${model}:${id}`;
  const find = (id: string) => Promise.resolve(livePayload(store.get(keyOf(id))));
  const findWhere = (fits: (payload: AdapterPayload) => boolean) =>
    Promise.resolve(payloadsOf(model, store).find(fits));
  return {
    find,
    findByUid: (uid) => findWhere((payload) => payload.uid === uid),
    findByUserCode: (userCode) => findWhere((payload) => payload.userCode === userCode),
    upsert(id, payload, expiresInSeconds = Infinity) {
      makeRoom(store);
      store.delete(keyOf(id));
      const expiresAt = Date.now() + expiresInSeconds * 1_000;
      store.set(keyOf(id), { model, payload, expiresAt });
      return Promise.resolve();
    },
    async consume(id) {
      const payload = await find(id);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000);
    },
    destroy(id) {
      store.delete(keyOf(id));
      return Promise.resolve();
    },
    revokeByGrantId(grantId) {
      for (const [key, stored] of store)
        if (ENDS_WITH_GRANT.has(stored.model) && stored.payload.grantId === grantId)
          store.delete(key);
      return Promise.resolve();
    },
  };
}

function livePayload(stored: StoredPayload | undefined): AdapterPayload | undefined {
  return stored !== undefined && stored.expiresAt > Date.now() ? stored.payload : undefined;
}

function payloadsOf(model: string, store: Store): AdapterPayload[] {
  return [...store.values()].flatMap((stored) => {
    const payload = stored.model === model ? livePayload(stored) : undefined;
    return payload === undefined ? [] : [payload];
  });
}

function makeRoom(store: Store): void {
  if (store.size < MAX_PAYLOADS) return;
  for (const [key, stored] of store) if (livePayload(stored) === undefined) store.delete(key);
  for (const key of store.keys()) {
    if (store.size < MAX_PAYLOADS) return;
    store.delete(key);
  }
}
