// Forms that a passkey answers: on submit the browser is asked for it, and what it gives is sent with the form.
// The options come with the page; nothing is fetched.

const SAID = {
  NotAllowedError: "No passkey was given. Try again when you are ready.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys work only over a secure connection to this site's own address.",
};

async function give(act, options) {
  const key = options.publicKey ?? options;
  if (act === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(key) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(key) });
}

async function answer(form, said) {
  said.hidden = true;
  try {
    const given = await give(form.dataset.passkey, JSON.parse(form.dataset.options));
    form.elements.credential.value = JSON.stringify(given.toJSON());
    form.submit();
  } catch (error) {
    said.textContent = SAID[error.name] ?? "This browser cannot use passkeys here. Use an authenticator app instead.";
    said.hidden = false;
  }
}

export function watchPasskeys() {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[data-passkey-said]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form, said);
    });
  }
}
