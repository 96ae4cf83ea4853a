/** The sandbox's SMS inbox: what a customer would see on the phone. */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { WalkFailure } from "./walk-step.ts";

const listSchema = z.object({
  messages: z.array(z.object({ messageId: z.string(), text: z.string() })),
});

export interface SmsInbox {
  /** The first message after `read` began to listen in which `find` finds something. */
  listen<Value>(
    mobile: string,
    find: (text: string) => Value | undefined,
  ): Promise<Listening<Value>>;
}

export interface Listening<Value> {
  read(): Promise<Value>;
}

const waitMilliseconds = 20_000;
const pauseMilliseconds = 200;

export function openSmsInbox(sandbox: string): SmsInbox {
  const load = async (mobile: string) => {
    const response = await fetch(`${sandbox}/inbox/api/messages?to=${mobile}`);
    if (!response.ok) throw new WalkFailure(`the SMS inbox answered ${response.status}`);
    return listSchema.parse(await response.json()).messages;
  };
  return {
    listen: async (mobile, find) => {
      const known = new Set((await load(mobile)).map(({ messageId }) => messageId));
      return {
        read: async () => {
          for (let waited = 0; waited < waitMilliseconds; waited += pauseMilliseconds) {
            for (const { messageId, text } of await load(mobile)) {
              const found = known.has(messageId) ? undefined : find(text);
              if (found !== undefined) return found;
            }
            await pause(pauseMilliseconds);
          }
          throw new WalkFailure(`no SMS with a code reached the phone ${mobile}`);
        },
      };
    },
  };
}
