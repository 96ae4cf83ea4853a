import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { VerificationResponse } from "@ramznama/contract";
import { defaultPolicy } from "@ramznama/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, bearer, problemOf, type Reply } from "./ask.ts";
import { openChannel, type Channel } from "./channel.ts";
import { storedContent } from "./database-content.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { activateCard, createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

let bank: TestBank;
let channel: Channel;
/** A code of a second of its own; the token never waits, since every one before is far in the past. */
let takeFresh: () => Promise<string>;

beforeAll(async () => {
  const often = { ...defaultPolicy.guessing, freeFailures: 60, failuresPerYear: 10_000 };
  bank = await startTestBank({ policy: { ...defaultPolicy, guessing: often } });
  channel = await openChannel(bank, "core");
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, people.sara);
  const { id } = await activateCard(bank, await openChannel(bank, "atm"), phone, people.sara);
  takeFresh = () => {
    bank.clock.advanceSeconds(140);
    return takeCode(phone, id);
  };
});

afterAll(() => bank.stop());

const path = "/bank/v1/verifications";

const bodyOf = (change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  purpose: "card-second-password",
  subject: people.sara.card,
  code: "12345678",
  transactionReference: randomUUID(),
  ...change,
});

const send = (body: unknown): Promise<Reply> =>
  ask(bank, {
    listener: "internal",
    method: "POST",
    path,
    headers: bearer(channel.token),
    text: typeof body === "string" ? body : JSON.stringify(body),
  });

/** Accepted, the reason of a rejection, or the code and the places of a problem. */
const outcomeOf = async (body: unknown): Promise<string> => {
  const reply = await send(body);
  if (reply.status !== 200) {
    const { code, errors } = problemOf(reply);
    return [code, ...new Set(errors.map((error) => error.path))].join(" ");
  }
  const answer = JSON.parse(reply.text) as VerificationResponse;
  return answer.outcome === "accepted" ? "accepted" : answer.reason;
};

describe("R8 codes", () => {
  test("of every length but the token's are refused, and none is counted as a guess", async () => {
    const code = await takeFresh();
    for (let length = 1; length <= 64; length += 1) {
      if (length === 8) continue;
      const typed = code.repeat(8).slice(0, length);
      expect([length, await outcomeOf(bodyOf({ code: typed }))]).toEqual([length, "not_accepted"]);
    }
    for (const typed of ["", "1".repeat(65), "1".repeat(10_000)]) {
      expect(await outcomeOf(bodyOf({ code: typed }))).toBe("invalid_request /code");
    }
    expect(await outcomeOf(bodyOf({ code }))).toBe("accepted");
  });

  test("of letters, signs and half digits are refused or not read at all", async () => {
    const code = await takeFresh();
    const spoilt = [
      "abcdefgh",
      `${code.slice(0, 7)}O`,
      `${code}a`,
      `+${code}`,
      `0x${code}`,
      `${code}e0`,
      "½¼¾⅓⅔⅛⅜⅝",
      "①②③④⑤⑥⑦⑧",
      "Ⅰ२三4٥۶７८",
      "一二三四五六七八",
      "' or 1=1",
      "😀😀😀😀",
    ];
    for (const typed of spoilt) {
      expect([typed, await outcomeOf(bodyOf({ code: typed }))]).toEqual([typed, "not_accepted"]);
    }
    for (const typed of [12_345_678, null, true, [code], { code }]) {
      expect(await outcomeOf(bodyOf({ code: typed }))).toBe("invalid_request /code");
    }
    expect(await outcomeOf(bodyOf({ code }))).toBe("accepted");
  });

  /** The zeros of all scripts that Unicode gives decimal digits to. */
  const zeros = (): readonly number[] => {
    const found: number[] = [];
    let run = 0;
    for (let point = 0; point <= 0x10_ffff; point += 1) {
      const isDigit = /^\p{Nd}$/u.test(String.fromCodePoint(point));
      if (isDigit && run % 10 === 0) found.push(point);
      run = isDigit ? run + 1 : 0;
    }
    return found;
  };

  const inScript = (digits: string, zero: number): string =>
    digits.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));

  test("U4 in the digits of every script of Unicode are understood, each once", async () => {
    const scripts = zeros();
    expect(scripts.length).toBeGreaterThan(60);
    for (const zero of scripts) {
      const typed = inScript(await takeFresh(), zero);
      const what = `U+${zero.toString(16)}`;
      const accepted = await outcomeOf(bodyOf({ code: typed }));
      // Digits beyond the first plane take two units each; eight of them still fit.
      expect([what, accepted]).toEqual([what, "accepted"]);
      expect([what, await outcomeOf(bodyOf({ code: typed }))]).toEqual([what, "not_accepted"]);
    }
  });

  test("U4 one code in two scripts is one code: the second is used", async () => {
    const code = await takeFresh();
    expect(await outcomeOf(bodyOf({ code: inScript(code, 0x6f0) }))).toBe("accepted");
    expect(await outcomeOf(bodyOf({ code: inScript(code, 0x660) }))).toBe("not_accepted");
    expect(await outcomeOf(bodyOf({ code }))).toBe("not_accepted");
  });
});

