/** Sends to an inbox over HTTP, as the sandbox has one. The message id makes a repeated delivery harmless. */
export interface SmsSender {
  /** Resolves once the message is taken over; the same `messageId` may come again after a crash. */
  send(message: { messageId: string; to: string; text: string; sentAt: string }): Promise<void>;
}

export const createInboxSender = (options: {
  readonly url: string;
  readonly accessToken: () => Promise<string>;
}): SmsSender => ({
  send: async (message) => {
    const response = await fetch(options.url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await options.accessToken()}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
  },
});
