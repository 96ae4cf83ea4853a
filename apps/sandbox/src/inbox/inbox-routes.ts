import { z } from "zod";
import { MobileNumber } from "../people.ts";
import { requireScope, type VerifyBearer } from "../platform/bearer.ts";
import type { HttpServer } from "../platform/http-server.ts";
import { Behaviour, createBehaviourSwitch, misbehave } from "../platform/misbehaviour.ts";
import { Problem, sendProblem } from "../platform/problem.ts";
import { type Inbox, Message, NewMessage } from "./inbox.ts";

export interface InboxRoutesOptions {
  readonly inbox: Inbox;
  readonly verifyBearer: VerifyBearer;
}

const MessageQuery = z.strictObject({
  to: MobileNumber.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

const MessageList = z.strictObject({ messages: z.array(Message).describe("Newest first") });

const security = [{ bearer: [] }];

export function addInboxRoutes(app: HttpServer, { inbox, verifyBearer }: InboxRoutesOptions): void {
  const behaviour = createBehaviourSwitch(app);
  app.post("/inbox/api/messages", {
    onRequest: requireScope(verifyBearer, "sms:send"),
    preHandler: misbehave(behaviour),
    schema: {
      summary: "Deliver a text message, once per messageId (scope sms:send)",
      security,
      body: NewMessage,
      response: { 200: Message, 201: Message, "4xx": Problem },
    },
    handler: (request, reply) => {
      const outcome = inbox.receive(request.body);
      if (outcome.ok) void reply.code(outcome.repeated ? 200 : 201).send(outcome.message);
      else sendProblem(reply, "reference_reused");
    },
  });
  app.get("/inbox/api/messages", {
    schema: {
      summary: "Sandbox only: read anybody's messages, without a token",
      querystring: MessageQuery,
      response: { 200: MessageList, "4xx": Problem },
    },
    handler: ({ query }) => ({ messages: inbox.messages(query.to).slice(0, query.limit) }),
  });
  app.put("/inbox/api/behaviour", {
    onRequest: requireScope(verifyBearer, "core:admin"),
    schema: {
      summary: "Sandbox only: make the delivery of messages misbehave (scope core:admin)",
      security,
      body: Behaviour,
      response: { 200: Behaviour },
    },
    handler: (request) => (behaviour.current = request.body),
  });
}
