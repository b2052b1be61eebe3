// What an application does once it is let in; everything it learns is written into the page.
const said = document.getElementById("said");
const refused = (promise) => promise.then(() => 200, (error) => error.status ?? error.statusCode);

FHIR.oauth2
  .ready()
  .then(async (client) => {
    const patient = await client.patient.read();
    const observations = await client.request(`Observation?patient=${client.patient.id}`, { flat: true });
    const before = client.state.tokenResponse.access_token;
    await client.refresh();
    said.textContent = JSON.stringify({
      family: patient.name[0].family,
      codes: observations.map((one) => one.code.coding[0].code),
      user: client.getFhirUser(),
      conditions: await refused(client.request(`Condition?patient=${client.patient.id}`)),
      written: await refused(client.create({ resourceType: "Observation", status: "final", code: { text: "x" } })),
      isRenewed: before !== client.state.tokenResponse.access_token,
      again: (await client.patient.read()).id === client.patient.id,
    });
  })
  .catch((error) => {
    said.textContent = JSON.stringify({ error: String(error) });
  });
