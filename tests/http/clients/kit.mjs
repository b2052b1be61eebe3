// Main calls of fhir-kit-client against a live server; prints what each step gave as one JSON object.
import { Client } from "fhir-kit-client";

const client = new Client({ baseUrl: process.env.FHIR_BASE, bearerToken: process.env.FHIR_TOKEN });
const IDENTIFIER = "urn:cordee:test|kit-1";
const goal = (text) => ({
  resourceType: "Goal",
  identifier: [{ system: "urn:cordee:test", value: "kit-1" }],
  lifecycleStatus: "active",
  description: { text },
  subject: { reference: "Patient/jeanne" },
});
const texts = (bundle) => (bundle.entry ?? []).map((entry) => entry.resource.description.text);
const status = async (promise) => {
  try {
    return Client.httpFor(await promise).response?.status;
  } catch (error) {
    return error.response?.status;
  }
};

const said = {};
said.capability = (await client.capabilityStatement()).fhirVersion;
const created = await client.create({ resourceType: "Goal", body: goal("Marcher") });
said.created = created.meta.versionId;
said.read = (await client.read({ resourceType: "Goal", id: created.id })).description.text;
const updated = { ...created, description: { text: "Marcher davantage" } };
said.updated = (await client.update({ resourceType: "Goal", id: created.id, body: updated })).meta.versionId;
said.conditional = (
  await client.update({ resourceType: "Goal", searchParams: { identifier: IDENTIFIER }, body: goal("Courir") })
).id === created.id;
const jsonPatch = [{ op: "replace", path: "/lifecycleStatus", value: "completed" }];
said.patched = (await client.patch({ resourceType: "Goal", id: created.id, jsonPatch })).lifecycleStatus;
said.vread = (await client.vread({ resourceType: "Goal", id: created.id, version: "1" })).description.text;
said.history = (await client.history({ resourceType: "Goal", id: created.id })).entry.length;
said.search = texts(await client.search({ resourceType: "Goal", searchParams: { identifier: IDENTIFIER } }));
said.posted = texts(
  await client.search({
    resourceType: "Goal",
    searchParams: { identifier: IDENTIFIER },
    options: { postSearch: true },
  }),
);
said.compartment = texts(
  await client.search({ resourceType: "Goal", compartment: { resourceType: "Patient", id: "jeanne" } }),
);
said.system = (await client.search({ searchParams: { _type: "Goal,CareTeam" } })).entry.length;
const transaction = {
  resourceType: "Bundle",
  type: "transaction",
  entry: ["Lire", "Jardiner"].map((text) => ({
    resource: { ...goal(text), identifier: undefined },
    request: { method: "POST", url: "Goal" },
  })),
};
said.transaction = (await client.transaction({ body: transaction })).entry.map((entry) => entry.response.status);
const page = await client.search({ resourceType: "Goal", searchParams: { patient: "jeanne", _count: "2" } });
said.pages = [page.entry.length, (await client.nextPage({ bundle: page })).entry.length];
said.deleted = await status(client.delete({ resourceType: "Goal", id: created.id }));
said.gone = await status(client.read({ resourceType: "Goal", id: created.id }));
said.absent = await status(client.read({ resourceType: "Patient", id: "nobody" }));
console.log(JSON.stringify(said));
