/** Registers a handler for a door of the contract: authenticate, validate, call, answer with the contract's status. */
import {
  problemSchema,
  problems,
  type ProblemCode,
  type Access,
  type Role,
  type Route,
  type Scope,
} from "@ramznama/contract";
import type { Bytes, PublicJwk } from "@ramznama/activation";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isFile, sendFile, type FileAnswer } from "./file-answer.ts";
import type { Identify } from "./identify.ts";
import type { ChannelCaller, StaffCaller, StaffOfBranch } from "./identity.ts";
import { RamznamaError } from "./ramznama-error.ts";

/** A phone that showed possession of its device key; whether that key is registered is the handler's question. */
export interface DeviceCaller {
  readonly kind: "device";
  /** RFC 7638 thumbprint of the key, base64url. */
  readonly thumbprint: string;
  readonly jwk: PublicJwk;
  /** H(DK.pub) of protocol.md. */
  readonly keyHash: Bytes;
  /** The key as an uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array;
}

/** A customer whose browser is signed in at the mobile bank. */
export interface CustomerCaller {
  readonly kind: "customer";
  readonly customerId: string;
  readonly name: string;
  readonly sessionId: string;
}

/** What a page of ours shows of itself and of its session. */
export interface PageDoor {
  /** @throws RamznamaError `cross_site` */
  assertOwnPage(request: FastifyRequest): void;
  /** @throws RamznamaError `cross_site`, `session_ended`, `unauthenticated` */
  identify(request: FastifyRequest, reply: FastifyReply): Promise<CustomerCaller>;
  /** Customer id of a live session beside another proof; undefined without one. @throws RamznamaError `cross_site` */
  signedInAs(request: FastifyRequest, reply: FastifyReply): Promise<string | undefined>;
}

export interface Doors {
  readonly identify: Identify;
  /** Staff may come with the session of a page instead of a bearer token. */
  readonly takesStaffSessions?: boolean;
  /** Absent where no page of ours stands before a customer. */
  readonly page?: PageDoor;
  readonly verifyDeviceProof: (request: FastifyRequest) => Promise<DeviceCaller>;
  /** A nonce for the phone's next proof (RFC 9449 §8.2). */
  readonly nextNonce: () => string;
  /** A channel or a person was refused: what they tried is recorded too. */
  readonly noteRefusal: (refusal: NotedRefusal) => Promise<void>;
}

export interface NotedRefusal {
  readonly caller: ChannelCaller | StaffCaller;
  readonly route: string;
  readonly code: ProblemCode;
  readonly reference: string;
}

type CallerOf<A extends Access> = A extends { kind: "open" }
  ? undefined
  : A extends { kind: "device" }
    ? DeviceCaller
    : A extends { kind: "channel" }
      ? ChannelCaller
      : A extends { kind: "staff"; ofBranch: true }
        ? StaffOfBranch
        : A extends { kind: "staff" }
          ? StaffCaller
          : A extends { kind: "customer" }
            ? CustomerCaller
            : A extends { kind: "page" }
              ? undefined
              : Caller;

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- the return of a handler without an answer
type Answer<S> = S extends z.ZodType ? z.input<S> : void | FileAnswer;

export interface Call<R extends Route> {
  readonly caller: CallerOf<R["access"]>;
  readonly params: Output<R["params"]>;
  readonly query: Output<R["query"]>;
  readonly body: Output<R["body"]>;
  /** Finds this request in the log; stands in its audit events. */
  readonly reference: string;
  /** For doors that begin or end a session: it lies in a cookie. */
  readonly exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply };
}

export type Handler<R extends Route> = (
  call: Call<R>,
) => Promise<Answer<R["response"]>> | Answer<R["response"]>;

type Caller = ChannelCaller | StaffCaller | CustomerCaller | DeviceCaller | undefined;

/** The guard behind R9: scope and role are checked here for every route, before its handler is reached. */
export const mayEnter = (access: Access, caller: Caller): boolean => {
  switch (access.kind) {
    case "open":
    case "page":
      return true;
    case "device":
    case "customer":
      return caller?.kind === access.kind;
    case "channel":
      return caller?.kind === "channel" && overlaps(access.scopes, caller.scopes);
    case "staff":
      return caller?.kind === "staff" && overlaps(access.roles, caller.roles);
  }
};

const overlaps = <T extends Scope | Role>(wanted: readonly T[], held: ReadonlySet<T>): boolean =>
  wanted.some((name) => held.has(name));

