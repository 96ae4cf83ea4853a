/** COPY … FROM STDIN over a connection of `pg`, which has the messages but no function for it. */
import type pg from "pg";

interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
}

/** @param rows lines of COPY's text format */
export const copyRows = (client: pg.Client, target: string, rows: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const command = {
      submit: (connection: CopyConnection) => {
        connection.query(`copy ${target} from stdin`);
      },
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(rows);
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => {
        resolve();
      },
      handleError: reject,
    };
    client.query(command as unknown as pg.Submittable);
  });
