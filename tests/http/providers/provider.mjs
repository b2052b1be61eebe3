// A certified OpenID provider (oidc-provider) dressed as Pro Santé Connect or as FranceConnect.
//
// node provider.mjs CONFIG: a JSON file that lists the providers to start. Says "ready" once they listen on loopback.
// POST /_control on a provider's port makes it misbehave as the tests ask: what it signs, what it answers, when.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, decodeJwt, decodeProtectedHeader, importJWK, SignJWT, UnsecuredJWT } from "jose";
import { Provider } from "oidc-provider";

const ALGORITHMS = ["RS256", "ES256"];

async function newKeys(generation) {
  return Promise.all(
    ALGORITHMS.map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      return { ...(await exportJWK(privateKey)), alg, use: "sig", kid: `${alg}-${generation}` };
    }),
  );
}

// Sign a token anew with other claims, or as an attacker would.
async function tampered(token, how, keys) {
  const header = decodeProtectedHeader(token);
  const claims = { ...decodeJwt(token), ...how.set };
  for (const name of how.drop ?? []) delete claims[name];
  if (how.alg === "none") return new UnsecuredJWT(claims).encode();
  if (how.alg === "HS256") {
    const secret = new TextEncoder().encode(how.secret);
    return new SignJWT(claims).setProtectedHeader({ ...header, alg: "HS256" }).sign(secret);
  }
  const { privateKey: stranger } = await generateKeyPair(header.alg);
  const own = await importJWK(keys.find((key) => key.kid === header.kid));
  return new SignJWT(claims).setProtectedHeader(header).sign(how.alg === "stranger" ? stranger : own);
}

function pageOf(config, uid) {
  const buttons = Object.keys(config.users).map(
    (login) => `<p><button name="login" value="${login}">${login}</button></p>`,
  );
  return `<!doctype html><html lang="fr"><title>${config.name}</title><h1>${config.name}</h1>
    <form method="post" action="/interaction/${uid}">${buttons.join("")}
    <p><button name="login" value="">Renoncer</button></p></form></html>`;
}

async function bodyOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

class Dressed {
  constructor(config) {
    this.config = config;
    this.generation = 0;
    this.how = {};
  }

  async renew() {
    this.generation += 1;
    this.keys = await newKeys(this.generation);
    const { config } = this;
    const user = (id) => config.users[id];
    this.provider = new Provider(`http://127.0.0.1:${config.port}`, {
      jwks: { keys: this.keys },
      clients: [
        {
          client_id: config.clientId,
          client_secret: config.clientSecret,
          token_endpoint_auth_method: config.authMethod,
          redirect_uris: config.redirectUris,
          post_logout_redirect_uris: config.postLogoutRedirectUris,
          id_token_signed_response_alg: config.idTokenAlg,
          ...(config.userinfoAlg ? { userinfo_signed_response_alg: config.userinfoAlg } : {}),
        },
      ],
      clientAuthMethods: [config.authMethod],
      claims: { acr: null, auth_time: null, iss: null, ...config.claims },
      acrValues: ["eidas1", "eidas2", "eidas3"],
      enabledJWA: { idTokenSigningAlgValues: ALGORITHMS, userinfoSigningAlgValues: ALGORITHMS },
      pkce: { required: () => true },
      cookies: { keys: ["of-no-importance"] },
      ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 600, Grant: 600 },
      features: {
        devInteractions: { enabled: false },
        jwtUserinfo: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (ctx, form) => {
            ctx.body = `<!doctype html><title>Au revoir</title>${form}<button form="op.logoutForm" name="logout" value="yes">Quitter</button>`;
          },
        },
      },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...user(id).claims, ...this.how.claims }) }),
      loadExistingGrant: async (ctx) => {
        const grant = new ctx.oidc.provider.Grant({ clientId: config.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope(Object.keys(config.claims).join(" "));
        await grant.save();
        return grant;
      },
    });
    this.provider.use(async (ctx, next) => {
      await next();
      if (ctx.path === "/token" && ctx.body?.id_token && this.how.idToken)
        ctx.body.id_token = await tampered(ctx.body.id_token, this.how.idToken, this.keys);
      if (ctx.path === "/me" && this.how.userinfo)
        ctx.body =
          typeof ctx.body === "string"
            ? await tampered(ctx.body, this.how.userinfo, this.keys)
            : { ...ctx.body, ...this.how.userinfo.set };
    });
  }

  async answer(request, response) {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    if (pathname === "/_control") {
      this.how = JSON.parse(await bodyOf(request));
      if (this.how.rotate) await this.renew();
      return response.end();
    }
    if (this.how.down) return response.writeHead(503).end();
    if (this.how.stall) return undefined; // never answers
    if (pathname === this.config.discoveryAlias) request.url = "/.well-known/openid-configuration";
    if (pathname.startsWith("/interaction/")) return this.interact(request, response, pathname.split("/")[2]);
    return this.provider.callback()(request, response);
  }

  async interact(request, response, uid) {
    if (request.method === "GET") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      return response.end(pageOf(this.config, uid));
    }
    const login = new URLSearchParams(await bodyOf(request)).get("login");
    const result = login
      ? { login: { accountId: login, acr: this.config.users[login].acr ?? "eidas1" } }
      : { error: "access_denied", error_description: "the person gave up" };
    return this.provider.interactionFinished(request, response, result);
  }
}

for (const config of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const dressed = new Dressed(config);
  await dressed.renew();
  const server = createServer((request, response) => {
    dressed.answer(request, response).catch(() => response.destroy());
  });
  await new Promise((done) => server.listen(config.port, "127.0.0.1", done));
}
console.log("ready");
