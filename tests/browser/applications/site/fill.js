// What a GP's software does in the professional's browser: a form with the signed call, sent to another site.
document.getElementById("call").action = CALL.address;
document.getElementById("appel").value = CALL.text;
