// Both launches: with `launch` in the address it was opened from a record, else the person picks one.
const isLaunched = new URLSearchParams(location.search).has("launch");
FHIR.oauth2.authorize({
  clientId: CLIENT_ID,
  redirectUri: "index.html",
  pkceMode: "required",
  scope: `${isLaunched ? "launch" : "launch/patient"} openid fhirUser online_access patient/Observation.rs patient/Patient.rs`,
});
