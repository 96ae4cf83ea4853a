/** Registration, release and deletion in a sequence of R6. */
import { createModelDevice } from "./model-device.ts";
import {
  classOf,
  shifted,
  type RealDevice,
  type RealToken,
  type Stage,
} from "./lifecycle-stage.ts";

export const openDeviceActs = (stage: Stage) => {
  const { place, model, phones, devices, deviceIds, sent, personAt, same, once } = stage;

  const newDevice = async (phone: 0 | 1): Promise<RealDevice> => {
    const device = await createModelDevice(place.publicUrl, place.serverKey, place.nonces);
    const made = { number: devices.length, device };
    devices.push(made);
    phones[phone] = made;
    return made;
  };

  const phoneAt = async (phone: 0 | 1): Promise<RealDevice> => phones[phone] ?? newDevice(phone);

  const register = async (
    phone: 0 | 1,
    index: 0 | 1,
    codeIsRight: boolean,
    key: "new" | "same",
  ): Promise<void> => {
    // From the tenth of a day on codes come with pauses, and here nobody waits.
    if (sent.registration[index] === 9) return;
    const used = key === "new" ? await newDevice(phone) : await phoneAt(phone);
    const person = personAt(index);
    const id = await used.device.askRegistration(person);
    const count = (sent.registration[index] ?? 0) + 1;
    sent.registration[index] = count;
    const code = await place.town.registrationCode(person.mobile, count);
    const typed = codeIsRight ? code : shifted(code);
    const reply = await used.device.sendRegistrationCode(id, typed);
    if (reply.status === 200) {
      deviceIds[index] = (JSON.parse(reply.text) as { deviceId: string }).deviceId;
    }
    same("registration", classOf(reply), model.register(index, used.number, codeIsRight));
  };

  const releaseAtAtm = async (index: 0 | 1): Promise<void> => {
    const reply = await once({
      caller: "atm",
      path: "/bank/v1/device-releases",
      body: { cardNumber: personAt(index).cards[0] },
      otherBody: { cardNumber: personAt(index).cards[1] },
    });
    const expected = model.releaseAtAtm(index);
    const { revokedTokens } = JSON.parse(reply.text) as { revokedTokens?: number };
    same("release", reply.status === 200 ? `ok ${revokedTokens}` : classOf(reply), expected);
  };

  const deleteOn = async (phone: 0 | 1, token: RealToken | undefined): Promise<void> => {
    const { number, device } = await phoneAt(phone);
    const path = token === undefined ? "" : `/${token.serial}`;
    const reply = await device.send("DELETE", `/device/v1/tokens${path}`);
    const expected = model.deleteOnPhone(
      number,
      (one) => token === undefined || one === token.model,
    );
    same("deletion", classOf(reply), expected);
  };

  return { phoneAt, register, releaseAtAtm, deleteOn };
};
