/** Whether the browser may clear the vault by itself when space is short or the app was not used for long. */

/** Asks for lasting storage; browsers decide by rules of their own. */
export async function askToKeepStorage(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch {
    return false;
  }
}

export async function isStorageKept(): Promise<boolean> {
  try {
    return await navigator.storage.persisted();
  } catch {
    return false;
  }
}