describe("R8 subjects", () => {
  test("that are unknown have no token, and that are malformed or of another kind are named", async () => {
    const card = { purpose: "card-second-password" };
    const account = { purpose: "account-password" };
    const login = { purpose: "gateway-login" };
    const expected: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ ...card, subject: people.reza.card }, "no_active_token"],
      [{ ...account, subject: people.sara.account }, "no_active_token"],
      [{ ...account, subject: "99999999999999" }, "no_active_token"],
      [{ ...login, subject: "nobody.here" }, "no_active_token"],
      [{ ...card, subject: people.sara.account }, "invalid_request /subject"],
      [{ ...card, subject: people.sara.gatewayLogin }, "invalid_request /subject"],
      [{ ...account, subject: people.sara.gatewayLogin }, "invalid_request /subject"],
      // A card number has the digits of an account's and is simply no account of anybody.
      [{ ...account, subject: people.sara.card }, "no_active_token"],
      [{ ...login, subject: "سارا" }, "invalid_request /subject"],
      [{ ...login, subject: "a" }, "invalid_request /subject"],
      [{ ...login, subject: "a".repeat(65) }, "invalid_request /subject"],
      [{ ...card, subject: "" }, "invalid_request /subject"],
      [{ ...card, subject: people.sara.card.slice(1) }, "invalid_request /subject"],
      [{ ...card, subject: `${people.sara.card}0` }, "invalid_request /subject"],
      [{ ...card, subject: "6280239832816832" }, "invalid_request /subject"],
      [{ ...card, subject: Number(people.sara.card) }, "invalid_request /subject"],
      [{ ...account, subject: "1".repeat(27) }, "invalid_request /subject"],
    ];
    for (const [change, outcome] of expected) {
      expect([change, await outcomeOf(bodyOf(change))]).toEqual([change, outcome]);
    }
    for (const purpose of ["", "card", "CARD-SECOND-PASSWORD", null, 1, ["gateway-login"]]) {
      expect(await outcomeOf(bodyOf({ purpose }))).toMatch(/^invalid_request /);
    }
  });
});

describe("R8 references", () => {
  test("of 8 to 64 printable characters are taken, of every other length up to 70 refused", async () => {
    for (let length = 0; length <= 70; length += 1) {
      const transactionReference = (randomUUID() + randomUUID()).slice(0, length);
      const outcome = await outcomeOf(bodyOf({ code: "no code", transactionReference }));
      const fits = length >= 8 && length <= 64;
      expect([length, outcome]).toEqual([
        length,
        fits ? "not_accepted" : "invalid_request /transactionReference",
      ]);
    }
  });

  test("of odd characters are refused unless ASCII prints them, and then kept apart to the letter", async () => {
    for (const odd of [" ", "\t", "\n", "\0", "\u007f", "é", "۱", "\u200c", "😀", "\ud800"]) {
      const transactionReference = `reference-${odd}-1`;
      expect(await outcomeOf(bodyOf({ transactionReference }))).toBe(
        "invalid_request /transactionReference",
      );
    }
    const printable = "!\"#$%&'()*+,-./0123:;<=>?@AZ[\\]^_`az{|}~";
    const code = await takeFresh();
    const first = bodyOf({ code, transactionReference: printable });
    expect(await outcomeOf(first)).toBe("accepted");
    expect(JSON.parse((await send(first)).text)).toMatchObject({ replayed: true });
    const other = { ...first, transactionReference: printable.toUpperCase() };
    expect(await outcomeOf(other)).toBe("not_accepted");
  });
});

