/* Sign-in of the trial: choosing a sample person fills the form. */

document.addEventListener("click", (event) => {
  const person = event.target.closest("[data-address]");
  if (!person) return;
  document.getElementById("id_login").value = person.dataset.address;
  document.getElementById("id_password").value = person.dataset.password || "";
  document.querySelector("#sign-in-form .button-primary").focus();
});