/** Each entry is enough by itself (OpenAPI 3.1 §4.8.10). */
const security = (access: Access, doors: Doors): Record<string, string[]>[] => {
  switch (access.kind) {
    case "open":
    case "page":
      return [];
    case "device":
      return [{ deviceProof: [] }];
    case "customer":
      return [{ session: [] }];
    case "staff":
      return doors.takesStaffSessions === true
        ? [{ bearer: [] }, { session: [] }]
        : [{ bearer: [] }];
    case "channel":
      return [{ bearer: [] }];
  }
};

/** A door that takes no query refuses one: what is sensitive must not get into addresses unnoticed. */
const noQuery = z.strictObject({});

const callers = new WeakMap<FastifyRequest, Caller>();

const enter = async (access: Access, caller: Promise<Caller>, request: FastifyRequest) => {
  const who = await caller;
  callers.set(request, who);
  if (!mayEnter(access, who)) throw new RamznamaError("forbidden");
  if (lacksBranch(access, who)) throw new RamznamaError("branch_required");
};

/** Every record of an act at a desk names a branch, and approvals belong to one. */
const lacksBranch = (access: Access, caller: Caller): boolean =>
  access.kind === "staff" &&
  access.ofBranch === true &&
  caller?.kind === "staff" &&
  caller.branch === null;

/** Refusals that say something about the caller; a slip of form or a busy database does not. */
const isNoteworthy = (error: unknown): error is RamznamaError =>
  error instanceof RamznamaError &&
  error.code !== "invalid_request" &&
  problems[error.code][0] < 500;

const pageDoorOf = ({ page }: Doors): PageDoor => {
  if (page === undefined) throw new RamznamaError("unauthenticated");
  return page;
};

export const serveRoute = <R extends Route>(
  app: FastifyInstance,
  doors: Doors,
  route: R,
  handler: Handler<R>,
): void => {
  const { access } = route;
  app.route({
    method: route.method,
    url: route.path,
    schema: {
      operationId: route.name,
      summary: route.summary,
      security: security(access, doors),
      ...(route.params === undefined ? {} : { params: route.params }),
      querystring: route.query ?? noQuery,
      ...(route.body === undefined ? {} : { body: route.body }),
      response: {
        ...(route.response === undefined ? {} : { [route.status]: route.response }),
        "4xx": problemSchema,
        "5xx": problemSchema,
      },
    },
    // Who calls is looked at before the body is read; a proof covers the body and must wait for it.
    onRequest: async (request, reply) => {
      // Open doors of phones hand one out too, so that the first proof of a phone already has it (RFC 9449 §8).
      if (route.listener === "public") reply.header("dpop-nonce", doors.nextNonce());
      if (access.kind === "channel" || access.kind === "staff") {
        await enter(access, doors.identify(request, reply), request);
      }
      if (access.kind === "page") pageDoorOf(doors).assertOwnPage(request);
      if (access.kind === "customer") {
        await enter(access, pageDoorOf(doors).identify(request, reply), request);
      }
    },
    preValidation: async (request) => {
      if (access.kind === "device") await enter(access, doors.verifyDeviceProof(request), request);
      if (route.body === undefined && request.rawBody.length > 0) {
        throw new RamznamaError("invalid_request", {
          errors: [{ path: "/", code: "no_body_here" }],
        });
      }
    },
    onError: async (request, _reply, error) => {
      const caller = callers.get(request);
      if (caller?.kind !== "channel" && caller?.kind !== "staff") return;
      if (!isNoteworthy(error)) return;
      await doors.noteRefusal({
        caller,
        route: route.name,
        code: error.code,
        reference: request.id,
      });
    },
    handler: async (request, reply) => {
      const answer = await handler({
        caller: callers.get(request),
        params: request.params,
        query: request.query,
        body: request.body,
        reference: request.id,
        exchange: { request, reply },
        // The schemas of this very route have just validated these parts.
      } as unknown as Call<R>);
      if (isFile(answer)) return sendFile(reply.code(route.status), answer);
      return reply.code(route.status).send(answer);
    },
  });
};

/** Registers one door of the contract on its listener. */
export type Serve = <R extends Route>(route: R, handler: Handler<R>) => void;

/** What a slice hands to the app: its handlers, to be registered on whichever listener each route names. */
export type RegisterRoutes = (serve: Serve) => void;
