/** A network that loses, doubles, delays, cuts, alters and forges, until it is healed. */
import type { SeededRandom } from "./seeded-random.ts";
import type { Timeline } from "./timeline.ts";

export interface NetworkFaults {
  readonly lost: number;
  readonly doubled: number;
  readonly delayed: number;
  readonly cut: number;
  readonly altered: number;
  readonly forged: number;
}

export interface Exchange {
  readonly request: string;
  /** Undefined when the server fell over before or after its transaction. */
  readonly serve: (request: string) => Promise<string | undefined>;
  /** May be called never, once or several times, and late. */
  readonly answer: (response: string) => Promise<void>;
}

export interface SimulatedNetwork {
  readonly exchange: (exchange: Exchange) => void;
  readonly heal: () => void;
}

const hour = 3_600_000;

export function createNetwork(
  timeline: Timeline,
  random: SeededRandom,
  faults: NetworkFaults,
  count: (what: string) => void,
): SimulatedNetwork {
  let healed = false;
  const strikes = (fault: keyof NetworkFaults): boolean => {
    if (healed || !random.chance(faults[fault])) return false;
    count(`message ${fault}`);
    return true;
  };
  const latency = (): number => {
    if (!strikes("delayed")) return 20 + random.below(2000);
    return random.chance(0.5) ? random.below(60_000) : random.below(30 * hour);
  };
  const damage = (text: string): string => {
    if (strikes("cut")) return text.slice(0, random.below(text.length));
    if (!strikes("altered")) return text;
    // Half of them early in the text, where what is not sealed stands, and with a fitting letter.
    const sly = random.chance(0.5);
    const at = random.below(sly ? Math.min(120, text.length) : text.length);
    const letter = sly ? random.below(16).toString(16) : String.fromCharCode(32 + random.below(95));
    return text.slice(0, at) + letter + text.slice(at + 1);
  };
  const carry = (text: string, deliver: (text: string) => Promise<void>): void => {
    const copies = strikes("doubled") ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      if (!strikes("lost")) timeline.after(latency(), () => deliver(damage(text)));
    }
  };
  const exchange = ({ request, serve, answer }: Exchange): void => {
    carry(request, async (arrived) => {
      if (strikes("forged")) carry(forgedRefusal(random), answer);
      const response = await serve(arrived);
      if (response !== undefined) carry(response, answer);
    });
  };
  const heal = (): void => {
    healed = true;
  };
  return { exchange, heal };
}

/** Somebody between the two, who has no key, says that the activation is over. */
function forgedRefusal(random: SeededRandom): string {
  const tag = Buffer.from(random.bytes(32)).toString("base64url");
  const code = random.chance(0.5) ? "activation_code_used" : "token_state_conflict";
  const refusalTag = random.chance(0.8) ? { refusalTag: tag } : {};
  return JSON.stringify({ status: 409, problem: { code, ...refusalTag } });
}
