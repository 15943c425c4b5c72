// What a provider remembers. Outlives the library's object, which is made anew when keys rotate.

const now = () => Date.now() / 1000;

// The shape that `oidc-provider` calls an adapter, over `memory`, one map for all models.
export const adapterOver = (memory) =>
  class Adapter {
    constructor(model) {
      this.model = model;
    }

    key(id) {
      return `${this.model}:${id}`;
    }

    async upsert(id, payload, lifetime) {
      memory.set(this.key(id), { payload, until: lifetime ? now() + lifetime : Infinity });
    }

    async find(id) {
      const found = memory.get(this.key(id));
      return found && found.until > now() ? found.payload : undefined;
    }

    async findByUid(uid) {
      const ours = [...memory].filter(([key]) => key.startsWith(this.key('')));
      return ours.map(([, { payload }]) => payload).find((payload) => payload.uid === uid);
    }

    async consume(id) {
      const found = memory.get(this.key(id));
      if (found) found.payload.consumed = Math.floor(now());
    }

    async destroy(id) {
      memory.delete(this.key(id));
    }

    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of memory) if (payload.grantId === grantId) memory.delete(key);
    }
  };

// The open sessions of a person: the key of each, and what the library keeps of it.
export const sessionsOf = (memory, subject) =>
  [...memory]
    .filter(([key, { payload }]) => key.startsWith('Session:') && payload.accountId === subject)
    .map(([key, { payload }]) => ({ key, session: payload }));