describe("R8 bodies", () => {
  test("with fields nobody knows are refused, and nothing is stored", async () => {
    const code = await takeFresh();
    const before = await storedContent(bank);
    for (const field of ["amount", "Code", "code ", "transaction_reference", "__proto", ""]) {
      expect(await outcomeOf(bodyOf({ code, [field]: "1" }))).toMatch(/^invalid_request /);
    }
    expect(await storedContent(bank)).toEqual(before);
    expect(await outcomeOf(bodyOf({ code }))).toBe("accepted");
  });

  test("that are huge are refused at 64 kB, whether they say their length or not", async () => {
    const huge = JSON.stringify(bodyOf({ code: "1".repeat(70_000) }));
    expect(await outcomeOf(huge)).toBe("payload_too_large");
    const chunked = await fetch(bank.internalUrl() + path, {
      method: "POST",
      headers: { ...bearer(channel.token), "content-type": "application/json" },
      body: endless(),
      duplex: "half",
    }).then(
      ({ status }) => status,
      // The server may close while we are still sending.
      () => 413,
    );
    expect(chunked).toBe(413);
  });

  const endless = (): ReadableStream<Uint8Array> => {
    let sent = 0;
    return new ReadableStream({
      pull: (controller) => {
        sent += 1;
        if (sent > 64) controller.close();
        else controller.enqueue(new TextEncoder().encode("1".repeat(16_384)));
      },
    });
  };
});

describe("R7 a clock that jumps", () => {
  test("forth and back between question and question: no code is accepted twice, and the next one is", async () => {
    for (const jump of [-2, -131, -3_600, 2, 131, 3_600, 86_400]) {
      const code = await takeFresh();
      expect(await outcomeOf(bodyOf({ code }))).toBe("accepted");
      bank.clock.advanceSeconds(jump);
      expect([jump, await outcomeOf(bodyOf({ code }))]).toEqual([jump, "not_accepted"]);
      bank.clock.advanceSeconds(Math.max(0, -jump));
      expect([jump, await outcomeOf(bodyOf({ code }))]).toEqual([jump, "not_accepted"]);
    }
    expect(await outcomeOf(bodyOf({ code: await takeFresh() }))).toBe("accepted");
  });
});

describe("a client that leaves before its answer", () => {
  const requestText = (body: object): string => {
    const text = JSON.stringify(body);
    return [
      `POST ${path} HTTP/1.1`,
      "host: localhost",
      `authorization: Bearer ${channel.token}`,
      "content-type: application/json",
      `content-length: ${Buffer.byteLength(text)}`,
      "",
      text,
    ].join("\r\n");
  };

  const openSocket = async (): Promise<Socket> => {
    const socket = connect({ port: Number(new URL(bank.internalUrl()).port), host: "127.0.0.1" });
    socket.on("error", () => undefined);
    await once(socket, "connect");
    return socket;
  };

  test("and asks again with the same reference hears one definite answer, and the code is spent once", async () => {
    for (let round = 0; round < 20; round += 1) {
      const body = bodyOf({ code: await takeFresh() });
      const socket = await openSocket();
      const gone = once(socket, "close");
      socket.write(requestText(body), () => socket.destroy());
      await gone;
      expect(await outcomeOf(body)).toBe("accepted");
      expect(JSON.parse((await send(body)).text)).toMatchObject({
        outcome: "accepted",
        replayed: true,
      });
      expect(await outcomeOf({ ...body, transactionReference: randomUUID() })).toBe("not_accepted");
    }
  });
});
